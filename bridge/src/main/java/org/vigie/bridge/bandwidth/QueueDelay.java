package org.vigie.bridge.bandwidth;

/**
 * How long packets wait on the line: how much longer they are on the way than the quickest of the
 * last half minute. A queue that stands is one that even the quickest packet of two reports waited
 * in; a burst that passes is none.
 */
final class QueueDelay {
  private static final long FORGET_MICROS = 15_000_000;
  private static final long JUMP_MICROS = 10_000_000;
  private static final long NONE = Long.MAX_VALUE;

  private long sinceMicros;
  private long base = NONE;
  private long baseBefore = NONE;
  private long least = NONE;
  private long leastBefore = NONE;
  private long standing;
  private long latest;

  /** A packet arrived; by two clocks, whose difference does not matter. */
  void add(long sentMicros, long arrivalMicros) {
    long onTheWay = arrivalMicros - sentMicros;
    long quickest = Math.min(base, baseBefore);
    if (quickest != NONE && Math.abs(onTheWay - quickest) > JUMP_MICROS) {
      reset();
    }
    if (base == NONE || sentMicros - sinceMicros > FORGET_MICROS) {
      baseBefore = base;
      base = onTheWay;
      sinceMicros = sentMicros;
    }
    base = Math.min(base, onTheWay);
    least = Math.min(least, onTheWay - Math.min(base, baseBefore));
  }

  private void reset() {
    base = NONE;
    baseBefore = NONE;
    leastBefore = NONE;
    least = NONE;
  }

  /** A report is over. */
  void endReport() {
    if (least != NONE) {
      standing = Math.min(least, leastBefore == NONE ? least : leastBefore);
      leastBefore = least;
      latest = least;
      least = NONE;
    }
  }

  /** What seems to wait is as long on the way as can be. */
  void isNone() {
    base = Math.min(base, baseBefore) + standing;
    baseBefore = NONE;
    leastBefore = NONE;
    standing = 0;
    latest = 0;
  }

  /** The queue that stands, microseconds. */
  long standingMicros() {
    return standing;
  }

  /** What even the quickest packet of the last report waited. */
  long latestMicros() {
    return latest;
  }
}
