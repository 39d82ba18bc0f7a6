package org.vigie.bridge.bandwidth;

/**
 * Tells a line that takes less from one that stood still for a moment and then delivered everything
 * at once, as radio links and busy machines do. A queue of a line that takes less needs as long to
 * drain as its last packet waited; after a stall it is gone at once.
 */
final class Stall {
  /** What lasts longer is the line as it is now. */
  private static final long LONGEST_MICROS = 1_500_000;

  private boolean open;
  private long beganMicros;
  private long bpsBefore;
  private long highestMicros;
  private long highestAtMicros;

  /**
   * The estimate falls because of a queue.
   *
   * @param bps what it was
   */
  void suspect(long bps, long arrivalMicros, long queueMicros) {
    if (!open) {
      open = true;
      beganMicros = arrivalMicros;
      bpsBefore = bps;
      highestMicros = 0;
    }
    waited(arrivalMicros, queueMicros);
  }

  /** So long waited what has arrived last. */
  void waited(long arrivalMicros, long queueMicros) {
    if (open && queueMicros >= highestMicros) {
      highestMicros = queueMicros;
      highestAtMicros = arrivalMicros;
    }
  }

  /** There is no queue any more: what the estimate was before, if that was a stall, else 0. */
  long over(long arrivalMicros) {
    boolean atOnce = arrivalMicros - highestAtMicros < highestMicros / 2;
    boolean shortly = arrivalMicros - beganMicros < LONGEST_MICROS;
    boolean was = open && atOnce && shortly;
    open = false;
    return was ? bpsBefore : 0;
  }
}
