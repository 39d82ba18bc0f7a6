package org.vigie.bridge.forward;

import java.util.Arrays;

/** Which of a Track's Layers arrive now, and which of them is the best. */
final class LayerChoice {
  /** A Layer that was silent for longer does not arrive any more. */
  static final long SILENCE_NANOS = 700_000_000L;

  /** No Layer. */
  static final int NONE = -1;

  private static final int UNKNOWN = -1;

  private final boolean[] seen = new boolean[Layer.MAX_LAYERS];
  private final long[] lastNanos = new long[Layer.MAX_LAYERS];
  private final int[] pixels = new int[Layer.MAX_LAYERS];

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

  /** The best Layer that arrives, or {@link #NONE}. */
  int best(long nowNanos) {
    int best = NONE;
    for (int layer = 0; layer < Layer.MAX_LAYERS; layer++) {
      if (arrives(nowNanos, layer) && (best == NONE || isBetter(layer, best))) {
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
