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
 * that does not read costs nothing and hears no old news when it reads again. One message at a time
 * is Jetty's, which keeps their order.
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
  public void send(String message) {
    if (add(message)) {
      leave();
    } else {
      session.disconnect();
    }
  }

  private synchronized boolean add(String message) {
    return waiting.size() < MOST && waiting.add(message);
  }

  @Override
  public void sendNewest(String message) {
    replace(message);
    leave();
  }

  private synchronized void replace(String message) {
    newest = message;
  }

  @Override
  public void close(int code, String reason) {
    end(new Goodbye(code, reason));
    leave();
  }

  private synchronized void end(Goodbye last) {
    goodbye = last;
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

  /**
   * Jetty is called without our monitor: when a write fails at once it says on this very thread
   * that the socket is closed, and whoever hears that takes locks of his own.
   */
  private void leave() {
    next().run();
  }

  private synchronized Runnable next() {
    if (sending) {
      return Outbox::nothing;
    }
    String message = waiting.poll();
    if (message == null) {
      message = newest;
      newest = null;
    }
    return message == null ? goodbye() : text(message);
  }

  private Runnable text(String message) {
    sending = true;
    sendingSince = clock.getAsLong();
    return () -> session.sendText(message, Callback.from(this::sent, failure -> drop()));
  }

  private Runnable goodbye() {
    Goodbye last = goodbye;
    goodbye = null;
    return last == null
        ? Outbox::nothing
        : () -> session.close(last.code, last.reason, Callback.NOOP);
  }

  private void sent() {
    free();
    leave();
  }

  private synchronized void free() {
    sending = false;
  }

  private static void nothing() {}
}
