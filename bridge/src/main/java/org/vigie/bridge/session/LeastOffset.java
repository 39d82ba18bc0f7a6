package org.vigie.bridge.session;

import java.util.Arrays;

/**
 * How far one clock is from another, where what is seen of it is always late: the least of what was
 * observed lately, so that a clock that drifts is followed.
 */
final class LeastOffset {
  private static final int BUCKETS = 16;
  private static final long STEP_NANOS = 1_000_000_000L;
  private static final int ENOUGH = 2;

  private final long bucketNanos;
  private final boolean followsSteps;
  private final long[] least = new long[BUCKETS];
  private int bucket;
  private int observed;
  private long bucketSinceNanos;
  private boolean known;
  private long value;

  /**
   * One that remembers sixteen times as long as this.
   *
   * @param followsSteps whether the clock was set back where all that is observed meanwhile comes
   *     later by a second; else it is the line that is late
   */
  LeastOffset(long bucketNanos, boolean followsSteps) {
    this.bucketNanos = bucketNanos;
    this.followsSteps = followsSteps;
  }

  boolean known() {
    return known;
  }

  /** In nanoseconds; meaningful once it is known. */
  long nanos() {
    return value;
  }

  void observe(long nowNanos, long offset) {
    if (!known) {
      restart(nowNanos, offset);
      return;
    }
    if (nowNanos - bucketSinceNanos >= bucketNanos && observed >= ENOUGH) {
      nextBucket(nowNanos);
    }
    observed++;
    least[bucket] = Math.min(least[bucket], offset);
    value = Math.min(value, offset);
  }

  private void nextBucket(long nowNanos) {
    if (followsSteps && least[bucket] - value > STEP_NANOS) {
      restart(nowNanos, least[bucket]);
    }
    bucket = (bucket + 1) % BUCKETS;
    least[bucket] = Long.MAX_VALUE;
    observed = 0;
    bucketSinceNanos = nowNanos;
    value = Long.MAX_VALUE;
    for (long each : least) {
      value = Math.min(value, each);
    }
  }

  /** Only this counts from now on. */
  void restart(long nowNanos, long offset) {
    known = true;
    Arrays.fill(least, Long.MAX_VALUE);
    least[bucket] = offset;
    observed = 1;
    bucketSinceNanos = nowNanos;
    value = offset;
  }
}
