package org.vigie.signaling.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateLimiterTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void aBurstPassesAndThenTheRateHolds() {
    RateLimiter limiter = new RateLimiter(2, 3, 10);
    for (int i = 0; i < 3; i++) {
      assertEquals(Duration.ZERO, limiter.take("a", 0));
    }
    assertEquals(Duration.ofMillis(500), limiter.take("a", 0));
    assertEquals(Duration.ofMillis(250), limiter.take("a", SECOND / 4));
    assertEquals(Duration.ZERO, limiter.take("a", SECOND / 2));
    assertEquals(Duration.ofMillis(500), limiter.take("a", SECOND / 2));
  }

  @Test
  void aPauseFillsTheBucketToItsBrimOnly() {
    RateLimiter limiter = new RateLimiter(1, 2, 10);
    limiter.take("a", 0);
    for (int i = 0; i < 2; i++) {
      assertEquals(Duration.ZERO, limiter.take("a", 3600 * SECOND));
    }
    assertEquals(Duration.ofSeconds(1), limiter.take("a", 3600 * SECOND));
  }

  @Test
  void oneCallerDoesNotSpendForAnother() {
    RateLimiter limiter = new RateLimiter(1, 1, 10);
    assertEquals(Duration.ZERO, limiter.take("a", 0));
    assertEquals(Duration.ZERO, limiter.take("b", 0));
    assertEquals(Duration.ofSeconds(1), limiter.take("a", 0));
  }

  @Test
  void theTableIsBoundedAndForgetsWhoWasQuietLongest() {
    RateLimiter limiter = new RateLimiter(1, 1, 2);
    limiter.take("a", 0);
    limiter.take("b", 0);
    limiter.take("a", 0);
    limiter.take("c", 0);
    assertEquals(1, limiter.forgotten());
    assertEquals(Duration.ofSeconds(1), limiter.take("a", 0));
    assertEquals(Duration.ZERO, limiter.take("b", 0));
  }

  @Test
  void theClockMayHaveAnyOrigin() {
    RateLimiter limiter = new RateLimiter(1, 1, 2);
    assertEquals(Duration.ZERO, limiter.take("a", Long.MAX_VALUE - 1));
    assertEquals(Duration.ZERO, limiter.take("a", Long.MIN_VALUE + SECOND));
  }
}
