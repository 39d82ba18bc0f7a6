package org.vigie.bridge.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vigie.bridge.api.Codec;
import org.vigie.bridge.api.Feedback;
import org.vigie.bridge.api.HeaderExtension;
import org.vigie.bridge.api.IncomingSsrc;
import org.vigie.bridge.api.IncomingTrackSpec;
import org.vigie.bridge.api.MediaKind;
import org.vigie.bridge.api.PayloadFormat;
import org.vigie.bridge.api.SlotDescription;
import org.vigie.bridge.api.SlotSpec;
import org.vigie.bridge.api.StreamId;
import org.vigie.bridge.api.ViewerLine;
import org.vigie.bridge.rtp.RtcpWriter;
import org.vigie.bridge.rtp.RtpPacket;

/** A viewer whose line is taken by the sound alone, so that nothing is left for the picture. */
class PausedPictureTest extends VirtualTime {
  private static final int TRANSPORT_CC = 5;
  private static final int SOUND_SSRC = 0x2222;
  private static final int SOUND_SLOT = 0x9999;
  private static final int PICTURE_SLOT = (int) VirtualPeer.VIEWER_SSRC;
  private static final PayloadFormat PCMU =
      new PayloadFormat(0, Codec.PCMU, 1, Map.of(), OptionalInt.empty());

  private final VirtualPeer camera = new VirtualPeer();
  private final VirtualPeer viewer = new VirtualPeer();
  private final Map<Integer, Long> captured = new HashMap<>();
  private final Map<Integer, Integer> expected = new HashMap<>();
  private final SlowLine line =
      new SlowLine(viewer, TRANSPORT_CC, 10_000_000, 500 * MILLI, 25 * MILLI, captured, expected);
  private final KeyedCamera sends = new KeyedCamera(camera, captured, expected);
  private int sounds;
  private long nextReport = Long.MAX_VALUE;

  PausedPictureTest() {
    connect(camera, camera.openCamera("cam-1", List.of(picture(), sound())));
  }

  private static IncomingTrackSpec picture() {
    Set<Feedback> feedback = Set.of(Feedback.NACK, Feedback.PLI);
    return new IncomingTrackSpec(
        "0",
        MediaKind.VIDEO,
        VirtualPeer.formats(),
        Map.of(),
        feedback,
        List.of(new IncomingSsrc(VirtualPeer.VIDEO_SSRC, OptionalLong.empty())),
        List.of());
  }

  private static IncomingTrackSpec sound() {
    return new IncomingTrackSpec(
        "1",
        MediaKind.AUDIO,
        List.of(PCMU),
        Map.of(),
        Set.of(),
        List.of(new IncomingSsrc(SOUND_SSRC, OptionalLong.empty())),
        List.of());
  }

  /** He says of the picture when it arrived, if at all, and never of the sound. */
  private void join(Map<HeaderExtension, Integer> extensions) {
    Set<Feedback> feedback = Set.of(Feedback.NACK, Feedback.PLI);
    SlotSpec video =
        new SlotSpec("0", MediaKind.VIDEO, VirtualPeer.formats(), extensions, feedback);
    SlotSpec audio = new SlotSpec("1", MediaKind.AUDIO, List.of(PCMU), Map.of(), Set.of());
    List<SlotDescription> slots =
        List.of(
            new SlotDescription(
                "0", VirtualPeer.VIEWER_SSRC, OptionalLong.of(VirtualPeer.VIEWER_RTX_SSRC)),
            new SlotDescription("1", SOUND_SLOT, OptionalLong.empty()));
    connect(viewer, viewer.openViewer(List.of(video, audio), slots));
    loop.offer(new LoopCommand.Show(viewer.id, "0", new StreamId("cam-1")));
    loop.offer(new LoopCommand.Show(viewer.id, "1", new StreamId("cam-1")));
    turn();
  }

  /**
   * A megabit a second in 30 pictures, a key frame where one is wanted, and 50 packets of sound.
   */
  private void seconds(int seconds) {
    for (int tick = 0; tick < 300 * seconds; tick++) {
      if (tick % 10 == 0) {
        sendPicture();
      }
      if (tick % 6 == 0) {
        socket.arrive(camera.path, camera.rtp(0, SOUND_SSRC, sounds, 160 * sounds, new byte[160]));
        sounds++;
        turn();
      }
      if (tick % 600 == 0) {
        arrive(camera, camera.check());
        arrive(viewer, viewer.check());
      }
      advance(SECOND / 300);
      tell();
    }
  }

  private void sendPicture() {
    sends.picture(now).forEach(each -> socket.arrive(camera.path, each));
    turn();
  }

  private void tell() {
    if (nextReport == Long.MAX_VALUE) {
      return;
    }
    line.run(now);
    byte[] report = now >= nextReport ? line.report() : null;
    if (report != null) {
      nextReport = now + 60 * MILLI;
      socket.arrive(viewer.path, report);
      turn();
    }
  }

  private long given(int ssrc, int seconds) {
    int before = viewer.media().size();
    seconds(seconds);
    long bytes = 0;
    for (RtpPacket packet : viewer.media().subList(before, viewer.media().size())) {
      bytes += packet.ssrc() == ssrc ? packet.length() : 0;
    }
    return bytes * 8 / seconds;
  }

  private void remb(long bps) {
    RtcpWriter writer = new RtcpWriter();
    byte[] bytes = new byte[1_000];
    writer.begin(bytes, 0, 900);
    writer.receiverReport(9);
    writer.remb(9, bps, new int[] {PICTURE_SLOT}, 1);
    arrive(viewer, viewer.protectRtcp(bytes, writer.length()));
  }

  private void assertPaused() {
    int asked = camera.keyFramesWanted.size();
    long picture = given(PICTURE_SLOT, 20);
    assertTrue(picture <= 10_000, picture + " bit/s");
    int wanted = camera.keyFramesWanted.size() - asked;
    assertTrue(wanted <= 3, wanted + " key frames asked for");
    assertTrue(given(SOUND_SLOT, 5) >= 68_000, "the sound goes on");
  }

  private void assertWhole() {
    long picture = given(PICTURE_SLOT, 5);
    assertTrue(picture >= 960_000, picture + " bit/s");
    assertSaid(ViewerLine.Limit.CAMERA, ViewerLine.Pictures.ALL);
  }

  private void assertSaid(ViewerLine.Limit limit, ViewerLine.Pictures pictures) {
    ViewerLine line =
        stats().sessions().stream()
            .filter(session -> session.session().equals(viewer.id))
            .flatMap(session -> session.line().stream())
            .findFirst()
            .orElseThrow();
    assertEquals(limit, line.limit());
    assertEquals(pictures, line.pictures());
  }

  @Test
  void aBoundThatTheSoundAloneTakesPausesThePictureAsLongAsItIsThere() {
    join(Map.of());
    seconds(3);
    loop.offer(new LoopCommand.BoundViewer(viewer.id, 50_000));
    seconds(3);
    assertPaused();
    assertSaid(ViewerLine.Limit.VIEWER_CAP, ViewerLine.Pictures.NONE);
    loop.offer(new LoopCommand.BoundViewer(viewer.id, Long.MAX_VALUE));
    seconds(1);
    assertWhole();
  }

  @Test
  void anEstimateOfNothingPausesThePictureUntilItRises() {
    join(Map.of());
    seconds(3);
    remb(0);
    seconds(3);
    assertPaused();
    assertSaid(ViewerLine.Limit.LINE, ViewerLine.Pictures.NONE);
    remb(5_000_000);
    seconds(2);
    assertWhole();
  }

  @Test
  void aLineOfWhichNothingIsHeardWhileThePictureIsPausedIsTriedAgain() {
    join(Map.of(HeaderExtension.TRANSPORT_CC, TRANSPORT_CC));
    nextReport = now;
    seconds(3);
    line.takes(20_000);
    seconds(10);
    assertPaused();
    line.takes(5_000_000);
    seconds(15);
    assertWhole();
  }
}
