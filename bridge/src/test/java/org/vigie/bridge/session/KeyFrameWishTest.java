package org.vigie.bridge.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyFrameWishTest {
  private static final long MILLI = 1_000_000;

  private final KeyFrameWish wish = new KeyFrameWish();
  private long askedMillis;

  /** The viewer asks; whether the camera hears of it, whose key frame then comes 50 ms later. */
  private boolean asks(long millis) {
    wish.lost(millis * MILLI);
    return camera(millis);
  }

  private boolean camera(long millis) {
    boolean due = wish.isDue(millis * MILLI);
    if (due) {
      wish.passedOn(millis * MILLI);
      wish.keyFrameCame((millis + 50) * MILLI);
    }
    return due;
  }

  @Test
  void whoAsksAllTheTimeIsHeardMoreAndMoreRarely() {
    List<Long> pauses = new ArrayList<>();
    for (long millis = 0; millis < 39_000; millis += 100) {
      if (asks(millis)) {
        pauses.add(millis - askedMillis);
        askedMillis = millis;
      }
    }
    assertEquals(List.of(0L, 500L, 1_000L, 2_000L, 4_000L, 8_000L, 8_000L, 8_000L), pauses);
  }

  @Test
  void whoLosesAPictureNowAndThenIsHeardAtOnceEachTime() {
    for (long millis = 0; millis < 60_000; millis += 2_500) {
      assertTrue(asks(millis), "after " + millis + " ms");
    }
  }

  @Test
  void whoseKeyFrameWasLostIsHeardAgainAfterHalfASecondAlsoIfHeAskedOnlyOnce() {
    assertTrue(asks(0));
    assertFalse(asks(150));
    assertFalse(camera(490));
    assertTrue(camera(500));
    assertFalse(camera(2_000), "he has not asked since");
  }

  @Test
  void whoHasBeenGivenAKeyFrameMeanwhileIsNotHeard() {
    assertTrue(asks(0));
    assertFalse(asks(150));
    wish.keyFrameCame(300 * MILLI);
    assertFalse(camera(600));
    assertFalse(asks(700));
    wish.replayed(800 * MILLI);
    assertFalse(camera(3_000));
  }

  @Test
  void asLongAsNoKeyFrameComesNothingIsHeldBack() {
    for (long millis = 0; millis < 3_000; millis += 100) {
      wish.lost(millis * MILLI);
      assertTrue(wish.isDue(millis * MILLI));
      wish.passedOn(millis * MILLI);
    }
  }

  @Test
  void fiveSecondsOfPeaceAndAnotherTrackBeginAnew() {
    for (long millis = 0; millis < 8_000; millis += 100) {
      asks(millis);
    }
    assertFalse(asks(8_000));
    assertTrue(asks(13_000));
    for (long millis = 13_100; millis < 20_000; millis += 100) {
      asks(millis);
    }
    assertFalse(asks(20_000));
    wish.restart();
    assertTrue(asks(20_100));
  }
}
