package org.vigie.bridge.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class UnwrapperTest {
  private final SequenceUnwrapper sequences = new SequenceUnwrapper();
  private final TimestampUnwrapper timestamps = new TimestampUnwrapper();

  @Test
  void theFirstSequenceNumberKeepsItsValue() {
    assertFalse(sequences.isStarted());
    assertEquals(65_000, sequences.unwrap(65_000));
    assertTrue(sequences.isStarted());
  }

  @Test
  void sequenceNumbersRunOnThroughTheTurn() {
    sequences.unwrap(65_535);
    assertEquals(65_536, sequences.unwrap(0));
    assertEquals(65_537, sequences.unwrap(1));
    assertEquals(65_537, sequences.highest());
  }

  @Test
  void lateSequenceNumbersFallBackAndDoNotMoveTheHighest() {
    sequences.unwrap(65_535);
    sequences.unwrap(3);
    assertEquals(65_534, sequences.unwrap(65_534));
    assertEquals(65_539, sequences.highest());
    assertEquals(65_540, sequences.unwrap(4));
  }

  @Test
  void sequenceNumbersOlderThanTheFirstAreNegative() {
    sequences.unwrap(1);
    assertEquals(-1, sequences.unwrap(65_535));
    assertEquals(1, sequences.highest());
  }

  @Test
  void manyTurnsOfSequenceNumbersAddUp() {
    for (long i = 0; i < 1_000_000; i += 7) {
      assertEquals(i, sequences.unwrap((int) (i & 0xffff)));
    }
  }

  @Test
  void peekingMovesNothing() {
    sequences.unwrap(65_535);
    assertEquals(65_636, sequences.peek(100));
    assertEquals(65_535, sequences.highest());
    assertEquals(7, new SequenceUnwrapper().peek(7));
  }

  @Test
  void aResetStartsAnew() {
    sequences.unwrap(65_535);
    sequences.unwrap(0);
    sequences.reset();
    assertFalse(sequences.isStarted());
    assertEquals(5, sequences.unwrap(5));
  }

  @Test
  void timestampsRunOnThroughTheTurnAndBack() {
    assertEquals(0xffff_fff0L, timestamps.unwrap(0xffff_fff0));
    assertEquals(0x1_0000_0010L, timestamps.unwrap(0x10));
    assertEquals(0xffff_fff8L, timestamps.unwrap(0xffff_fff8));
    assertEquals(0x1_0000_0010L, timestamps.highest());
    timestamps.reset();
    assertEquals(1, timestamps.unwrap(1));
    assertEquals(-1, timestamps.unwrap(-1));
  }
}
