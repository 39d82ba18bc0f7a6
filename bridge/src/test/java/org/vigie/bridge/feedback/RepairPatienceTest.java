package org.vigie.bridge.feedback;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class RepairPatienceTest {
  private static final long MILLI = 1_000_000;
  private static final long TRIP = 100 * MILLI;

  private final RepairPatience patience = new RepairPatience();
  private long recovered;

  private void repair(long atMillis, long tripNanos) {
    patience.observed(atMillis * MILLI, ++recovered, tripNanos);
  }

  @Test
  void nothingIsSaidOfALineThatLosesNothingOrSeldom() {
    patience.observed(0, 0, TRIP);
    repair(1_000, TRIP);
    repair(9_000, TRIP);
    repair(17_000, TRIP);
    assertEquals(RepairPatience.UNSAID, patience.millis());
  }

  @Test
  void lossesTogetherCountOnce() {
    for (int i = 0; i < 10; i++) {
      repair(1_000 + i, TRIP);
    }
    assertEquals(RepairPatience.UNSAID, patience.millis());
  }

  @Test
  void aLineThatLosesIsGivenTimeForARepair() {
    repair(1_000, TRIP);
    repair(1_500, TRIP);
    repair(2_000, TRIP);
    assertEquals(200, patience.millis());
  }

  @Test
  void smallChangesAreNotSaidAndThereIsABound() {
    repair(1_000, TRIP);
    repair(1_500, TRIP);
    repair(2_000, TRIP);
    repair(2_500, TRIP + 10 * MILLI);
    assertEquals(200, patience.millis());
    repair(3_000, 2 * TRIP);
    assertEquals(350, patience.millis());
    repair(3_500, 20 * TRIP);
    assertEquals(RepairPatience.MAX_MILLIS, patience.millis());
  }

  @Test
  void aLineThatBecameGoodIsTakenForGoodAfterAWhile() {
    repair(1_000, TRIP);
    repair(1_500, TRIP);
    repair(2_000, TRIP);
    patience.observed(6_500 * MILLI, recovered, TRIP);
    assertEquals(200, patience.millis());
    patience.observed(7_001 * MILLI, recovered, TRIP);
    assertEquals(0, patience.millis());
    repair(8_000, TRIP);
    assertEquals(0, patience.millis());
  }
}
