package org.vigie.bridge.forward;

import org.vigie.bridge.api.ViewerTuning;

/**
 * What one viewer's retransmissions may cost: a share of what he is sent, saved up to a bound, so
 * that repair cannot crowd out what it repairs.
 */
public final class RepairBudget {
  private static final int PERCENT = 100;

  /** What a viewer begins with, bytes: a key frame. */
  static final int START_BYTES = 128 * 1024;

  /** What can be saved up for each percent, bytes: at 25 what a line away for a second has lost. */
  private static final int BYTES_PER_PERCENT = 20 * 1024;

  private int percent = ViewerTuning.USUAL.repairPercent();
  private long bytes = START_BYTES;

  /**
   * Another share counts from now on.
   *
   * @param newPercent 0 to 100; 0 repairs nothing
   */
  public void share(int newPercent) {
    percent = newPercent;
    bytes = Math.min(bytes, mostBytes());
  }

  private long mostBytes() {
    return (long) percent * BYTES_PER_PERCENT;
  }

  /** So many bytes were sent for the first time. */
  public void earn(int length) {
    bytes = Math.min(mostBytes(), bytes + length * percent / PERCENT);
  }

  /** Whether something may be sent again. */
  boolean allows() {
    return bytes > 0;
  }

  /** So many bytes were sent again. */
  void spend(int length) {
    bytes -= length;
  }
}
