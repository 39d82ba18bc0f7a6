package org.vigie.bridge.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vigie.bridge.api.Codec;
import org.vigie.bridge.api.EndReason;
import org.vigie.bridge.api.Feedback;
import org.vigie.bridge.api.HeaderExtension;
import org.vigie.bridge.api.MediaKind;
import org.vigie.bridge.api.PayloadFormat;
import org.vigie.bridge.api.SlotDescription;
import org.vigie.bridge.api.SlotSpec;
import org.vigie.bridge.api.StreamId;
import org.vigie.bridge.rtp.BigEndian;
import org.vigie.bridge.rtp.RtpPacket;

/** What a viewer says and hears, in virtual time. */
class ViewerFeedbackTest extends VirtualTime {
  private static final int SSRC = (int) VirtualPeer.VIEWER_SSRC;
  private static final int PLAYOUT = 4;

  @Test
  void aViewerHearsSenderReportsOnceTheTimeOfItsMediaIsKnown() {
    VirtualPeer camera = camera("cam-1");
    VirtualPeer viewer = viewer("cam-1");
    advance(3 * SECOND);
    assertFalse(viewer.rtcp.contains("sr"));
    for (int i = 0; i < 4; i++) {
      arrive(camera, camera.picture(i, 45_000 * i, i == 0));
      advance(500 * MILLI);
    }
    assertFalse(viewer.rtcp.contains("sr"), "the camera's own report may still come");
    for (int i = 4; i < 14; i++) {
      arrive(camera, camera.picture(i, 45_000 * i, false));
      advance(500 * MILLI);
    }
    assertTrue(viewer.reports.stream().allMatch(report -> report.ssrc() == SSRC));
    assertFalse(viewer.reports.isEmpty());
  }

  @Test
  void aViewerThatIsEndedHearsBye() {
    VirtualPeer viewer = viewer("cam-1");
    loop.offer(new LoopCommand.End(viewer.id, EndReason.DELETED));
    turn();
    assertTrue(viewer.rtcp.contains("bye"));
  }

  @Test
  void aViewersLostPictureIsPassedToTheCameraIfTheNewestKeyFrameIsOld() {
    VirtualPeer camera = camera("cam-1");
    VirtualPeer viewer = viewer("cam-1");
    arrive(camera, camera.picture(1, 0, true));
    advance(13 * SECOND);
    long before = camera.keyFramesWanted.size();
    arrive(viewer, viewer.pli(SSRC));
    assertEquals(before + 1, camera.keyFramesWanted.size());
    arrive(viewer, viewer.pli(0x1234));
    assertEquals(before + 1, camera.keyFramesWanted.size(), "that source is not his");
  }

  @Test
  void aViewerWhoAsksAllTheTimeMakesTheCameraSendFewKeyFrames() {
    VirtualPeer camera = camera("cam-1");
    VirtualPeer viewer = viewer("cam-1");
    int answered = -1;
    for (int i = 0; i < 600; i++) {
      if (i % 3 == 0) {
        arrive(viewer, viewer.pli(SSRC));
      }
      boolean key = camera.keyFramesWanted.size() > answered;
      answered = camera.keyFramesWanted.size();
      arrive(camera, camera.picture(i, 3_000 * i, key));
      advance(31 * MILLI);
    }
    assertTrue(answered <= 21, "in 20 s the camera was asked " + answered + " times");
  }

  @Test
  void whereTheCamerasLineLosesPicturesItHearsOfItEachTimeHoweverOftenViewersHaveAsked() {
    VirtualPeer camera = camera("cam-1");
    VirtualPeer viewer = viewer("cam-1");
    for (int i = 0; i < 100; i++) { // asks until he is hardly heard
      arrive(viewer, viewer.pli(SSRC));
      arrive(camera, camera.picture(i, 9_000 * i, true));
      advance(98 * MILLI);
    }
    int before = camera.keyFramesWanted.size();
    for (int i = 101; i < 111; i++) { // one is lost, and not repaired
      arrive(viewer, viewer.pli(SSRC));
      arrive(camera, camera.picture(i, 9_000 * i, false));
      advance(98 * MILLI);
    }
    assertTrue(camera.keyFramesWanted.size() > before);
  }

  @Test
  void aNackOfAViewerWithoutRetransmissionsIsAnsweredWithAKeyFrameUnderNewNumbers() {
    VirtualPeer camera = camera("cam-1");
    VirtualPeer viewer = viewerWithoutRtx();
    arrive(camera, camera.picture(1, 0, true));
    arrive(camera, camera.picture(2, 3_000, false));
    advance(SECOND);
    long before = camera.keyFramesWanted.size();
    int first = viewer.media().getFirst().sequenceNumber();
    arrive(viewer, viewer.nack(SSRC, first));
    assertEquals(4, viewer.media().size());
    assertEquals(first + 3 & 0xffff, viewer.media().getLast().sequenceNumber());
    assertEquals(before, camera.keyFramesWanted.size());
    advance(60 * MILLI);
    arrive(viewer, viewer.nack(SSRC, first));
    assertEquals(4, viewer.media().size(), "no SRTP index protects other bytes again");
    assertEquals(before + 1, camera.keyFramesWanted.size());
  }

  @Test
  void aViewerWhoseLineLosesOftenIsToldToHoldPicturesBack() {
    VirtualPeer camera = camera("cam-1");
    VirtualPeer viewer = new VirtualPeer();
    loop.offer(viewer.openViewer(Map.of(HeaderExtension.PLAYOUT_DELAY, PLAYOUT)));
    connect(viewer, new LoopCommand.Show(viewer.id, "0", new StreamId("cam-1")));
    for (int i = 0; i < 4; i++) {
      assertEquals(-1, viewer.media().isEmpty() ? -1 : leastDelay(viewer.media().getLast()));
      arrive(camera, camera.picture(i, 90_000 * i, i == 0));
      arrive(viewer, viewer.nack(SSRC, viewer.media().getLast().sequenceNumber()));
      advance(SECOND);
    }
    arrive(camera, camera.picture(4, 360_000, false));
    assertTrue(leastDelay(viewer.media().getLast()) >= 50);
  }

  private static int leastDelay(RtpPacket packet) {
    int at = packet.extension(PLAYOUT);
    return at < 0 ? -1 : (BigEndian.u24(packet.array(), at) >> 12) * 10;
  }

  @Test
  void mediaFromAViewerIsRefused() {
    VirtualPeer viewer = viewer("cam-1");
    arrive(viewer, viewer.picture(1, 0, true));
    assertEquals(1, stats().counters().get("dropped.unwanted-media"));
  }

  private VirtualPeer viewerWithoutRtx() {
    VirtualPeer viewer = new VirtualPeer();
    SlotSpec video =
        new SlotSpec(
            "0",
            MediaKind.VIDEO,
            List.of(
                new PayloadFormat(VirtualPeer.VP8, Codec.VP8, 1, Map.of(), OptionalInt.empty())),
            Map.of(),
            Set.of(Feedback.NACK, Feedback.PLI));
    SlotDescription slot = new SlotDescription("0", VirtualPeer.VIEWER_SSRC, OptionalLong.empty());
    loop.offer(viewer.openViewer(List.of(video), List.of(slot)));
    connect(viewer, new LoopCommand.Show(viewer.id, "0", new StreamId("cam-1")));
    return viewer;
  }
}
