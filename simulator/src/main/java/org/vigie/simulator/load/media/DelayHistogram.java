package org.vigie.simulator.load.media;

import org.HdrHistogram.Histogram;
import org.vigie.simulator.load.LoadReport.Percentiles;

/** Times from 1 ns to a minute in buckets made beforehand, within a thousandth of each value. */
public final class DelayHistogram {
  private static final long LONGEST_NANOS = 60_000_000_000L;

  private final Histogram histogram = new Histogram(LONGEST_NANOS, 3);

  /** Counts one; what is out of range counts as the nearest end. */
  public void record(long nanos) {
    histogram.recordValue(Math.clamp(nanos, 1, LONGEST_NANOS));
  }

  /** Forgets all. */
  public void clear() {
    histogram.reset();
  }

  /** What was counted so far. */
  public Percentiles percentiles() {
    if (histogram.getTotalCount() == 0) {
      return Percentiles.NONE;
    }
    return new Percentiles(
        histogram.getTotalCount(),
        histogram.getValueAtPercentile(50),
        histogram.getValueAtPercentile(95),
        histogram.getValueAtPercentile(99),
        histogram.getValueAtPercentile(99.9),
        histogram.getMaxValue());
  }
}
