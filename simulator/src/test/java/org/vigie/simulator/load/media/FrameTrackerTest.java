package org.vigie.simulator.load.media;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class FrameTrackerTest {
  private final FrameTracker frames = new FrameTracker();

  @Test
  void aFrameIsCompleteWithItsLastMissingPacket() {
    assertFalse(frames.add(7, 3));
    assertFalse(frames.add(7, 3));
    assertTrue(frames.add(7, 3));
  }

  @Test
  void framesMayOverlap() {
    assertFalse(frames.add(7, 2));
    assertFalse(frames.add(8, 2));
    assertTrue(frames.add(8, 2));
    assertTrue(frames.add(7, 2));
  }

  @Test
  void aFrameTooLongAgoIsNeverComplete() {
    assertFalse(frames.add(7, 2));
    assertFalse(frames.add(7 + 128, 2));
    assertFalse(frames.add(7, 2));
    assertTrue(frames.add(7 + 128, 2));
  }
}
