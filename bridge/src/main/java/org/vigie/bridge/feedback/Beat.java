package org.vigie.bridge.feedback;

/**
 * The instants at which things happen that need no precision: reports and signs of life of
 * thousands of Sessions then share a wake-up and a system call instead of having one each.
 */
public final class Beat {
  /** From one to the next, ns. */
  public static final long NANOS = 20_000_000;

  private Beat() {}

  /** The first that is not before this time, ns; at most {@link #NANOS} later. */
  public static long notBefore(long nanos) {
    return -Math.floorDiv(-nanos, NANOS) * NANOS;
  }
}
