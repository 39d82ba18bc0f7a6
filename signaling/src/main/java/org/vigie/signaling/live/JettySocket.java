package org.vigie.signaling.live;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Jetty's end of a camera's socket. */
public final class JettySocket implements Session.Listener.AutoDemanding {
  private static final Logger log = LoggerFactory.getLogger(JettySocket.class);
  private static final int MAX_MESSAGE_BYTES = 4_096;

  /** Longer than {@link Conversation#SILENT}, which alone decides. */
  private static final Duration IDLE = Duration.ofSeconds(60);

  private final LiveSockets sockets;
  private final String network;
  private @Nullable Conversation conversation;

  JettySocket(LiveSockets sockets, String network) {
    this.sockets = sockets;
    this.network = network;
  }

  @Override
  public void onWebSocketOpen(Session session) {
    session.setMaxTextMessageSize(MAX_MESSAGE_BYTES);
    session.setMaxBinaryMessageSize(MAX_MESSAGE_BYTES);
    session.setIdleTimeout(IDLE);
    conversation = sockets.begin(new Outbox(session, System::nanoTime), network);
  }

  @Override
  public void onWebSocketText(String message) {
    if (conversation != null) {
      conversation.said(message);
    }
  }

  @Override
  public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
    callback.succeed();
    if (conversation != null) {
      conversation.saidBinary();
    }
  }

  @Override
  public void onWebSocketPong(ByteBuffer payload) {
    if (conversation != null) {
      conversation.heard();
    }
  }

  @Override
  public void onWebSocketError(Throwable cause) {
    log.debug("A camera's socket failed: {}", cause.toString());
  }

  @Override
  public void onWebSocketClose(int status, String reason, Callback callback) {
    if (conversation != null) {
      sockets.over(conversation);
    }
    callback.succeed();
  }
}
