package org.vigie.simulator.footage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PlaybackTest {
  private static final long ROUND = 24_000_000_000L;

  private final Footage clip = Footage.clip();
  private final Playback playback = new Playback(clip);

  @Test
  void roundsFollowEachOtherWithoutAGap() {
    long last = -1;
    for (int picture = 0; picture < 3 * 720; picture++) {
      Playback.Unit.Picture unit = nextPicture();
      assertEquals(picture % 720, unit.index());
      assertNear(Math.round(picture * 1e9 / 30), unit.dueNanos());
      assertTrue(unit.dueNanos() > last);
      last = unit.dueNanos();
    }
  }

  @Test
  void soundKeepsStepWithThePictures() {
    int sounds = 0;
    for (Playback.Unit unit = playback.next();
        unit.dueNanos() < 2 * ROUND;
        unit = playback.next()) {
      if (unit instanceof Playback.Unit.Sound sound) {
        sounds++;
        assertNear(clip.audio().orElseThrow().nanos(sound.index()), sound.dueNanos() % ROUND);
      }
    }
    assertEquals(2 * 1200, sounds, 2);
  }

  @Test
  void aJumpGoesToTheNearestKeyFrameAndTimeGoesOn() {
    for (int i = 0; i < 50; i++) {
      nextPicture();
    }
    playback.jumpToKeyFrame();
    Playback.Unit.Picture key = nextPicture();
    assertEquals(60, key.index());
    assertNear(Math.round(50 * 1e9 / 30), key.dueNanos());
    nextPicture();
    playback.jumpToKeyFrame();
    assertEquals(60, nextPicture().index(), "the key frame just left is nearer than the next");
  }

  @Test
  void aJumpAtTheEndGoesToTheBeginning() {
    for (int i = 0; i < 720; i++) {
      nextPicture();
    }
    playback.jumpToKeyFrame();
    Playback.Unit.Picture first = nextPicture();
    assertEquals(0, first.index());
    assertEquals(ROUND, first.dueNanos());
  }

  private Playback.Unit.Picture nextPicture() {
    while (true) {
      if (playback.next() instanceof Playback.Unit.Picture picture) {
        return picture;
      }
    }
  }

  private static void assertNear(long expectedNanos, long nanos) {
    assertTrue(Math.abs(nanos - expectedNanos) <= 2, nanos + " instead of " + expectedNanos);
  }
}
