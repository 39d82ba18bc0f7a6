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

  /** A part so large is never put up with. */
  private static final double MOST_BY_CHANCE = 0.15;

  private static final double STILL = 0.6;
  private static final double FORGET = 0.98;
  private static final double SHARE = 0.98;
  private static final double OF = 256;
  private static final double GROWTH = 1.05;
  private static final double LITTLE = 0.02;
  private static final double MUCH = 0.1;

  private final LossWindow window = new LossWindow();
  private double byChance;
  private boolean trying;
  private double fractionBefore;
  private double bpsBefore;
  private boolean skip;

  void arrived(boolean toldLost) {
    window.arrived(toldLost);
  }

  void lost() {
    window.lost();
  }

  /** Whether the last window was so bad that the estimate must not rise. */
  boolean forbidsIncrease() {
    return window.fraction() > byChance + TOLERATED / 2;
  }

  double fraction() {
    return window.fraction();
  }

  /** After a report: the estimate may have to fall. */
  void judge(long nowNanos, long sentBps, RateControl rate, ProbeSchedule schedule) {
    if (!window.endReport(nowNanos)) {
      return;
    }
    if (skip) {
      skip = false; // this window began before the step down reached the viewer
      return;
    }
    double fraction = window.fraction();
    if (trying) {
      trying = false;
      if (fraction > STILL * fractionBefore && fraction <= MOST_BY_CHANCE) {
        byChance = Math.max(byChance, fraction);
        rate.raise((long) bpsBefore);
        return;
      }
    }
    byChance = Math.min(byChance, Math.max(fraction, byChance * FORGET));
    if (fraction > byChance + TOLERATED) {
      trying = true;
      skip = true;
      fractionBefore = fraction;
      bpsBefore = rate.bps();
      rate.decrease(nowNanos, (long) (sentBps * (1 - (fraction - byChance))), SHARE);
      schedule.deceived(nowNanos);
    }
  }

  /** A receiver report says it, and nothing better is known. */
  void reported(long nowNanos, int fractionLost, long sentBps, RateControl rate) {
    double fraction = Math.clamp(fractionLost / OF, 0, 1);
    if (fraction > MUCH) {
      rate.decrease(nowNanos, Math.min(rate.bps(), sentBps), 1 - fraction / 2);
    } else if (fraction < LITTLE && sentBps * 2 > rate.bps()) {
      rate.set(rate.bps() * GROWTH);
    }
  }
}
