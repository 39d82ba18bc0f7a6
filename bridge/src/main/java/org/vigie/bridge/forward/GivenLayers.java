package org.vigie.bridge.forward;

import java.util.Arrays;

/**
 * Which layers of one kind a viewer is given: of each a stretch of the source's sequence numbers,
 * so that a packet that comes late or is asked for again is judged as those around it were.
 */
final class GivenLayers {
  static final int LAYERS = LayerPlace.HIGHEST + 1;
  private static final long NEVER = Long.MAX_VALUE;

  private final long[] from = new long[LAYERS];
  private final long[] until = new long[LAYERS];
  private int wanted = LayerPlace.HIGHEST;
  private int highest = LayerPlace.HIGHEST;
  private int count = 1;

  /** So many layers come, 1 to 8. */
  void count(int newCount) {
    count = newCount;
  }

  /** Wants all layers up to this one, 0 to 7. */
  void want(int newWanted) {
    wanted = newWanted;
  }

  int wanted() {
    return wanted;
  }

  /** The highest that is given. */
  int highest() {
    return highest;
  }

  /** Whether some are not wanted. */
  boolean isLimited() {
    return wanted < LayerPlace.HIGHEST;
  }

  /** Whether fewer are given than wanted and there. */
  boolean lacks() {
    return highest < Math.min(wanted, count - 1);
  }

  /** Another stretch of another source begins, with all that are wanted. */
  void begin() {
    highest = wanted;
    Arrays.fill(until, NEVER);
    for (int layer = 0; layer < LAYERS; layer++) {
      from[layer] = layer <= highest ? Long.MIN_VALUE : NEVER;
    }
  }

  /** What is not wanted any more ends before this number. */
  void end(long sequence) {
    for (int layer = wanted + 1; layer <= highest; layer++) {
      until[layer] = sequence;
    }
    highest = Math.min(highest, wanted);
  }

  /** What is wanted up to this layer begins with this number. */
  void takeUp(int upTo, long sequence) {
    int newHighest = Math.min(wanted, upTo);
    for (int layer = highest + 1; layer <= newHighest; layer++) {
      from[layer] = sequence;
      until[layer] = NEVER;
    }
    highest = Math.max(highest, newHighest);
  }

  /** Whether packets of this layer are given at this number. */
  boolean gave(int layer, long sequence) {
    return sequence >= from[layer] && sequence < until[layer];
  }
}
