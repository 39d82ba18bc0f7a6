package org.vigie.signaling.app;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits with a bound. */
final class Eventually {
  private Eventually() {}

  static void within(int seconds, String what, BooleanSupplier condition) {
    long giveUp = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < giveUp, what + ": not within " + seconds + " s");
      LockSupport.parkNanos(10_000_000);
    }
  }
}
