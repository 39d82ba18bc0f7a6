package org.vigie.bridge.api;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * What is known of a viewer's line, and why he is not given more.
 *
 * @param estimateBps what the line takes, bps; empty as long as it was not seen to take less than
 *     what it is given
 * @param queue how long packets wait on it
 * @param lostPart the part of the last packets that was lost, 0 to 1
 * @param limit why he is not given more
 */
public record ViewerLine(OptionalLong estimateBps, Duration queue, double lostPart, Limit limit) {
  /** Why a viewer is not given more. */
  public enum Limit {
    /** He is given the best that the camera sends. */
    CAMERA,
    /** The camera sends something better, for which his line has no room. */
    LINE,
    /** His line has no room for any of what the camera sends: he is given key frames. */
    KEY_FRAMES,
    /** Nothing is left of his line for one of his pictures: it stands still. */
    PAUSED,
    /** He is bounded to less than his line takes and the camera sends. */
    VIEWER_CAP
  }
}
