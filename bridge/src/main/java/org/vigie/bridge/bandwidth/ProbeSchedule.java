package org.vigie.bridge.bandwidth;

/**
 * When a line is probed: at once after a probe that found more, else every few seconds, and ever
 * less often where what a probe found could not be kept.
 */
final class ProbeSchedule {
  private static final long AGAIN_NANOS = 100_000_000L;
  private static final long INTERVAL_NANOS = 2_500_000_000L;
  private static final long IN_VAIN_NANOS = 3_500_000_000L;
  private static final long LONGEST_NANOS = 6_000_000_000L;
  private static final long AFTER_FAILURE_NANOS = 1_000_000_000L;
  private static final long PATIENCE_NANOS = 4_000_000_000L;
  private static final long LONGEST_PATIENCE_NANOS = 160_000_000_000L;
  private static final long KEPT_NANOS = 6_000_000_000L;

  private long interval = INTERVAL_NANOS;
  private long nextNanos;
  private long raisedNanos = Long.MIN_VALUE / 2;
  private long triedNanos = Long.MIN_VALUE / 2;
  private long patience = PATIENCE_NANOS;
  private boolean trusted = true;

  boolean isDue(long nowNanos) {
    return nowNanos >= nextNanos;
  }

  void started(long nowNanos) {
    nextNanos = nowNanos + interval;
  }

  /** The line is another: what is known of it is too old. */
  void again(long nowNanos) {
    interval = INTERVAL_NANOS;
    nextNanos = nowNanos;
  }

  /** How much longer than the shortest a probe has to be, so that it is not deceived again. */
  int times() {
    return (int) ((interval + INTERVAL_NANOS - 1) / INTERVAL_NANOS);
  }

  /** A probe was answered. */
  void answered(long nowNanos, boolean foundMore) {
    if (!foundMore) {
      interval = Math.max(interval, IN_VAIN_NANOS);
      return;
    }
    nextNanos = nowNanos + AGAIN_NANOS;
    if (nowNanos - raisedNanos > KEPT_NANOS && trusted) {
      interval = INTERVAL_NANOS;
    }
    raisedNanos = nowNanos;
    trusted = true;
  }

  /** How long a line has to be undisturbed before it is given more unprobed. */
  long patienceNanos() {
    return patience;
  }

  /** It was given more unprobed. */
  void tried(long nowNanos) {
    boolean again = nowNanos - triedNanos < 2 * patience;
    patience = again ? Math.min(LONGEST_PATIENCE_NANOS, 2 * patience) : PATIENCE_NANOS;
    triedNanos = nowNanos;
  }

  /** The line was given too much. */
  void failed(long nowNanos) {
    nextNanos = Math.max(nextNanos, nowNanos + AFTER_FAILURE_NANOS);
  }

  /** It lost much soon after it was found to take more: a policer lets bursts pass. */
  void deceived(long nowNanos) {
    if (trusted && nowNanos - raisedNanos < KEPT_NANOS) {
      interval = Math.min(LONGEST_NANOS, interval * 2);
      trusted = false;
    }
    nextNanos = Math.max(nextNanos, nowNanos + interval);
  }
}
