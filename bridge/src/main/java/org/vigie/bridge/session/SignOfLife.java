package org.vigie.bridge.session;

import org.vigie.bridge.feedback.Beat;

/**
 * When a peer to which nothing was sent has to hear something: where silence means a dead line and
 * never a quiet camera, a client may act on it within a second or two. Its checks would tell only
 * after several (RFC 7675, section 5.1). The longer nothing else is sent, the rarer the signs, so
 * that thousands of idle Sessions cost little; no pause is much longer than the one before, so that
 * a client learns what to expect.
 */
final class SignOfLife {
  /** At first; twice as long may pass in silence: one loss still leaves less than 1.5 s. */
  private static final long LEAST_NANOS = 350_000_000L;

  private static final long MOST_NANOS = 4_000_000_000L;

  private long intervalNanos = LEAST_NANOS;
  private long deadlineNanos;
  private long packetsBefore;

  /** Nothing is due before the first interval is over. */
  void start(long nowNanos, long packetsOut) {
    deadlineNanos = Beat.notBefore(nowNanos + intervalNanos);
    packetsBefore = packetsOut;
  }

  /** Whether nothing but a sign left since the last look; {@code packetsOut} counts what did. */
  boolean due(long nowNanos, long packetsOut) {
    if (nowNanos - deadlineNanos < 0) {
      return false;
    }
    boolean silent = packetsOut == packetsBefore;
    intervalNanos = silent ? Math.min(MOST_NANOS, intervalNanos * 5 / 4) : LEAST_NANOS;
    start(nowNanos, packetsOut);
    return silent;
  }

  /** The sign itself has left. */
  void shown(long packetsOut) {
    packetsBefore = packetsOut;
  }

  /** When to look again. */
  long deadlineNanos() {
    return deadlineNanos;
  }
}
