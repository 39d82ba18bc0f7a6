package org.vigie.bridge.bandwidth;

import java.util.Arrays;

/** Bit rate over the last while of a time that may jump, in steps of 25 ms; allocates nothing. */
final class SlidingRate {
  private static final int STEPS = 32;
  private static final long STEP_MICROS = 25_000;
  private static final double MICROS_BITS = 8e6;
  private static final long JUMP_STEPS = 400;

  private final long[] bytes = new long[STEPS];
  private boolean started;
  private long newest;
  private long newestMicros;
  private long firstMicros;

  /** Bytes at a time; what is older than all that is kept is left out. */
  void add(long micros, int count) {
    long step = Math.floorDiv(micros, STEP_MICROS);
    if (!started || Math.abs(step - newest) > JUMP_STEPS) {
      restart(micros, step);
    }
    if (step > newest) {
      for (long i = Math.max(newest + 1, step - STEPS + 1); i <= step; i++) {
        bytes[Math.floorMod(i, STEPS)] = 0;
      }
      newest = step;
    }
    newestMicros = Math.max(newestMicros, micros);
    if (newest - step < STEPS) {
      bytes[Math.floorMod(step, STEPS)] += count;
    }
  }

  private void restart(long micros, long step) {
    Arrays.fill(bytes, 0);
    started = true;
    newest = step;
    newestMicros = micros;
    firstMicros = micros;
  }

  /** Over this many finished steps and the one that runs, bps; 0 as long as there are fewer. */
  long bps(int steps) {
    if (!started || newestMicros - firstMicros < steps * STEP_MICROS) {
      return 0;
    }
    long sum = 0;
    for (long i = newest - steps; i <= newest; i++) {
      sum += bytes[Math.floorMod(i, STEPS)];
    }
    long lasted = newestMicros - (newest - steps) * STEP_MICROS;
    return (long) (sum * MICROS_BITS / Math.max(STEP_MICROS, lasted));
  }
}
