package org.vigie.bridge.forward;

import java.util.Arrays;
import org.vigie.bridge.api.ViewerTuning;
import org.vigie.bridge.bandwidth.LayerFit;

/** Which of a Track's Layers arrive now, and which of them is the best. */
final class LayerChoice {
  /** A Layer that was silent for longer does not arrive any more. */
  static final long SILENCE_NANOS = 700_000_000L;

  /** Where others go on, one that misses so many of its pictures does not arrive either. */
  private static final int MISSED_PICTURES = 4;

  private static final long LEAST_SILENCE_NANOS = 250_000_000L;

  /** No Layer. */
  static final int NONE = -1;

  private static final int UNKNOWN = -1;

  private static final double PERCENT = 100;

  private final boolean[] seen = new boolean[Layer.MAX_LAYERS];
  private final long[] lastNanos = new long[Layer.MAX_LAYERS];
  private final long[] pictureNanos = new long[Layer.MAX_LAYERS];
  private final long[] intervalNanos = new long[Layer.MAX_LAYERS];
  private final int[] timestamps = new int[Layer.MAX_LAYERS];
  private final int[] pixels = new int[Layer.MAX_LAYERS];
  private final int[] order = new int[Layer.MAX_LAYERS];
  private final long[] takesBps = new long[Layer.MAX_LAYERS];
  private final LayerFit fit = new LayerFit();
  private int most = NONE;
  private long shownPixels = Long.MAX_VALUE;

  /** In so many times its own pixels a picture may be shown. */
  private double stretched;

  LayerChoice() {
    stretch(ViewerTuning.USUAL.stretchPercent());
    reset();
  }

  void reset() {
    Arrays.fill(seen, false);
    Arrays.fill(pixels, UNKNOWN);
    most = NONE;
  }

  void arrived(long nowNanos, IncomingPacket packet) {
    int layer = packet.layer().index();
    notePicture(nowNanos, layer, packet.rtp().timestamp());
    seen[layer] = true;
    lastNanos[layer] = nowNanos;
    if (packet.keyFrameStart()) {
      pixels[layer] = packet.pixels();
    } else if (pixels[layer] == UNKNOWN && shownPixels != Long.MAX_VALUE) {
      int known = packet.layer().history().pixels();
      pixels[layer] = known > 0 ? known : UNKNOWN;
    }
  }

  /**
   * It is shown in so many pixels: a Layer better than one that is enough for them is not shown.
   */
  void size(long newPixels) {
    shownPixels = newPixels;
  }

  /** A picture may be shown as large as this each way, in percent of its own size. */
  void stretch(int percent) {
    stretched = percent / PERCENT * (percent / PERCENT);
  }

  /**
   * Whether no lesser Layer that arrives is large enough for what it is shown in. One whose size is
   * unknown may be just that.
   */
  boolean isNeeded(int layer) {
    if (shownPixels == Long.MAX_VALUE || pixels[layer] == UNKNOWN) {
      return true;
    }
    for (int other = 0; other < Layer.MAX_LAYERS; other++) {
      boolean arrives = seen[other] && lastNanos[layer] - lastNanos[other] <= SILENCE_NANOS;
      boolean enough = pixels[other] > 0 && pixels[other] * stretched >= shownPixels;
      if (arrives && enough && isBetter(layer, other)) {
        return false;
      }
    }
    return true;
  }

  /** Learns how far apart its pictures are. */
  private void notePicture(long nowNanos, int layer, int timestamp) {
    boolean next = seen[layer] && timestamp - timestamps[layer] > 0;
    if (next) {
      long interval = Math.min(SILENCE_NANOS, nowNanos - pictureNanos[layer]);
      intervalNanos[layer] += (interval - intervalNanos[layer]) / 4;
    }
    if (!seen[layer]) {
      intervalNanos[layer] = SILENCE_NANOS;
    }
    if (next || !seen[layer]) {
      timestamps[layer] = timestamp;
      pictureNanos[layer] = nowNanos;
    }
  }

  boolean arrives(long nowNanos, int layer) {
    long silence = nowNanos - lastNanos[layer];
    return seen[layer]
        && silence <= SILENCE_NANOS
        && (silence <= LEAST_SILENCE_NANOS || !isLeftBehind(layer));
  }

  /** The line is not silent: this Layer is. */
  private boolean isLeftBehind(int layer) {
    long patience = Math.max(LEAST_SILENCE_NANOS, MISSED_PICTURES * intervalNanos[layer]);
    for (int other = 0; other < Layer.MAX_LAYERS; other++) {
      if (seen[other] && lastNanos[other] - lastNanos[layer] > patience) {
        return true;
      }
    }
    return false;
  }

  /** Whether it is needed and the viewer's line has room for it, as found the last time. */
  boolean allows(int layer) {
    return isNeeded(layer) && (most == NONE || layer == most || !isBetter(layer, most));
  }

  /** Whether some Layers are too much for the viewer's line. */
  boolean isLimited() {
    return most != NONE;
  }

  /**
   * Finds which Layers the line has room for.
   *
   * @param layerBps what each takes
   * @param shown which is shown, or {@link #NONE}
   * @param bps what there is room for
   * @return whether even the least that arrives is too much
   */
  boolean fit(long nowNanos, long[] layerBps, int shown, long bps) {
    int count = 0;
    int current = 0;
    for (int layer = 0; layer < Layer.MAX_LAYERS; layer++) {
      if (arrives(nowNanos, layer) && isNeeded(layer)) {
        insert(layer, count++);
      }
    }
    for (int i = 0; i < count; i++) {
      takesBps[i] = Math.max(1, layerBps[order[i]]);
      current = order[i] == (most == NONE ? shown : most) ? i : current;
    }
    if (count == 0) {
      return false;
    }
    int best = fit.choose(nowNanos, takesBps, count, current, bps);
    most = best == count - 1 ? NONE : order[best];
    return takesBps[best] > bps;
  }

  private void insert(int layer, int count) {
    int at = count;
    while (at > 0 && isBetter(order[at - 1], layer)) {
      order[at] = order[at - 1];
      at--;
    }
    order[at] = layer;
  }

  /** The best Layer that arrives, or {@link #NONE}. */
  int best(long nowNanos) {
    int best = NONE;
    for (int layer = 0; layer < Layer.MAX_LAYERS; layer++) {
      if (arrives(nowNanos, layer) && allows(layer) && (best == NONE || isBetter(layer, best))) {
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
