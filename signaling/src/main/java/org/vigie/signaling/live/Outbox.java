package org.vigie.signaling.live;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;

/**
 * What waits to leave by a socket: few messages, and of targets the newest only, so that a peer
 * that does not read costs nothing and hears no old news when it reads again.
 */
final class Outbox implements Wire {
  /** More than a conversation can rightly have waiting. */
  private static final int MOST = 32;

  private record Goodbye(int code, String reason) {}

  private final Session session;
  private final LongSupplier clock;
  private final Deque<String> waiting = new ArrayDeque<>();
  private @Nullable String newest;
  private @Nullable Goodbye goodbye;
  private boolean sending;
  private long sendingSince;

  Outbox(Session session, LongSupplier clock) {
    this.session = session;
    this.clock = clock;
  }

  @Override
  public synchronized void send(String message) {
    if (waiting.size() >= MOST) {
      session.disconnect();
      return;
    }
    waiting.add(message);
    next();
  }

  @Override
  public synchronized void sendNewest(String message) {
    newest = message;
    next();
  }

  @Override
  public synchronized void close(int code, String reason) {
    goodbye = new Goodbye(code, reason);
    next();
  }

  @Override
  public void ping() {
    session.sendPing(ByteBuffer.allocate(0), Callback.NOOP);
  }

  @Override
  public void drop() {
    session.disconnect();
  }

  @Override
  public synchronized long stuckNanos(long nowNanos) {
    return sending ? nowNanos - sendingSince : 0;
  }

  private void next() {
    if (sending) {
      return;
    }
    String message = waiting.poll();
    if (message == null) {
      message = newest;
      newest = null;
    }
    if (message == null) {
      sayGoodbye();
      return;
    }
    sending = true;
    sendingSince = clock.getAsLong();
    session.sendText(message, Callback.from(this::sent, failure -> drop()));
  }

  private synchronized void sent() {
    sending = false;
    next();
  }

  private void sayGoodbye() {
    if (goodbye != null) {
      session.close(goodbye.code, goodbye.reason, Callback.NOOP);
      goodbye = null;
    }
  }
}
