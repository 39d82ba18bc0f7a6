package org.vigie.bridge.forward;

import java.util.Arrays;

/** Which of a Track's Layers arrive now, and which of them is the best. */
final class LayerChoice {
  /** A Layer that was silent for longer does not arrive any more. */
  static final long SILENCE_NANOS = 700_000_000L;

  /** No Layer. */
  static final int NONE = -1;

  private static final int UNKNOWN = -1;

  private static final int UNLIMITED = Integer.MAX_VALUE;
  private static final long FIRST_LIMIT_NANOS = 10_000_000_000L;
  private static final long LONGEST_LIMIT_NANOS = 160_000_000_000L;

  private final boolean[] seen = new boolean[Layer.MAX_LAYERS];
  private final long[] lastNanos = new long[Layer.MAX_LAYERS];
  private final int[] pixels = new int[Layer.MAX_LAYERS];
  private int belowPixels = UNLIMITED;
  private long limitNanos = FIRST_LIMIT_NANOS;
  private long limitedUntilNanos;

  LayerChoice() {
    reset();
  }

  void reset() {
    Arrays.fill(seen, false);
    Arrays.fill(pixels, UNKNOWN);
  }

  void arrived(long nowNanos, IncomingPacket packet) {
    int layer = packet.layer().index();
    seen[layer] = true;
    lastNanos[layer] = nowNanos;
    if (packet.keyFrameStart()) {
      pixels[layer] = packet.pixels();
    }
  }

  boolean arrives(long nowNanos, int layer) {
    return seen[layer] && nowNanos - lastNanos[layer] <= SILENCE_NANOS;
  }

  /** Whether the viewer may be shown it; one whose size is unknown tells it by a key frame. */
  boolean allows(long nowNanos, int layer) {
    return !isLimited(nowNanos) || pixels[layer] == UNKNOWN || pixels[layer] < belowPixels;
  }

  /** Whether some Layers are too much for the viewer's line. */
  boolean isLimited(long nowNanos) {
    if (belowPixels != UNLIMITED && nowNanos >= limitedUntilNanos) {
      belowPixels = UNLIMITED;
    }
    return belowPixels != UNLIMITED;
  }

  /**
   * This Layer and better ones are too much for a while, longer each time; false if there is no
   * other that arrives.
   */
  boolean stepDown(long nowNanos, int shown) {
    if (pixels[shown] <= 0 || !hasOther(nowNanos, shown)) {
      return false;
    }
    boolean again = nowNanos - limitedUntilNanos < limitNanos && limitedUntilNanos != 0;
    boolean further = isLimited(nowNanos);
    if (!further) {
      limitNanos = again ? Math.min(LONGEST_LIMIT_NANOS, limitNanos * 2) : FIRST_LIMIT_NANOS;
    }
    belowPixels = pixels[shown];
    limitedUntilNanos = nowNanos + limitNanos;
    return true;
  }

  private boolean hasOther(long nowNanos, int shown) {
    for (int layer = 0; layer < Layer.MAX_LAYERS; layer++) {
      boolean lower = pixels[layer] == UNKNOWN || pixels[layer] < pixels[shown];
      if (layer != shown && lower && arrives(nowNanos, layer)) {
        return true;
      }
    }
    return false;
  }

  /** The best Layer that arrives, or {@link #NONE}. */
  int best(long nowNanos) {
    int best = NONE;
    for (int layer = 0; layer < Layer.MAX_LAYERS; layer++) {
      if (arrives(nowNanos, layer)
          && allows(nowNanos, layer)
          && (best == NONE || isBetter(layer, best))) {
        best = layer;
      }
    }
    return best;
  }

  /**
   * By the size of the newest key frame; where sizes are equal, as browsers order their layers. One
   * whose size is unknown is worth a key frame, which tells it.
   */
  boolean isBetter(int layer, int other) {
    long one = pixels[layer] == UNKNOWN ? Long.MAX_VALUE : pixels[layer];
    long two = pixels[other] == UNKNOWN ? Long.MAX_VALUE : pixels[other];
    return one == two ? layer > other : one > two;
  }
}
