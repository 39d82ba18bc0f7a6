package org.vigie.signaling.bandwidth;

import java.util.Optional;

/**
 * What one camera, or one viewer, asks of a budget.
 *
 * @param id of the camera, or of the viewer's Session
 * @param group to which the camera belongs, or the one that is watched
 * @param minBps what it is left with, bps
 * @param wantedBps what it would use, bps
 * @param maxBps what it may have at most, bps
 * @param weight its part beside others'
 */
record Claim(
    String id, Optional<String> group, long minBps, long wantedBps, long maxBps, int weight) {
  /** Nobody is left with more than it may have, and none wants less than it is left with. */
  Claim {
    minBps = Math.min(minBps, maxBps);
    wantedBps = Math.clamp(wantedBps, minBps, maxBps);
  }
}
