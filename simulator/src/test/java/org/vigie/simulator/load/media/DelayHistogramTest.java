package org.vigie.simulator.load.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.vigie.simulator.load.LoadReport.Percentiles;

class DelayHistogramTest {
  private final DelayHistogram histogram = new DelayHistogram();

  @Test
  void percentilesAreWithinAThousandth() {
    for (int i = 1; i <= 10_000; i++) {
      histogram.record(i * 1_000L);
    }
    Percentiles found = histogram.percentiles();
    assertEquals(10_000, found.count());
    assertNear(5_000_000, found.p50());
    assertNear(9_500_000, found.p95());
    assertNear(9_990_000, found.p999());
    assertNear(10_000_000, found.max());
  }

  @Test
  void ofNothingAllIsZero() {
    assertEquals(Percentiles.NONE, histogram.percentiles());
    histogram.record(7);
    histogram.clear();
    assertEquals(Percentiles.NONE, histogram.percentiles());
  }

  @Test
  void whatIsOutOfRangeCountsAsTheNearestEnd() {
    histogram.record(-5);
    histogram.record(Long.MAX_VALUE);
    assertEquals(2, histogram.percentiles().count());
    assertNear(60_000_000_000L, histogram.percentiles().max());
  }

  private static void assertNear(long expected, long actual) {
    assertTrue(Math.abs(actual - expected) <= expected / 1_000, expected + " or so, not " + actual);
  }
}
