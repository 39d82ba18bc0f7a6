package org.vigie.bridge.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A connected peer always hears something, so that silence means that its line is dead. */
class SignOfLifeTest extends VirtualTime {
  private static final long STEP = 20 * MILLI;

  @Test
  void aViewerWhoseCameraIsAwayHearsSomethingEveryFewSeconds() {
    assertHeardAtLeastEvery(4_100 * MILLI, viewer("cam-1"));
  }

  @Test
  void aCameraThatSendsNothingHearsSomethingEveryFewSeconds() {
    assertHeardAtLeastEvery(4_100 * MILLI, camera("cam-1"));
  }

  @Test
  void noPauseIsMuchLongerThanTheOneBefore() {
    VirtualPeer viewer = viewer("cam-1");
    List<Long> pauses = pauses(viewer, 60 * SECOND);
    assertTrue(pauses.getFirst() < 800 * MILLI, "the first was " + pauses.getFirst());
    for (int i = 1; i < pauses.size(); i++) {
      assertTrue(pauses.get(i) <= pauses.get(i - 1) * 3 / 2 + 2 * STEP, pauses.toString());
    }
    assertTrue(pauses.size() < 35, "signs in a minute: " + pauses.size());
  }

  @Test
  void signsComeOftenAgainOnceSomethingElseWasSent() {
    VirtualPeer camera = camera("cam-1");
    VirtualPeer viewer = viewer("cam-1");
    advance(20 * SECOND);
    for (int i = 0; i < 150; i++) {
      arrive(camera, camera.picture(i, i * 3_000, i == 0));
      advance(32 * MILLI);
    }
    assertTrue(pauses(viewer, 3 * SECOND).getFirst() < 900 * MILLI);
  }

  @Test
  void aViewerWhoIsSentAPictureIsToldNothingBesides() {
    VirtualPeer camera = camera("cam-1");
    VirtualPeer viewer = viewer("cam-1");
    for (int i = 0; i < 90; i++) {
      arrive(camera, camera.picture(i, i * 3_000, i == 0));
      advance(32 * MILLI);
    }
    assertEquals(List.of(), viewer.rtcp.stream().filter("rr"::equals).toList());
  }

  private void assertHeardAtLeastEvery(long nanos, VirtualPeer peer) {
    List<Long> pauses = pauses(peer, 60 * SECOND);
    assertTrue(Collections.max(pauses) <= nanos, pauses.toString());
  }

  /** The pauses between what the peer hears. */
  private List<Long> pauses(VirtualPeer peer, long nanos) {
    List<Long> pauses = new ArrayList<>();
    long heardAt = now;
    int heard = peer.received.size();
    for (long end = now + nanos; now < end; ) {
      advance(STEP);
      keepConsent(peer);
      if (peer.received.size() > heard) {
        heard = peer.received.size();
        pauses.add(now - heardAt);
        heardAt = now;
      }
    }
    return pauses;
  }

  private void keepConsent(VirtualPeer peer) {
    if (now % (5 * SECOND) < STEP) {
      arrive(peer, peer.check());
    }
  }
}
