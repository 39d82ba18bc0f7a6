package org.vigie.bridge.api;

import java.time.Duration;

/**
 * How a Stream is carried; it can change while it runs.
 *
 * @param coalesce how long the first packet of a picture may wait for the others, so that they
 *     leave together, 0 to 100 ms; zero sends each at once
 * @param historyAge how long each packet is kept for repair, 100 ms to 10 s
 * @param keyFrameInterval least time between two requests for a key frame of one Layer, 100 ms to 5
 *     s
 * @param weight its priority, 1 to 1,000: where a viewer's line does not carry all pictures that he
 *     is shown, those of more weight come first
 */
public record StreamTuning(
    Duration coalesce, Duration historyAge, Duration keyFrameInterval, int weight) {
  private static final int USUAL_WEIGHT = 1;
  private static final int MOST_WEIGHT = 1_000;
  private static final Duration MOST_COALESCE = Duration.ofMillis(100);
  private static final Duration LEAST = Duration.ofMillis(100);
  private static final Duration MOST_AGE = Duration.ofSeconds(10);
  private static final Duration MOST_INTERVAL = Duration.ofSeconds(5);

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if one is exceeded
   */
  public StreamTuning {
    check(coalesce, Duration.ZERO, MOST_COALESCE);
    check(historyAge, LEAST, MOST_AGE);
    check(keyFrameInterval, LEAST, MOST_INTERVAL);
    if (weight < 1 || weight > MOST_WEIGHT) {
      throw new IllegalArgumentException("weight " + weight);
    }
  }

  /** What a bridge begins with. */
  public static StreamTuning of(BridgeConfig config) {
    return new StreamTuning(
        config.coalesce(), config.history().age(), Duration.ofMillis(300), USUAL_WEIGHT);
  }

  private static void check(Duration time, Duration least, Duration most) {
    if (time.compareTo(least) < 0 || time.compareTo(most) > 0) {
      throw new IllegalArgumentException(time + " is not between " + least + " and " + most);
    }
  }
}
