package org.vigie.simulator.load.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class MissingPacketsTest {
  private static final long MILLI = 1_000_000;

  private final MissingPackets missing = new MissingPackets();
  private final int[] numbers = new int[64];

  @Test
  void aPacketThatIsOnlyLateIsNotAskedFor() {
    missing.add(100, 101, 0);
    assertEquals(0, missing.due(5 * MILLI, numbers));
    assertFalse(missing.remove(100));
    assertTrue(missing.isEmpty());
  }

  @Test
  void aGapIsAskedForUntilItIsFilled() {
    missing.add(65_535, 65_537, 0);
    assertEquals(2, missing.due(10 * MILLI, numbers));
    assertEquals(65_535, numbers[0]);
    assertEquals(0, numbers[1]);
    assertEquals(0, missing.due(20 * MILLI, numbers));
    assertTrue(missing.remove(65_535));
    assertEquals(1, missing.due(80 * MILLI, numbers));
    assertEquals(0, numbers[0]);
  }

  @Test
  void whatNeverComesIsGivenUp() {
    missing.add(1, 2, 0);
    int requests = 0;
    for (long now = 0; now < 2_000 * MILLI; now += 10 * MILLI) {
      requests += missing.due(now, numbers);
    }
    assertEquals(8, requests);
    assertTrue(missing.isEmpty());
  }

  @Test
  void ofAVeryLongGapOnlyTheEndIsAskedFor() {
    missing.add(0, 100_000, 0);
    assertEquals(64, missing.due(10 * MILLI, numbers));
    assertEquals((100_000 - 256) & 0xffff, numbers[0]);
  }
}
