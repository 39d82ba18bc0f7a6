package org.vigie.bridge.bandwidth;

/**
 * Whether packets are ever longer on the way: the slope of the smoothed delay over the last 20
 * groups, held against a threshold that adapts to what the line does by itself
 * (draft-ietf-rmcat-gcc-02, sections 5.3 and 5.4, with a regression in place of the filter).
 */
final class Trend {
  /** What it says of the line's queue. */
  enum Verdict {
    STEADY,
    GROWS,
    SHRINKS
  }

  private static final int WINDOW = 20;
  private static final double SMOOTHING = 0.9;
  private static final double GAIN = 4;
  private static final int MOST_DELTAS = 60;
  private static final double THRESHOLD_UP = 0.0087;
  private static final double THRESHOLD_DOWN = 0.039;
  private static final double FIRST_THRESHOLD_MILLIS = 12.5;
  private static final double LEAST_THRESHOLD_MILLIS = 6;
  private static final double MOST_THRESHOLD_MILLIS = 600;
  private static final double MOST_STEP_MILLIS = 15;
  private static final double LONGEST_UPDATE_MILLIS = 100;
  private static final double OVER_FOR_MILLIS = 10;
  private static final double MICROS_PER_MILLI = 1_000;

  private final double[] times = new double[WINDOW];
  private final double[] delays = new double[WINDOW];
  private int count;
  private int deltas;
  private long firstMicros;
  private long updatedMicros;
  private double accumulated;
  private double smoothed;
  private double slope;
  private double threshold = FIRST_THRESHOLD_MILLIS;
  private double overMillis;
  private boolean over;
  private Verdict verdict = Verdict.STEADY;

  /** Takes how much longer a group was on the way than the one before. */
  Verdict add(long arrivalMicros, long variationMicros, long sentDeltaMicros) {
    if (count == 0) {
      firstMicros = arrivalMicros;
      updatedMicros = arrivalMicros;
    }
    deltas = Math.min(MOST_DELTAS, deltas + 1);
    accumulated += variationMicros / MICROS_PER_MILLI;
    smoothed = SMOOTHING * smoothed + (1 - SMOOTHING) * accumulated;
    times[count % WINDOW] = (arrivalMicros - firstMicros) / MICROS_PER_MILLI;
    delays[count % WINDOW] = smoothed;
    count = count + 1 == 2 * WINDOW ? WINDOW : count + 1;
    double before = slope;
    if (count >= WINDOW) {
      slope = fit();
    }
    double modified = Math.min(deltas, MOST_DELTAS) * slope * GAIN;
    judge(modified, before, sentDeltaMicros / MICROS_PER_MILLI);
    adapt(modified, arrivalMicros);
    return verdict;
  }

  private double fit() {
    double timeMean = mean(times);
    double delayMean = mean(delays);
    double above = 0;
    double below = 0;
    for (int i = 0; i < WINDOW; i++) {
      above += (times[i] - timeMean) * (delays[i] - delayMean);
      below += (times[i] - timeMean) * (times[i] - timeMean);
    }
    return below == 0 ? slope : above / below;
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / WINDOW;
  }

  private void judge(double modified, double slopeBefore, double sentDeltaMillis) {
    if (modified > threshold) {
      overMillis = over ? overMillis + sentDeltaMillis : sentDeltaMillis / 2;
      boolean lasts = over && overMillis > OVER_FOR_MILLIS && slope >= slopeBefore;
      over = true;
      verdict = lasts ? Verdict.GROWS : verdict;
      return;
    }
    over = false;
    verdict = modified < -threshold ? Verdict.SHRINKS : Verdict.STEADY;
  }

  private void adapt(double modified, long arrivalMicros) {
    double size = Math.abs(modified);
    if (size <= threshold + MOST_STEP_MILLIS) {
      double lasted = (arrivalMicros - updatedMicros) / MICROS_PER_MILLI;
      double weight = size < threshold ? THRESHOLD_DOWN : THRESHOLD_UP;
      threshold += weight * (size - threshold) * Math.clamp(lasted, 0, LONGEST_UPDATE_MILLIS);
      threshold = Math.clamp(threshold, LEAST_THRESHOLD_MILLIS, MOST_THRESHOLD_MILLIS);
    }
    updatedMicros = arrivalMicros;
  }
}
