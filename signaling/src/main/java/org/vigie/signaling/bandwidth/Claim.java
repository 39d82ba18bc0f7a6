package org.vigie.signaling.bandwidth;

import java.util.Optional;

/**
 * What one camera asks of a budget.
 *
 * @param camera whose
 * @param group to which it belongs
 * @param minBps what it is left with, bps
 * @param wantedBps what it would use, bps
 * @param maxBps what it may have at most, bps
 * @param weight its part beside others'
 */
record Claim(
    String camera, Optional<String> group, long minBps, long wantedBps, long maxBps, int weight) {
  /** No camera is left with more than it may have, and none wants less than it is left with. */
  Claim {
    minBps = Math.min(minBps, maxBps);
    wantedBps = Math.clamp(wantedBps, minBps, maxBps);
  }
}
