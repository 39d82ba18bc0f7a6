package org.vigie.signaling.bandwidth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** How a camera's need is guessed from what it sends. */
class DemandTest {
  private static final long TARGET = 1_000_000;

  private final Demand demand = new Demand();
  private long seconds;

  @Test
  void aCameraThatHasJustComeWantsAllItCanGet() {
    assertEquals(Long.MAX_VALUE, demand.wantedBps());
    send(4, 0);
    assertEquals(Long.MAX_VALUE, demand.wantedBps());
  }

  @Test
  void whoLeavesAGoodPartUnusedForAWhileWantsWhatItSendsAndSomeRoom() {
    send(6, 300_000);
    assertEquals(520_000, demand.wantedBps());
  }

  @Test
  void aShortLullChangesNothing() {
    send(3, 200_000);
    send(1, 900_000);
    send(4, 200_000);
    assertEquals(Long.MAX_VALUE, demand.wantedBps());
  }

  @Test
  void whoFillsWhatItHasWantsMoreAtOnce() {
    send(6, 300_000);
    demand.observe(second(), 420_000, demand.wantedBps());
    assertEquals(Long.MAX_VALUE, demand.wantedBps());
  }

  @Test
  void aSteadyCameraKeepsASteadyShare() {
    send(6, 300_000);
    long wanted = demand.wantedBps();
    for (int i = 0; i < 60; i++) {
      demand.observe(second(), 300_000 - 10_000 * (i % 3), wanted);
      assertEquals(wanted, demand.wantedBps());
    }
  }

  @Test
  void aBrowserHeldBackByALowTargetCountsAsSuch() {
    send(6, 300_000);
    demand.observe(second(), 120_000, 200_000);
    assertEquals(Long.MAX_VALUE, demand.wantedBps());
  }

  @Test
  void aCameraThatSendsNothingIsLeftSomethingToComeBackWith() {
    send(10, 0);
    assertTrue(demand.wantedBps() >= 200_000);
  }

  private void send(int forSeconds, long bps) {
    for (int i = 0; i < forSeconds; i++) {
      demand.observe(second(), bps, TARGET);
    }
  }

  private long second() {
    return ++seconds * 1_000_000_000L;
  }
}
