package org.vigie.signaling.bandwidth;

/**
 * How much of its share a camera wants, as far as one can tell from what it sends: all it can get,
 * unless it has left a good part unused for a while. It wants more again as soon as it fills what
 * it has. Between the two nothing changes, so that shares do not swing.
 *
 * <p>A browser held back by a cap of 500 kbit/s sends 370 to 430 kbit/s of RTP, because it counts
 * the headers of IP, UDP and SRTP and keeps room for its sound (measured), hence the wide margins.
 */
final class Demand {
  /** Of its target, from which on a camera counts as held back by it. */
  private static final double FULL = 0.75;

  /** So does one that leaves no more than this of it, bps. */
  private static final long FULL_WITHIN_BPS = 100_000;

  /** Of its target, below which it leaves something unused. */
  private static final double IDLE = 0.55;

  /** If it leaves at least this, bps. */
  private static final long IDLE_BEYOND_BPS = 250_000;

  /** What it is left beyond what it sends, so that it is neither held back nor idle. */
  private static final double HEADROOM = 1.6;

  private static final long HEADROOM_BPS = 220_000;
  private static final long PATIENCE_NANOS = 5_000_000_000L;

  private long wantedBps = Long.MAX_VALUE;
  private long peakBps;
  private long idleSinceNanos = Long.MAX_VALUE;

  /** What it sends at this moment, and what it may. */
  void observe(long nowNanos, long bps, long targetBps) {
    if (bps >= targetBps * FULL || targetBps - bps <= FULL_WITHIN_BPS) {
      wantedBps = Long.MAX_VALUE;
    }
    if (bps >= targetBps * IDLE || targetBps - bps <= IDLE_BEYOND_BPS) {
      idleSinceNanos = Long.MAX_VALUE;
      return;
    }
    if (idleSinceNanos == Long.MAX_VALUE) {
      idleSinceNanos = nowNanos;
      peakBps = 0;
    }
    peakBps = Math.max(peakBps, bps);
    if (nowNanos - idleSinceNanos >= PATIENCE_NANOS) {
      wantedBps = withRoom(peakBps);
      idleSinceNanos = nowNanos;
      peakBps = 0;
    }
  }

  /** With room to grow, so that whoever sends this is neither held back nor idle, bps. */
  static long withRoom(long bps) {
    return Math.max((long) (bps * HEADROOM), bps + HEADROOM_BPS);
  }

  /** What it would use, bps; {@link Long#MAX_VALUE} for whatever it gets. */
  long wantedBps() {
    return wantedBps;
  }
}
