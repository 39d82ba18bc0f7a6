package org.vigie.bridge.feedback;

import java.time.Duration;

/**
 * Bits and events per second over a sliding window, in ten steps; nothing is allocated after
 * construction.
 */
public final class RateMeter {
  private static final int BUCKETS = 10;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final long bucketNanos;
  private final long[] bytes = new long[BUCKETS];
  private final long[] events = new long[BUCKETS];
  private boolean started;
  private long startNanos;
  private long current;
  private long totalBytes;
  private long totalEvents;

  /** A meter over a window of 10 ns or more; 1 s suits most. */
  public RateMeter(Duration window) {
    bucketNanos = Math.max(1, window.toNanos() / BUCKETS);
  }

  /** Bytes came. */
  public void addBytes(long nowNanos, long count) {
    advance(nowNanos);
    bytes[index(current)] += count;
    totalBytes += count;
  }

  /** Something to be counted came, such as a frame. */
  public void addEvent(long nowNanos) {
    advance(nowNanos);
    events[index(current)]++;
    totalEvents++;
  }

  /** Bit rate, bps. */
  public long bps(long nowNanos) {
    advance(nowNanos);
    return (long) (totalBytes * 8.0 * NANOS_PER_SECOND / spanNanos(nowNanos));
  }

  /** Events per second. */
  public double perSecond(long nowNanos) {
    advance(nowNanos);
    return totalEvents * (double) NANOS_PER_SECOND / spanNanos(nowNanos);
  }

  /**
   * What the buckets cover: the finished ones and the part of the current one; less just after the
   * start.
   */
  private long spanNanos(long nowNanos) {
    long covered = (BUCKETS - 1) * bucketNanos + Math.floorMod(nowNanos, bucketNanos);
    return Math.max(bucketNanos, Math.min(covered, nowNanos - startNanos));
  }

  private void advance(long nowNanos) {
    long bucket = Math.floorDiv(nowNanos, bucketNanos);
    if (!started) {
      started = true;
      startNanos = nowNanos;
      current = bucket;
    }
    long steps = Math.min(BUCKETS, bucket - current);
    for (long i = 1; i <= steps; i++) {
      empty(index(current + i));
    }
    current = Math.max(current, bucket);
  }

  private void empty(int index) {
    totalBytes -= bytes[index];
    totalEvents -= events[index];
    bytes[index] = 0;
    events[index] = 0;
  }

  private static int index(long bucket) {
    return (int) Math.floorMod(bucket, (long) BUCKETS);
  }
}
