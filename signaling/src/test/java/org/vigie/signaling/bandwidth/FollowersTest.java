package org.vigie.signaling.bandwidth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.vigie.signaling.session.Session;
import org.vigie.signaling.session.TestSessions;

/** Cameras that are told their targets by message, and what becomes of those that do not obey. */
class FollowersTest {
  private static final CameraTarget IDLE =
      new CameraTarget(150_000, false, OptionalLong.empty(), List.of());

  private final Followers followers = new Followers();
  private final List<CameraTarget> told = new ArrayList<>();
  private final CameraTarget.Listener listener = told::add;
  private final Session session = TestSessions.camera("a");
  private long now;
  private long soundBps = 56_000;

  @Test
  void aTargetIsToldOnce() {
    followers.add(session, listener);
    followers.tell(now, session, IDLE);
    followers.tell(now, session, IDLE);
    assertEquals(List.of(IDLE), told);
  }

  @Test
  void whoGoesOnSendingMuchMoreIsNotBelievedAnyLonger() {
    followers.add(session, listener);
    followers.tell(now, session, IDLE);
    sends(2_000_000, 7);
    assertTrue(followers.follows("a"));
    sends(2_000_000, 2);
    assertFalse(followers.follows("a"));
  }

  @Test
  void aPictureThatMovesMayOvershoot() {
    followers.add(session, listener);
    followers.tell(now, session, IDLE);
    sends(390_000, 60);
    sends(3_000_000, 3);
    sends(100_000, 1);
    sends(3_000_000, 3);
    assertTrue(followers.follows("a"));
  }

  @Test
  void goodSoundAloneIsNoDisobedience() {
    followers.add(session, listener);
    followers.tell(now, session, new CameraTarget(0, false, OptionalLong.empty(), List.of()));
    soundBps = 152_000;
    sends(133_000, 60);
    assertTrue(followers.follows("a"));
    sends(253_000, 9);
    assertFalse(followers.follows("a"));
  }

  @Test
  void anotherSessionOfTheCameraIsNotTold() {
    followers.add(session, listener);
    followers.tell(now, TestSessions.camera("a"), IDLE);
    assertEquals(List.of(), told);
    followers.retain(List.of());
    assertFalse(followers.follows("a"));
  }

  @Test
  void anOlderListenerThatGoesLeavesTheNewer() {
    followers.add(session, target -> {});
    CameraTarget.Listener older = target -> {};
    followers.add(session, listener);
    followers.remove(older);
    assertTrue(followers.follows("a"));
    followers.remove(listener);
    assertFalse(followers.follows("a"));
  }

  private void sends(long bps, int seconds) {
    for (int i = 0; i < seconds; i++) {
      now += Duration.ofSeconds(1).toNanos();
      followers.observe(now, "a", bps, soundBps);
    }
  }
}
