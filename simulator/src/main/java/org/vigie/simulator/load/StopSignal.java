package org.vigie.simulator.load;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Tells a run to end, and whoever told it that it has. */
final class StopSignal {
  private static final int TAKE_DOWN_SECONDS = 30;

  private final CountDownLatch wanted = new CountDownLatch(1);
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile boolean begun;

  void begin() {
    begun = true;
  }

  /** All is taken down. */
  void end() {
    over.countDown();
  }

  boolean isWanted() {
    return wanted.getCount() == 0;
  }

  /** Waits up to this moment; returns whether the end is wanted. */
  boolean await(long untilNanos) throws InterruptedException {
    return wanted.await(untilNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
  }

  /** Asks for the end and waits for it, half a minute at most. */
  void stop() {
    wanted.countDown();
    try {
      if (begun) {
        over.await(TAKE_DOWN_SECONDS, TimeUnit.SECONDS);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
