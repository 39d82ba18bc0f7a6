package org.vigie.simulator.load.media;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
    assertEquals(5_000_000, found.p50(), 5_000);
    assertEquals(9_500_000, found.p95(), 9_500);
    assertEquals(9_990_000, found.p999(), 9_990);
    assertEquals(10_000_000, found.max(), 10_000);
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
    assertEquals(60e9, histogram.percentiles().max(), 60e6);
  }
}
