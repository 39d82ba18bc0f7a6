package org.vigie.signaling.bandwidth;

import java.util.List;
import java.util.OptionalLong;

/**
 * What a camera may send now.
 *
 * @param bps sound and picture together with all headers, bps; 0 asks it to stop its picture
 * @param watched whether somebody watches it, or may in a moment
 * @param pixels the largest size in which somebody shows its picture, width times height on his
 *     screen: no larger picture, or simulcast layer, is needed; empty for the whole picture
 * @param layers what is asked of each of its simulcast layers, the smallest first; empty for a
 *     camera with one layer, or as long as its layers are not known
 */
public record CameraTarget(
    long bps, boolean watched, OptionalLong pixels, List<LayerTarget> layers) {
  public CameraTarget {
    layers = List.copyOf(layers);
  }

  /** Hears a camera's targets; must return at once. */
  @FunctionalInterface
  public interface Listener {
    /** The camera may send this from now on. */
    void told(CameraTarget target);
  }
}
