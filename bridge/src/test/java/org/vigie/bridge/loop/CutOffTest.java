package org.vigie.bridge.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vigie.bridge.api.HeaderExtension;
import org.vigie.bridge.api.StreamId;

/** A line that carried nothing for a while, and then does again. */
class CutOffTest extends VirtualTime {
  private static final int TRANSPORT_CC = 5;
  private static final int PICTURES = 400;
  private static final int KEY_PARTS = 40;

  private final VirtualPeer camera = camera("cam-1");
  private final VirtualPeer viewer = viewerWithFeedback();
  private int sent;

  private VirtualPeer viewerWithFeedback() {
    VirtualPeer peer = new VirtualPeer();
    loop.offer(peer.openViewer(Map.of(HeaderExtension.TRANSPORT_CC, TRANSPORT_CC)));
    connect(peer, new LoopCommand.Show(peer.id, "0", new StreamId("cam-1")));
    return peer;
  }

  private void pictures(int count, boolean heardOf) {
    for (int i = 0; i < count; i++) {
      int number = sent++;
      arrive(camera, camera.picture(number, 3_000 * number, number == 0));
      if (heardOf) {
        tellArrival(number);
      }
      advance(33 * MILLI);
    }
  }

  private void tellArrival(int number) {
    arrive(viewer, viewer.arrivals(new long[] {number}, new long[] {33_000L * number}));
  }

  @Test
  void aViewerWhoseLineIsBackGetsAKeyFrameUnasked() {
    pictures(PICTURES, true);
    int before = camera.keyFramesWanted.size();
    pictures(PICTURES, false);
    assertEquals(before, camera.keyFramesWanted.size());
    tellArrival(2 * PICTURES - 1);
    assertEquals(before + 1, camera.keyFramesWanted.size());
    pictures(10, true);
    assertEquals(before + 1, camera.keyFramesWanted.size());
  }

  @Test
  void aViewerWhoSaysNothingBecauseNothingIsSentWasNotCutOff() {
    pictures(PICTURES, true);
    int before = camera.keyFramesWanted.size();
    advance(10 * SECOND);
    pictures(10, true);
    assertEquals(before, camera.keyFramesWanted.size());
  }

  @Test
  void aViewerWhoIsSentAKeyFrameAfterAPauseIsSentItOnce() {
    pictures(PICTURES, true);
    advance(5 * SECOND);
    int before = viewer.media().size();
    long replays = stats().counters().get("replay.started");
    for (int part = 0; part < KEY_PARTS; part++) {
      boolean last = part == KEY_PARTS - 1;
      arrive(camera, camera.part(sent + part, 3_000 * sent, part == 0, last, 1_000));
    }
    advance(33 * MILLI);
    tellArrival(sent);
    advance(SECOND);
    assertEquals(KEY_PARTS, viewer.media().size() - before);
    assertEquals(replays, stats().counters().get("replay.started"));
  }

  @Test
  void aCameraWhoseLineIsBackIsAskedForAKeyFrameAndForNothingElse() {
    pictures(PICTURES, true);
    int before = camera.keyFramesWanted.size();
    advance(10 * SECOND);
    sent += PICTURES;
    camera.rtcp.clear();
    pictures(1, false);
    advance(100 * MILLI);
    assertEquals(before + 1, camera.keyFramesWanted.size());
    assertFalse(
        camera.rtcp.stream().anyMatch(each -> each.startsWith("nack")), camera.rtcp::toString);
  }
}
