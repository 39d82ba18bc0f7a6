package org.vigie.bridge.session;

/**
 * When a peer to which nothing was sent has to hear something: where silence means a dead line and
 * never a quiet camera, a client may act on it within a second or two. Its checks would tell only
 * after several (RFC 7675, section 5.1).
 */
final class SignOfLife {
  /** Twice as long may pass in silence: one loss still leaves less than a second and a half. */
  private static final long INTERVAL_NANOS = 350_000_000L;

  private long deadlineNanos;
  private long packetsBefore;

  /** Nothing is due before the first interval is over. */
  void start(long nowNanos, long packetsOut) {
    deadlineNanos = nowNanos + INTERVAL_NANOS;
    packetsBefore = packetsOut;
  }

  /** Whether nothing left since the last look; {@code packetsOut} counts what did. */
  boolean due(long nowNanos, long packetsOut) {
    if (nowNanos - deadlineNanos < 0) {
      return false;
    }
    boolean silent = packetsOut == packetsBefore;
    start(nowNanos, packetsOut);
    return silent;
  }

  /** When to look again. */
  long deadlineNanos() {
    return deadlineNanos;
  }
}
