package org.vigie.bridge.bandwidth;

/**
 * Tells a line that takes less from one that stood still for a moment and then delivered everything
 * at once, as radio links and busy machines do. The queue of a line that takes less is noticed
 * while it grows and drains packet by packet; after a stall what waited comes within a moment, and
 * nothing waits any more.
 */
final class Stall {
  private boolean open;
  private long bpsBefore;
  private long beganMicros;
  private long highestMicros;

  /**
   * The estimate falls because of a queue.
   *
   * @param bps what it was
   */
  void suspect(long bps, long arrivalMicros, long queueMicros) {
    if (!open) {
      open = true;
      bpsBefore = bps;
      beganMicros = arrivalMicros;
      highestMicros = 0;
    }
    highestMicros = Math.max(highestMicros, queueMicros);
  }

  /** There is no queue any more: what the estimate was before, if that was a stall, else 0. */
  long over(long arrivalMicros) {
    boolean was = open && arrivalMicros - beganMicros < highestMicros / 2;
    open = false;
    return was ? bpsBefore : 0;
  }
}
