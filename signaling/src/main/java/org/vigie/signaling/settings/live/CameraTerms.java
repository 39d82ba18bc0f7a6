package org.vigie.signaling.settings.live;

import java.util.Optional;

/**
 * What counts for one camera, whoever set it.
 *
 * @param group to which it belongs
 * @param minBps what it is left with when a budget is shared, bps
 * @param startBps with how much a browser starts, bps; 0 leaves it to the browser
 * @param maxBps the cap, bps
 * @param idleBps what it is asked for by message while nobody watches it, bps; 0 for no picture
 * @param foreignIdleBps what it is asked for by REMB instead if it takes no messages, bps
 * @param audioBps average of its sound, bps; 0 leaves it to the camera
 * @param layers what is set for each of its simulcast layers, whatever the cap
 * @param weight its part of a budget beside others'
 * @param coalesceMs how long a picture's packets wait for each other, ms
 * @param historyMs how long its packets are kept for repair, ms
 * @param keyFrameMs least time between two requests for a key frame, ms
 */
public record CameraTerms(
    Optional<String> group,
    long minBps,
    long startBps,
    long maxBps,
    long idleBps,
    long foreignIdleBps,
    long audioBps,
    LayerRates layers,
    int weight,
    long coalesceMs,
    long historyMs,
    long keyFrameMs) {
  /** What a browser gives its sound where nothing is set, bps. */
  private static final long USUAL_SOUND_BPS = 32_000;

  /** Of fifty packets a second, bps. */
  private static final long SOUND_HEADERS_BPS = 24_000;

  /** What its sound takes with all headers, bps. */
  public long soundBps() {
    return (audioBps == 0 ? USUAL_SOUND_BPS : audioBps) + SOUND_HEADERS_BPS;
  }

  /** What each of its simulcast layers may take. */
  public LayerRates layerRates() {
    return layers.atMost(maxBps);
  }

  /** The same where something else bounds the camera too, bps. */
  public CameraTerms atMost(long bps) {
    return new CameraTerms(
        group,
        minBps,
        startBps,
        Math.min(maxBps, bps),
        idleBps,
        foreignIdleBps,
        audioBps,
        layers,
        weight,
        coalesceMs,
        historyMs,
        keyFrameMs);
  }
}
