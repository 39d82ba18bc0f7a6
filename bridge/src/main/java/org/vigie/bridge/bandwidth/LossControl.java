package org.vigie.bridge.bandwidth;

/**
 * What losses say. A line that loses by chance loses the same part however little it is given; one
 * that is given too much, by a policer or a full queue, loses what is too much. So after each step
 * down it is looked whether less is lost, and if not, the step is taken back and that much loss is
 * put up with.
 */
final class LossControl {
  /** More than what a line loses by chance, and it is given too much. */
  private static final double TOLERATED = 0.03;

  /** A part so large, and it is so at once. */
  private static final double QUICKLY = 0.06;

  private static final long SETTLING_NANOS = 500_000_000L;

  /** A part so large is never put up with. */
  private static final double MOST_BY_CHANCE = 0.35;

  private static final double STILL = 0.6;
  private static final double FORGET = 0.9;
  private static final double SHARE = 0.98;

  private static final long QUICK_NANOS = 400_000_000L;
  private static final long SLOW_NANOS = 2_000_000_000L;
  private static final int LEAST_PACKETS = 20;

  private final LossWindow quick = new LossWindow(QUICK_NANOS, LEAST_PACKETS);
  private final LossWindow slow = new LossWindow(SLOW_NANOS, LEAST_PACKETS);
  private double byChance;
  private boolean trying;
  private double fractionBefore;
  private double bpsBefore;
  private long settledNanos = Long.MIN_VALUE;

  void arrived(boolean toldLost) {
    quick.arrived(toldLost);
    slow.arrived(toldLost);
  }

  void lost() {
    quick.lost();
    slow.lost();
  }

  /** Whether the last window was so bad that the estimate must not rise. */
  boolean forbidsIncrease() {
    return slow.isExceeding(byChance + TOLERATED) || quick.exceeds(byChance + TOLERATED);
  }

  /** What was lost until now does not count. */
  void restart(long nowNanos) {
    quick.restart(nowNanos);
    slow.restart(nowNanos);
    trying = false;
  }

  double fraction() {
    return slow.fraction();
  }

  /** After a report: the estimate may have to fall. */
  void judge(long nowNanos, long arrivesBps, RateControl rate, ProbeSchedule schedule) {
    if (quick.endReport(nowNanos)) {
      judge(nowNanos, quick, QUICKLY, arrivesBps, rate, schedule);
    }
    if (slow.endReport(nowNanos)) {
      judge(nowNanos, slow, TOLERATED, arrivesBps, rate, schedule);
      byChance = Math.min(byChance, Math.max(slow.fraction(), byChance * FORGET));
    }
  }

  private void judge(
      long nowNanos,
      LossWindow window,
      double tolerated,
      long arrivesBps,
      RateControl rate,
      ProbeSchedule schedule) {
    if (nowNanos < settledNanos) {
      return; // this window began before the step down reached the viewer
    }
    double fraction = window.fraction();
    if (trying) {
      boolean still = fraction > STILL * fractionBefore && fraction <= MOST_BY_CHANCE;
      trying = !still && window != slow; // a short window without losses may have been lucky
      if (still) {
        byChance = Math.max(byChance, fraction);
        rate.raise((long) bpsBefore);
        return;
      }
    }
    if (window.exceeds(byChance + tolerated)) {
      settledNanos = nowNanos + SETTLING_NANOS;
      slow.restart(nowNanos);
      if (!trying) {
        trying = true;
        fractionBefore = fraction;
        bpsBefore = rate.bps();
      }
      rate.decrease(nowNanos, arrivesBps, SHARE);
      schedule.deceived(nowNanos);
    }
  }
}
