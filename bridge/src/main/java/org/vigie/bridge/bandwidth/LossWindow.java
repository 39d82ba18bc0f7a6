package org.vigie.bridge.bandwidth;

/** The part of the packets that was lost, by windows of half a second or 20 packets. */
final class LossWindow {
  private static final long WINDOW_NANOS = 400_000_000L;
  private static final int LEAST_PACKETS = 20;

  private long beganNanos;
  private int arrived;
  private int lost;
  private double fraction;

  void arrived(boolean toldLost) {
    arrived++;
    if (toldLost && lost > 0) {
      lost--;
    }
  }

  void lost() {
    lost++;
  }

  /** Whether a window is over, so that {@link #fraction} is new. */
  boolean endReport(long nowNanos) {
    int all = arrived + lost;
    if (nowNanos - beganNanos < WINDOW_NANOS || all < LEAST_PACKETS) {
      return false;
    }
    fraction = (double) lost / all;
    restart(nowNanos);
    return true;
  }

  /** What was before does not count. */
  void restart(long nowNanos) {
    beganNanos = nowNanos;
    arrived = 0;
    lost = 0;
  }

  /** Of the last whole window, 0 to 1. */
  double fraction() {
    return fraction;
  }
}
