package org.vigie.bridge.api;

import java.time.Duration;

/**
 * What is remembered of each Layer, so that losses can be repaired and viewers can start at once.
 *
 * @param age how long each packet is kept for repair, 100 ms to 10 s
 * @param bytes of those packets at most, 65,536 or more
 * @param groupAge how old the newest key frame may become before it and what follows it are too
 *     long to start a viewer with, 0 to 60 s; 0 starts viewers with a new key frame only
 * @param groupBytes of that key frame and what follows it at most, 65,536 or more
 */
public record HistoryConfig(Duration age, int bytes, Duration groupAge, int groupBytes) {
  private static final int LEAST_BYTES = 1 << 16;
  private static final Duration LEAST_AGE = Duration.ofMillis(100);
  private static final Duration MOST_AGE = Duration.ofSeconds(10);
  private static final Duration MOST_GROUP_AGE = Duration.ofSeconds(60);

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if one is exceeded
   */
  public HistoryConfig {
    if (age.compareTo(LEAST_AGE) < 0 || age.compareTo(MOST_AGE) > 0) {
      throw new IllegalArgumentException(age + " is not between 100 ms and 10 s");
    }
    if (groupAge.isNegative() || groupAge.compareTo(MOST_GROUP_AGE) > 0) {
      throw new IllegalArgumentException(groupAge + " is not between 0 and 60 s");
    }
    if (bytes < LEAST_BYTES || groupBytes < LEAST_BYTES) {
      throw new IllegalArgumentException("a history needs " + LEAST_BYTES + " bytes or more");
    }
  }

  /**
   * Repair for 1.5 s and up to 4 MiB, which is 20 Mbit/s; key frames up to 12 s back, since many
   * cameras send one every 10 s, and up to 4 MiB, which is 12 s at 2.8 Mbit/s.
   */
  public static HistoryConfig defaults() {
    return new HistoryConfig(Duration.ofMillis(1_500), 1 << 22, Duration.ofSeconds(12), 1 << 22);
  }
}
