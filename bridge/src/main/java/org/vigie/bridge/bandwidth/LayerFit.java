package org.vigie.bridge.bandwidth;

/**
 * Which of several Layers fits an estimate: down at once, up only with room to spare and not
 * shortly after a step down, so that nobody sees it flicker.
 */
public final class LayerFit {
  /** A Layer may take so much more than the estimate before it is left. */
  private static final double OVER = 1.0;

  /** What a better Layer takes must be less than the estimate by this. */
  private static final double ROOM = 1.05;

  private static final long CALM_NANOS = 1_000_000_000L;

  private long leftNanos = Long.MIN_VALUE / 2;

  /**
   * Chooses.
   *
   * @param takesBps what each takes, ascending; of one that does not arrive 0 or less
   * @param current which is shown
   * @param bps the estimate
   * @return the best that fits; the lowest that arrives, if none does
   */
  public int choose(long nowNanos, long[] takesBps, int count, int current, long bps) {
    int best = -1;
    for (int i = 0; i < count; i++) {
      boolean arrives = takesBps[i] > 0;
      boolean fits = takesBps[i] * (i > current ? ROOM : OVER) <= bps;
      if (arrives && (best < 0 || fits)) {
        best = i;
      }
    }
    if (best > current && nowNanos - leftNanos < CALM_NANOS) {
      return current;
    }
    if (best >= 0 && best < current) {
      leftNanos = nowNanos;
    }
    return best < 0 ? current : best;
  }
}
