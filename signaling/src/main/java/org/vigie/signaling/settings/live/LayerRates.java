package org.vigie.signaling.settings.live;

import java.util.EnumMap;
import java.util.Map;

/**
 * What each simulcast layer of a camera may take, as its encoder counts ({@code maxBitrate} of W3C
 * webrtc-pc), without headers and sound; 0 is no bound.
 *
 * @param lowBps of the smallest, bps
 * @param midBps of each between, bps
 * @param highBps of the largest, bps
 */
public record LayerRates(long lowBps, long midBps, long highBps) {
  /** None bounded. */
  public static final LayerRates FREE = new LayerRates(0, 0, 0);

  /**
   * That of one of several layers, bps; 0 is no bound.
   *
   * @param rank 0 for the smallest
   * @param count of all layers, at least 2
   */
  public long of(int rank, int count) {
    if (rank == 0) {
      return lowBps;
    }
    return rank == count - 1 ? highBps : midBps;
  }

  /** By the key that sets each. */
  Map<LiveKey, Long> byKey() {
    Map<LiveKey, Long> rates = new EnumMap<>(LiveKey.class);
    rates.put(LiveKey.CAMERA_LAYER_BITRATE_LOW, lowBps);
    rates.put(LiveKey.CAMERA_LAYER_BITRATE_MID, midBps);
    rates.put(LiveKey.CAMERA_LAYER_BITRATE_HIGH, highBps);
    return rates;
  }

  /** None of them is more than this. */
  LayerRates atMost(long bps) {
    return new LayerRates(Math.min(lowBps, bps), Math.min(midBps, bps), Math.min(highBps, bps));
  }
}
