package org.vigie.bridge.bandwidth;

/**
 * The estimate itself: down to a little less than what arrives once a queue grows or too much is
 * lost, slowly up while nothing of the kind is seen and what is sent comes near to it (additive
 * increase near to what the line was last seen to take, multiplicative elsewhere).
 */
final class RateControl {
  /** So much of what arrived while a queue stood is the new estimate. */
  private static final double SHARE = 0.92;

  /** A small step leaves this part of the estimate before {@link #SHARE}. */
  private static final double LEAST_STEP = 0.94;

  private static final double GROWTH_PER_SECOND = 0.08;
  private static final double NEAR = 0.15;
  private static final double CAPACITY_WEIGHT = 0.3;

  /**
   * Near to what the line takes: 90 times the root of the estimate each second, bps, and no more
   * than this. Two that share a line come together the sooner the less their growth depends on what
   * each has.
   */
  private static final double ROOT_GROWTH = 90;

  private static final double MOST_GROWTH = 80_000;

  private static final long CALM_NANOS = 300_000_000L;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final long LONGEST_STEP_NANOS = 200_000_000L;

  private final long mostBps;
  private double bps;
  private double capacity;
  private long decreasedNanos = Long.MIN_VALUE / 2;
  private long steppedNanos;

  RateControl(long startBps, long mostBps) {
    this.mostBps = mostBps;
    this.bps = (double) startBps;
  }

  long bps() {
    return (long) bps;
  }

  /** A queue grows, or too much is lost: the line takes only what arrives. */
  void decrease(long nowNanos, long arrivesBps) {
    decrease(nowNanos, arrivesBps, SHARE);
  }

  /** A little more than the line takes is sent: at most one small step down. */
  void ease(long nowNanos, long arrivesBps) {
    decrease(nowNanos, Math.max(arrivesBps, (long) (bps * LEAST_STEP)), SHARE);
  }

  /** The same where another part of it is left. */
  void decrease(long nowNanos, long arrivesBps, double share) {
    decreasedNanos = nowNanos;
    steppedNanos = nowNanos;
    if (arrivesBps > 0 && arrivesBps * share < bps) {
      boolean strange = Math.abs(arrivesBps - capacity) > NEAR * 2 * capacity;
      capacity =
          strange ? (double) arrivesBps : capacity + CAPACITY_WEIGHT * (arrivesBps - capacity);
      set(arrivesBps * share);
    }
  }

  /** Nothing is wrong, and what is sent uses the line. */
  void increase(long nowNanos, long arrivesBps) {
    long step = Math.min(LONGEST_STEP_NANOS, nowNanos - steppedNanos);
    steppedNanos = nowNanos;
    if (nowNanos - decreasedNanos < CALM_NANOS || step <= 0) {
      return;
    }
    if (arrivesBps > capacity * (1 + NEAR)) {
      capacity = 0;
    }
    double seconds = step / NANOS_PER_SECOND;
    boolean near = capacity > 0 && bps > capacity * (1 - NEAR);
    set(bps + (near ? growthNear() : bps * GROWTH_PER_SECOND) * seconds);
  }

  private double growthNear() {
    return Math.min(MOST_GROWTH, ROOT_GROWTH * Math.sqrt(bps));
  }

  /** Nothing may rise for now. */
  void hold(long nowNanos) {
    steppedNanos = nowNanos;
  }

  /** The line was seen to take so much. */
  void raise(long toBps) {
    if (toBps > bps) {
      set((double) toBps);
      if (toBps > capacity * (1 + NEAR)) {
        capacity = 0;
      }
    }
  }

  /** It is so much, whatever it was. */
  void set(double newBps) {
    bps = Math.clamp(newBps, (double) Math.min(LineEstimator.LEAST_BPS, mostBps), (double) mostBps);
  }

  long decreasedNanos() {
    return decreasedNanos;
  }
}
