package org.vigie.signaling.bandwidth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vigie.bridge.api.SessionId;

/** Rates of counts. */
class SentRatesTest {
  private static final long SECOND = 1_000_000_000L;
  private static final SessionId ONE = new SessionId("one");
  private static final SessionId OTHER = new SessionId("other");

  private final SentRates rates = new SentRates();

  @Test
  void aFirstLookKnowsNothingAndASecondTheRateBetweenThem() {
    assertEquals(Optional.empty(), rates.look(5 * SECOND, Map.of(ONE, 1_000L)));
    assertEquals(Optional.of(Map.of(ONE, 4_000L)), rates.look(7 * SECOND, Map.of(ONE, 2_000L)));
  }

  @Test
  void whoLooksAgainWithinASecondHearsTheSame() {
    rates.look(0, Map.of(ONE, 0L));
    rates.look(2 * SECOND, Map.of(ONE, 1_000L));
    assertEquals(
        Optional.of(Map.of(ONE, 4_000L)), rates.look(2 * SECOND + 1, Map.of(ONE, 900_000L)));
    assertEquals(Optional.of(Map.of(ONE, 4_000L)), rates.look(4 * SECOND, Map.of(ONE, 2_000L)));
  }

  @Test
  void afterMoreThanAMinuteItBeginsAnew() {
    rates.look(0, Map.of(ONE, 0L));
    rates.look(2 * SECOND, Map.of(ONE, 1_000L));
    assertEquals(Optional.empty(), rates.look(63 * SECOND, Map.of(ONE, 9_000L)));
    assertEquals(Optional.of(Map.of(ONE, 8_000L)), rates.look(64 * SECOND, Map.of(ONE, 10_000L)));
  }

  @Test
  void whoCameSinceCountsWithAllHeWasSentAndWhoLeftNoMore() {
    rates.look(0, Map.of(ONE, 5_000L));
    assertEquals(Optional.of(Map.of(OTHER, 8_000L)), rates.look(SECOND, Map.of(OTHER, 1_000L)));
  }

  @Test
  void aClockThatBeginsBelowZeroIsAClock() {
    rates.look(-9 * SECOND, Map.of(ONE, 0L));
    assertEquals(Optional.of(Map.of(ONE, 8_000L)), rates.look(-8 * SECOND, Map.of(ONE, 1_000L)));
  }
}
