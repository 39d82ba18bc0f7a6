package org.vigie.bridge.rtp;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Proves that code on the hot path allocates nothing of its own. */
public final class Allocations {
  private static final int WARM_UP = 20_000;
  private static final int ROUNDS = 20_000;
  private static final int ATTEMPTS = 5;

  private Allocations() {}

  /**
   * Runs the code often enough to be compiled, then measures. The best of some attempts counts,
   * since the measurement itself and a late compilation may cost a few hundred bytes.
   */
  public static void assertNone(Runnable code) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    repeat(code, WARM_UP);
    long least = Long.MAX_VALUE;
    for (int i = 0; i < ATTEMPTS && least > 0; i++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      repeat(code, ROUNDS);
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    long allocated = least;
    assertTrue(
        allocated < ROUNDS / 10, () -> allocated + " bytes allocated in " + ROUNDS + " rounds");
  }

  private static void repeat(Runnable code, int times) {
    for (int i = 0; i < times; i++) {
      code.run();
    }
  }
}
