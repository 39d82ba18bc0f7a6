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
 * @param pictures what he is given of the picture of which he is given least
 */
public record ViewerLine(
    OptionalLong estimateBps, Duration queue, double lostPart, Limit limit, Pictures pictures) {
  /** Why a viewer is not given more. */
  public enum Limit {
    /** He is given the best that the camera sends. */
    CAMERA,
    /** The camera sends something better, for which his line has no room. */
    LINE,
    /** He is bounded to less than his line takes and the camera sends. */
    VIEWER_CAP
  }

  /** What a viewer is given of a picture; the later is the less. */
  public enum Pictures {
    /** All of one of the camera's Layers. */
    ALL,
    /** There is no room for any Layer: key frames, and what little follows them. */
    KEY_FRAMES,
    /** Nothing is left for it: it stands still. */
    NONE
  }
}
