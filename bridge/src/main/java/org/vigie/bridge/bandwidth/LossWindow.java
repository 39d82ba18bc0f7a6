package org.vigie.bridge.bandwidth;

/** The part of the packets that was lost, window by window. */
final class LossWindow {
  private static final int LEAST_TO_JUDGE = 50;

  private final long windowNanos;
  private final int leastPackets;
  private long beganNanos;
  private int arrived;
  private int lost;
  private int all;
  private double fraction;

  /** A window is over after this long if it has so many packets. */
  LossWindow(long windowNanos, int leastPackets) {
    this.windowNanos = windowNanos;
    this.leastPackets = leastPackets;
  }

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
    int count = arrived + lost;
    if (nowNanos - beganNanos < windowNanos || count < leastPackets) {
      return false;
    }
    all = count;
    fraction = (double) lost / count;
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

  /** Whether more than this part is lost already in the window that runs. */
  boolean isExceeding(double part) {
    return lost > 1 && lost > part * Math.max(LEAST_TO_JUDGE, arrived + lost);
  }

  /** Whether that is more than this, and by more than chance makes of it. */
  boolean exceeds(double part) {
    return fraction > part + 2 * Math.sqrt(part / Math.max(1, all));
  }
}
