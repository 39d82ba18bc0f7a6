package org.vigie.simulator.load.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SeenNumbersTest {
  private final SeenNumbers seen = new SeenNumbers();

  @Test
  void eachNumberIsNewOnce() {
    assertTrue(seen.add(5));
    assertFalse(seen.add(5));
    assertTrue(seen.add(3));
    assertFalse(seen.add(3));
    assertEquals(5, seen.highest());
  }

  @Test
  void numbersComeBackToTheirPlacesAfterARound() {
    for (long n = 0; n < 10_000; n++) {
      assertTrue(seen.add(n), "number " + n);
      assertFalse(seen.add(n), "number " + n);
    }
  }

  @Test
  void aJumpForgetsWhatStoodInBetween() {
    assertTrue(seen.add(10));
    assertTrue(seen.add(1_000_000));
    assertTrue(seen.add(1_000_000 - 2047));
    assertFalse(seen.add(10));
    assertFalse(seen.add(1_000_000 - 2048));
  }
}
