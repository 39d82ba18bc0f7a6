package org.vigie.simulator.impair;

/** The slowest part of a line: one packet after the other, and a bounded queue before it. */
final class Bottleneck {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private Traits traits = Traits.UNIMPAIRED;
  private long bps;
  private long freeAtNanos = Long.MIN_VALUE;

  void traits(long nowNanos, Traits changed) {
    long bits = waitingBits(nowNanos);
    traits = changed;
    bps = (long) (changed.get(Trait.RATE) * 1_000);
    freeAtNanos = nowNanos + nanos(bits);
  }

  /** Whether a packet of this size must be thrown away. */
  boolean isFull(long nowNanos, long bits) {
    if (bps == 0) {
      return false;
    }
    double mostBits = traits.get(Trait.QUEUE_BYTES) * 8;
    return waitNanos(nowNanos) > traits.nanos(Trait.QUEUE)
        || (mostBits > 0 && waitingBits(nowNanos) + bits > mostBits);
  }

  /** A packet enters; when its last bit has left. */
  long passes(long nowNanos, long bits) {
    freeAtNanos = Math.max(nowNanos, freeAtNanos) + nanos(bits);
    return freeAtNanos;
  }

  void empty() {
    freeAtNanos = Long.MIN_VALUE;
  }

  private long waitNanos(long nowNanos) {
    return Math.max(nowNanos, freeAtNanos) - nowNanos;
  }

  private long waitingBits(long nowNanos) {
    return (long) ((double) waitNanos(nowNanos) * bps / NANOS_PER_SECOND);
  }

  private long nanos(long bits) {
    return bps == 0 ? 0 : (long) ((double) bits * NANOS_PER_SECOND / bps);
  }
}
