package org.vigie.bridge.forward;

/**
 * What one viewer's retransmissions may cost: a share of what he is sent, saved up to a bound, so
 * that repair cannot crowd out what it repairs.
 */
public final class RepairBudget {
  /** One byte of repair for so many sent: what a line that loses a tenth needs, twice. */
  private static final int SHARE = 4;

  /** What a viewer begins with, bytes: a key frame. */
  static final int START_BYTES = 128 * 1024;

  /** What can be saved up, bytes: all that was lost while a line was away for a second. */
  static final int MOST_BYTES = 512 * 1024;

  private long bytes = START_BYTES;

  /** So many bytes were sent for the first time. */
  public void earn(int length) {
    bytes = Math.min(MOST_BYTES, bytes + length / SHARE);
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
