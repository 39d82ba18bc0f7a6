package org.vigie.signaling.bandwidth;

/**
 * What a camera may send now.
 *
 * @param bps sound and picture together with all headers, bps; 0 asks it to stop its picture
 * @param watched whether somebody watches it, or may in a moment
 */
public record CameraTarget(long bps, boolean watched) {
  /** Hears a camera's targets; must return at once. */
  @FunctionalInterface
  public interface Listener {
    /** The camera may send this from now on. */
    void told(CameraTarget target);
  }
}
