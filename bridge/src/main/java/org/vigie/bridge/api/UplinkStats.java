package org.vigie.bridge.api;

import java.time.Duration;
import java.util.Optional;

/**
 * The line of a camera, as the relay sees it.
 *
 * @param askedBps what the camera is told by REMB that it may send, bps; absent if it did not
 *     negotiate that
 * @param fractionLost losses before repair in the last second, of its worst source, 0 to 1
 * @param roundTrip from asking for a lost packet to its coming, absent as long as none was repaired
 */
public record UplinkStats(
    Optional<Long> askedBps, double fractionLost, Optional<Duration> roundTrip) {
  /** Nothing is known. */
  public static final UplinkStats UNKNOWN = new UplinkStats(Optional.empty(), 0, Optional.empty());
}
