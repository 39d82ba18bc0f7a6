package org.vigie.bridge.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A connected peer always hears something, so that silence means that its line is dead. */
class SignOfLifeTest extends VirtualTime {
  private static final long STEP = 20 * MILLI;

  @Test
  void aViewerWhoseCameraIsAwayHearsSomethingEverySevenTenthsOfASecond() {
    assertHeardAtLeastEvery(750 * MILLI, viewer("cam-1"));
  }

  @Test
  void aCameraThatSendsNothingHearsSomethingEverySevenTenthsOfASecond() {
    assertHeardAtLeastEvery(750 * MILLI, camera("cam-1"));
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
    long heardAt = now;
    int heard = peer.received.size();
    for (long end = now + 10 * SECOND; now < end; ) {
      advance(STEP);
      if (peer.received.size() > heard) {
        heard = peer.received.size();
        heardAt = now;
      }
      assertTrue(now - heardAt <= nanos, "silent for " + (now - heardAt) / MILLI + " ms");
    }
  }
}
