package org.vigie.bridge.session;

import java.util.Arrays;

/**
 * What a viewer's receiver reports say of losses, over all his Slots; it counts where he tells
 * nothing better.
 */
final class LossReports {
  /** From less than this nothing is concluded. */
  private static final long LEAST_NANOS = 500_000_000L;

  private static final long LEAST_PACKETS = 50;

  /** A report that speaks of more packets is not believed. */
  private static final long MOST_PACKETS = 20_000;

  private static final double OF = 256;
  private static final long UNKNOWN = -1;

  private final long[] highest;
  private double lost;
  private long expected;
  private long sinceNanos;

  /** Of so many Slots. */
  LossReports(int slots, long nowNanos) {
    highest = new long[slots];
    Arrays.fill(highest, UNKNOWN);
    sinceNanos = nowNanos;
  }

  /**
   * A report on a Slot.
   *
   * @param fractionLost of the packets since the last one, 0 to 255, of 256
   * @param extendedHighest sequence number that came, with its cycles
   */
  void add(int slot, int fractionLost, long extendedHighest) {
    long packets = highest[slot] == UNKNOWN ? 0 : extendedHighest - highest[slot];
    highest[slot] = extendedHighest;
    if (packets > 0 && packets <= MOST_PACKETS) {
      expected += packets;
      lost += packets * (fractionLost / OF);
    }
  }

  /** Whether there is enough to judge by. */
  boolean isDue(long nowNanos) {
    return expected >= LEAST_PACKETS && nowNanos - sinceNanos >= LEAST_NANOS;
  }

  /** The part that was lost since the last time, 0 to 1; 0 before anything was reported. */
  double fraction() {
    return expected == 0 ? 0 : lost / expected;
  }

  /** Since when that counts. */
  long sinceNanos() {
    return sinceNanos;
  }

  /** It was judged. */
  void restart(long nowNanos) {
    lost = 0;
    expected = 0;
    sinceNanos = nowNanos;
  }
}
