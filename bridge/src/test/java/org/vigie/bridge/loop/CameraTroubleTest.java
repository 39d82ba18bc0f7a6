package org.vigie.bridge.loop;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What viewers see of cameras that do what they should not. */
class CameraTroubleTest extends VirtualTime {
  @Test
  void whoJoinsAfterTheCameraSClockWasSetBackSeesThePicture() {
    VirtualPeer camera = camera("cam-1");
    VirtualPeer first = viewer("cam-1");
    pictures(camera, 1, 90_000_000, 90);
    int set = 90_000_000 + 90 * 3_000 - 60 * 90_000;
    pictures(camera, 91, set, 750);
    VirtualPeer late = viewer("cam-1");
    pictures(camera, 841, set + 750 * 3_000, 90);
    assertTrue(first.media().size() >= 900, "the first has " + first.media().size());
    assertTrue(late.media().size() >= 80, "who came late has " + late.media().size());
  }

  /** Thirty a second, each thirtieth a key frame. */
  private void pictures(VirtualPeer camera, int sequence, int timestamp, int count) {
    for (int i = 0; i < count; i++) {
      arrive(camera, camera.picture(sequence + i, timestamp + i * 3_000, i % 30 == 0));
      advance(32 * MILLI);
    }
  }
}
