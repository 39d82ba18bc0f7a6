package org.vigie.simulator.relay;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits for a condition, not longer than a bound. */
final class Await {
  /** Long enough for anything that should happen at once, also on a machine that is busy. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final long PAUSE_NANOS = 10_000_000;

  private Await() {}

  /** Waits up to {@link #PATIENCE}; what did not happen is said in words. */
  static void until(String what, Callable<Boolean> condition) {
    until(PATIENCE, () -> what, condition);
  }

  /**
   * Waits.
   *
   * @param what asked only if it did not happen
   */
  static void until(Duration limit, Supplier<String> what, Callable<Boolean> condition) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!holds(condition)) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("not within " + limit.toSeconds() + " s: " + what.get());
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private static boolean holds(Callable<Boolean> condition) {
    try {
      return condition.call();
    } catch (Exception e) {
      throw new AssertionError("cannot tell", e);
    }
  }
}
