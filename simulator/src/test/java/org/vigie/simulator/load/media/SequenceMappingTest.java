package org.vigie.simulator.load.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SequenceMappingTest {
  private final SequenceMapping mapping = new SequenceMapping();

  @Test
  void nothingIsKnownBeforeTheFirstSample() {
    assertFalse(mapping.isKnown());
    mapping.sample(40_000, 3);
    assertTrue(mapping.isKnown());
  }

  @Test
  void betweenSamplesNumbersAreCountedOn() {
    mapping.sample(40_000, 3);
    assertEquals(4, mapping.index(40_001));
    assertEquals(2, mapping.index(39_999));
    assertEquals(30_003, mapping.index(70_000)); // past the turn of the 16 bits
    mapping.sample(40_064, 67);
    assertEquals(0, mapping.disagreeing());
    assertEquals(2, mapping.samples());
  }

  @Test
  void afterAPacketOfTheServersOwnTheNextSampleSetsItRight() {
    mapping.sample(100, 0);
    mapping.sample(165, 64); // one was put in between
    assertEquals(1, mapping.disagreeing());
    assertEquals(65, mapping.index(166));
  }
}
