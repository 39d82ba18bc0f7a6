package org.vigie.bridge.feedback;

import org.vigie.bridge.rtp.TransportFeedback;

/**
 * Whether a viewer's line is given more than it takes: a queue that is full loses a large part of
 * what it is given for as long as it is given that, which chance does not: two windows in a row.
 * Transport-wide feedback tells what was lost.
 */
public final class OverloadMeter {
  /** How long losses are counted, ns. */
  public static final long WINDOW_NANOS = 500_000_000L;

  /** Fewer packets say nothing. */
  public static final int LEAST_PACKETS = 30;

  /** A part of so many; lines that lose less by chance are repaired. */
  private static final int LOST_PART = 4;

  private static final double NANOS_BITS = 8e9;

  private long beganNanos;
  private long sentBytes;
  private int received;
  private int lost;
  private boolean lossy;
  private boolean overloaded;
  private long bps;

  /** So many bytes left for the viewer. */
  public void sent(int bytes) {
    sentBytes += bytes;
  }

  /** Takes what the viewer says of arrivals. */
  public void feedback(long nowNanos, TransportFeedback feedback) {
    feedback.rewind();
    while (feedback.next()) {
      if (feedback.received()) {
        received++;
      } else {
        lost++;
      }
    }
    if (nowNanos - beganNanos >= WINDOW_NANOS) {
      judge(nowNanos);
    }
  }

  private void judge(long nowNanos) {
    int all = received + lost;
    long lasted = nowNanos - beganNanos;
    // After a pause the window is as long as that and tells nothing of rates.
    boolean counts = all >= LEAST_PACKETS && lasted < 4 * WINDOW_NANOS;
    boolean before = lossy;
    lossy = counts && lost * LOST_PART >= all;
    if (lossy && before) {
      overloaded = true;
      bps = Math.max(1, (long) (sentBytes * NANOS_BITS / lasted * received / all));
    }
    beganNanos = nowNanos;
    sentBytes = 0;
    received = 0;
    lost = 0;
  }

  /** Whether it was, since this was last asked. */
  public boolean takeOverloaded() {
    boolean was = overloaded;
    overloaded = false;
    return was;
  }

  /** What the line took when it was last overloaded, bps. */
  public long bps() {
    return bps;
  }
}
