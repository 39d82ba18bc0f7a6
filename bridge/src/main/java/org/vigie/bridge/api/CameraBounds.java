package org.vigie.bridge.api;

/**
 * Between which rates a camera shall send, sound and picture together, bps. It is told so by REMB
 * (draft-alvestrand-rmcat-remb-03), where it negotiated that.
 *
 * @param minBps least that an estimate of the relay's own asks for; it binds only cameras that do
 *     not estimate by themselves
 * @param startBps where such an estimate starts, as long as nothing has arrived
 * @param maxBps the cap, 0 or more; a REMB below 50,000 is never sent
 */
public record CameraBounds(long minBps, long startBps, long maxBps) {
  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if one is negative or the least exceeds the most
   */
  public CameraBounds {
    if (minBps < 0 || startBps < 0 || maxBps < minBps) {
      throw new IllegalArgumentException(minBps + ", " + startBps + ", " + maxBps + " bps");
    }
  }
}
