package org.vigie.signaling.bandwidth;

/**
 * How much of its share a camera wants, as far as one can tell from what it sends: all it can get,
 * unless it has left a good part unused for a while. It wants more again as soon as it fills what
 * it has. Between the two nothing changes, so that shares do not swing.
 */
final class Demand {
  /** Of its target, from which on a camera counts as held back by it. */
  private static final double FULL = 0.8;

  /** Of its target, below which it leaves something unused. */
  private static final double IDLE = 0.65;

  /** What it is left beyond what it sends: it stays between {@link #IDLE} and {@link #FULL}. */
  private static final double HEADROOM = 1.4;

  private static final long PATIENCE_NANOS = 5_000_000_000L;
  private static final long LEAST_BPS = 100_000;

  private long wantedBps = Long.MAX_VALUE;
  private long peakBps;
  private long idleSinceNanos = Long.MAX_VALUE;

  /** What it sends at this moment, and what it may. */
  void observe(long nowNanos, long bps, long targetBps) {
    if (bps >= targetBps * FULL) {
      wantedBps = Long.MAX_VALUE;
    }
    if (bps >= targetBps * IDLE) {
      idleSinceNanos = Long.MAX_VALUE;
      return;
    }
    if (idleSinceNanos == Long.MAX_VALUE) {
      idleSinceNanos = nowNanos;
      peakBps = 0;
    }
    peakBps = Math.max(peakBps, bps);
    if (nowNanos - idleSinceNanos >= PATIENCE_NANOS) {
      wantedBps = Math.max(LEAST_BPS, (long) (peakBps * HEADROOM));
      idleSinceNanos = nowNanos;
      peakBps = 0;
    }
  }

  /** What it would use, bps; {@link Long#MAX_VALUE} for whatever it gets. */
  long wantedBps() {
    return wantedBps;
  }
}
