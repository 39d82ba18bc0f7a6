package org.vigie.bridge.bandwidth;

/**
 * Tells a way that became longer, as when a phone changes networks, from a queue. What waits in a
 * queue becomes less when less is sent; a longer way stays as it is.
 */
final class LongerWay {
  /** What is to be done. */
  enum Verdict {
    WAIT,
    /** It stays the same; less is to be sent, to see whether it still does. */
    SEND_LESS,
    /** It is no queue. */
    LONGER
  }

  private static final long WINDOW_MICROS = 250_000;
  private static final int WINDOWS_BEFORE = 3;
  private static final int WINDOWS = 6;

  /** So little the quickest packets of windows differ by chance. */
  private static final long ALIKE_MICROS = 12_000;

  private long beganMicros;
  private long quickest;
  private long least;
  private long most;
  private int alike;

  LongerWay() {
    restart();
  }

  /** Packets do not wait. */
  void restart() {
    alike = 0;
    quickest = Long.MAX_VALUE;
    least = Long.MAX_VALUE;
    most = Long.MIN_VALUE;
  }

  /**
   * Takes a report.
   *
   * @param arrivalMicros when its newest packet arrived
   * @param waitedMicros how much longer than ever even the quickest packet was on the way
   */
  Verdict reported(long arrivalMicros, long waitedMicros) {
    if (quickest == Long.MAX_VALUE) {
      beganMicros = arrivalMicros;
    }
    quickest = Math.min(quickest, waitedMicros);
    return arrivalMicros - beganMicros < WINDOW_MICROS ? Verdict.WAIT : endWindow();
  }

  private Verdict endWindow() {
    least = Math.min(least, quickest);
    most = Math.max(most, quickest);
    if (most - least > ALIKE_MICROS) {
      alike = 0;
      least = quickest;
      most = quickest;
    }
    alike++;
    quickest = Long.MAX_VALUE;
    if (alike == WINDOWS_BEFORE) {
      return Verdict.SEND_LESS;
    }
    return alike < WINDOWS ? Verdict.WAIT : Verdict.LONGER;
  }
}
