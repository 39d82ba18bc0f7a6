package org.vigie.bridge.feedback;

/**
 * How long a viewer should hold pictures back, so that losses are repaired before they show; he is
 * told by the playout-delay extension. Of losses between camera and relay he cannot learn it: he
 * asks the relay at once for whatever is missing, leaves such pictures out of what he takes for
 * jitter, and takes his own short round trip for the time a repair needs. Losses of his own line he
 * allows for only by about one repair, and on a long line that often is not enough.
 *
 * <p>A single loss changes nothing; nor do those that were lost together count more than once.
 */
public final class RepairPatience {
  /** What {@link #millis} returns as long as viewers need not be told anything. */
  public static final int UNSAID = -1;

  /** The most that is asked for, ms: on slower lines losses show. */
  public static final int MAX_MILLIS = 400;

  /** The line is taken for good after so long without a repair, ns. */
  public static final long FORGET_NANOS = 5_000_000_000L;

  /** A loss is noticed by the next packet, which may be of the next picture; then it is decoded. */
  private static final long NOTICE_NANOS = 50_000_000L;

  private static final int REPAIRS = 3;
  private static final long WITHIN_NANOS = 5_000_000_000L;
  private static final long APART_NANOS = 50_000_000L;
  private static final int STEP_MILLIS = 20;
  private static final long NANOS_PER_MILLI = 1_000_000L;

  private final long[] repairs = new long[REPAIRS];
  private int count;
  private long recovered;
  private long lastNanos;
  private int millis = UNSAID;

  /**
   * Looks at what was repaired until now.
   *
   * @param recoveredPackets packets that were sent again since the start
   * @param tripNanos how long an answer to a request takes
   */
  public void observed(long nowNanos, long recoveredPackets, long tripNanos) {
    if (recoveredPackets > recovered) {
      recovered = recoveredPackets;
      repaired(nowNanos, tripNanos);
    } else if (millis > 0 && nowNanos - lastNanos > FORGET_NANOS) {
      millis = 0;
      count = 0;
    }
  }

  private void repaired(long nowNanos, long tripNanos) {
    if (count == 0 || nowNanos - lastNanos >= APART_NANOS) {
      repairs[count++ % REPAIRS] = nowNanos;
      lastNanos = nowNanos;
    }
    if (millis > 0 || isBad(nowNanos)) {
      wish(Math.min(MAX_MILLIS, (int) (wantedNanos(tripNanos) / NANOS_PER_MILLI)));
    }
  }

  /** Half a trip more, so that a third answer is late by less than what looks like a stop. */
  private static long wantedNanos(long tripNanos) {
    return NOTICE_NANOS + tripNanos + tripNanos / 2;
  }

  private boolean isBad(long nowNanos) {
    return count >= REPAIRS && nowNanos - repairs[count % REPAIRS] < WITHIN_NANOS;
  }

  /** Viewers change their pace for each change, so there are few. */
  private void wish(int wanted) {
    if (millis <= 0 || Math.abs(wanted - millis) >= STEP_MILLIS) {
      millis = wanted;
    }
  }

  /**
   * The least time from arrival to screen, ms, 0 to {@link #MAX_MILLIS}; {@link #UNSAID} as long as
   * the line was good. What was said once holds at the viewer until something else is said.
   */
  public int millis() {
    return millis;
  }
}
