package org.vigie.bridge.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vigie.bridge.api.BridgeEvent;
import org.vigie.bridge.api.Codec;
import org.vigie.bridge.api.EndReason;
import org.vigie.bridge.api.Feedback;
import org.vigie.bridge.api.IncomingSsrc;
import org.vigie.bridge.api.IncomingTrackSpec;
import org.vigie.bridge.api.MediaKind;
import org.vigie.bridge.api.PayloadFormat;
import org.vigie.bridge.api.SlotDescription;
import org.vigie.bridge.api.SlotSpec;
import org.vigie.bridge.api.StreamId;
import org.vigie.bridge.api.StreamState;
import org.vigie.bridge.rtp.RtpPacket;

/** A camera's next Session goes on where the one before stopped, whatever has changed about it. */
class TakeoverTest extends VirtualTime {
  private static final int OPUS = 111;
  private static final int SOUND = 0x3333;
  private static final long VIEWER_SOUND = 0x9999;
  private static final String H264_SETS = "6742c01fda014016ec0440000003004000000503c60ca8";

  @Test
  void aPictureThatWasCutOffLeavesNoGapBeforeTheNextCamera() {
    VirtualPeer older = camera("cam-1");
    VirtualPeer viewer = viewer("cam-1");
    arrive(older, older.part(1, 0, true, true, 400));
    arrive(older, older.part(2, 3_000, false, false, 400));
    VirtualPeer newer = camera("cam-1");
    advance(300 * MILLI);
    arrive(newer, newer.picture(60_000, 5, true));
    arrive(newer, newer.picture(60_001, 3_005, false));
    assertContinuous(viewer.media(), 4);
  }

  @Test
  void anotherSourcePayloadTypeAndCodecGoOnInTheViewersOwnNumbers() {
    VirtualPeer older = camera("cam-1");
    VirtualPeer viewer = viewer("cam-1");
    arrive(older, older.picture(1, 1_000_000, true));
    arrive(older, older.picture(2, 1_003_000, false));
    int source = 0x4242;
    PayloadFormat h264 = h264(120, "42e01f");
    VirtualPeer newer = camera("cam-1", List.of(picture(source, List.of(h264))));
    advance(500 * MILLI);
    arrive(newer, newer.rtp(120, source, 40_000, 17, bytes(H264_SETS)));
    arrive(newer, newer.rtp(120, source, 40_001, 17, bytes("65888040")));
    arrive(newer, newer.rtp(120, source, 40_002, 3_017, bytes("419a00")));
    List<RtpPacket> shown = viewer.media();
    assertContinuous(shown, 5);
    assertEquals(
        List.of(VirtualPeer.VP8, VirtualPeer.VP8, VirtualPeer.H264, VirtualPeer.H264),
        shown.subList(0, 4).stream().map(RtpPacket::payloadType).toList());
  }

  @Test
  void aCodecThatTheViewerHasNotNegotiatedIsToldAndTheNextThatItHasGoesOn() {
    VirtualPeer older = camera("cam-1");
    VirtualPeer viewer = viewer("cam-1");
    arrive(older, older.picture(1, 0, true));
    PayloadFormat vp9 =
        new PayloadFormat(98, Codec.VP9, 1, Map.of("profile-id", "0"), OptionalInt.empty());
    VirtualPeer other = camera("cam-1", List.of(picture(0x4242, List.of(vp9))));
    arrive(other, other.rtp(98, 0x4242, 5, 0, new byte[20]));
    advance(400 * MILLI);
    assertTrue(
        events.contains(new BridgeEvent.CodecsRefused(viewer.id, Map.of("0", Codec.VP9))),
        events::toString);
    VirtualPeer newer = camera("cam-1");
    arrive(newer, newer.picture(70, 0, true));
    arrive(newer, newer.picture(71, 3_000, false));
    advance(400 * MILLI);
    assertContinuous(viewer.media(), 3);
    assertEquals(new BridgeEvent.CodecsRefused(viewer.id, Map.of()), events.getLast());
  }

  @Test
  void pictureIdsGoOnWhereTheCameraBeforeStopped() {
    VirtualPeer older = camera("cam-1");
    VirtualPeer viewer = viewer("cam-1");
    arrive(older, numbered(older, 1, 0, 20_000, 9, true));
    arrive(older, numbered(older, 2, 3_000, 20_001, 10, false));
    VirtualPeer newer = camera("cam-1");
    arrive(newer, numbered(newer, 9, 77, 5, 200, true));
    arrive(newer, numbered(newer, 10, 3_077, 6, 201, false));
    List<RtpPacket> shown = viewer.media();
    assertContinuous(shown, 4);
    int firstId = pictureId(shown.getFirst());
    int firstLevel = levelZeroIndex(shown.getFirst());
    for (int i = 0; i < 4; i++) {
      assertEquals(firstId + i & 0x7fff, pictureId(shown.get(i)));
      assertEquals(firstLevel + i & 0xff, levelZeroIndex(shown.get(i)));
    }
  }

  @Test
  void soundAndPictureShiftByOneAmount() {
    VirtualPeer viewer = viewerWithSound();
    VirtualPeer older = cameraWithSound();
    play(older, 1_000, 123_456, 7_000);
    int pictures = of(viewer, VirtualPeer.VIEWER_SSRC).size();
    int sounds = of(viewer, VIEWER_SOUND).size();
    advance(3 * SECOND);
    VirtualPeer newer = cameraWithSound();
    play(newer, 1_000, 900_000_000, 3_000_000_000L);
    List<RtpPacket> picture = of(viewer, VirtualPeer.VIEWER_SSRC);
    List<RtpPacket> sound = of(viewer, VIEWER_SOUND);
    double pictureStep = step(picture, pictures) / 90.0;
    double soundStep = step(sound, sounds) / 48.0;
    assertEquals(pictureStep, soundStep, 25.0, "milliseconds that each went ahead");
    assertTrue(soundStep > 3_000, "sound went ahead by " + soundStep + " ms");
  }

  @Test
  void aViewerWhoComesBetweenTwoCamerasIsShownTheNewOne() {
    VirtualPeer older = camera("cam-1");
    arrive(older, older.picture(1, 0, true));
    VirtualPeer newer = camera("cam-1");
    VirtualPeer viewer = viewer("cam-1");
    arrive(older, older.picture(2, 3_000, false));
    for (int i = 0; i < 6; i++) {
      arrive(newer, newer.picture(495 + i, 3_000 * i, false));
      advance(33 * MILLI);
    }
    assertEquals(List.of(), viewer.media(), "nothing can be shown before a key frame");
    assertTrue(newer.rtcp.contains("pli"), "the new camera heard " + newer.rtcp);
    arrive(newer, newer.picture(501, 18_000, true));
    VirtualPeer late = viewer("cam-1");
    advance(20 * MILLI);
    arrive(newer, newer.picture(502, 21_000, true));
    assertContinuous(viewer.media(), 2);
    assertTrue(late.media().size() >= 1);
  }

  @Test
  void aStormOfRestartsLeavesOneSessionAndOneContinuousPicture() {
    VirtualPeer viewer = viewer("cam-1");
    for (int i = 0; i < 100; i++) {
      VirtualPeer camera = camera("cam-1");
      if (i % 3 == 0) {
        arrive(camera, camera.picture(i * 600, i * 1_000_000, true));
        arrive(camera, camera.picture(i * 600 + 1, i * 1_000_000 + 3_000, false));
      }
    }
    assertContinuous(viewer.media(), 68);
    assertEquals(2, stats().sessions().size());
    assertEquals(2, stats().counters().get("loop.ufrags"));
    assertEquals(
        99,
        events.stream()
            .filter(BridgeEvent.SessionEnded.class::isInstance)
            .map(BridgeEvent.SessionEnded.class::cast)
            .filter(ended -> ended.reason() == EndReason.TAKEN_OVER)
            .count());
  }

  @Test
  void anUplinkThatResumesWithinThirtySecondsNeedsNoNewSession() {
    VirtualPeer camera = camera("cam-1");
    VirtualPeer viewer = viewer("cam-1");
    arrive(camera, camera.picture(1, 0, true));
    advance(29 * SECOND);
    arrive(viewer, viewer.check());
    assertEquals(StreamState.LOST, stats().streams().getFirst().state());
    int after = 29 * 90_000;
    arrive(camera, camera.picture(5_000, after, false));
    arrive(camera, camera.check());
    assertTrue(camera.rtcp.contains("pli"), "the camera heard " + camera.rtcp);
    arrive(camera, camera.picture(5_001, after + 3_000, true));
    assertContinuous(viewer.media(), 2);
    advance(20 * SECOND);
    arrive(viewer, viewer.check());
    advance(9 * SECOND);
    assertEquals(2, stats().sessions().size());
  }

  @Test
  void theAgeOfTheLastPictureIsKnownWhileANewSessionIsStillSilent() {
    VirtualPeer older = camera("cam-1");
    viewer("cam-1");
    arrive(older, older.picture(1, 0, true));
    camera("cam-1");
    advance(700 * MILLI);
    long millis = stats().streams().getFirst().sinceLastPacket().orElseThrow().toMillis();
    assertTrue(millis >= 700 && millis < 800, "the last picture is " + millis + " ms old");
  }

  @Test
  void ofACameraThatComesBackWithSoundAloneNoOldPictureIsKeptOrShown() {
    VirtualPeer older = cameraWithSound();
    arrive(older, older.picture(1, 0, true));
    assertEquals(1, stats().counters().get("history.chunks"));
    camera("cam-1", List.of(incoming("1", MediaKind.AUDIO, opus(), SOUND)));
    assertEquals(0, stats().counters().get("history.chunks"));
    VirtualPeer viewer = viewer("cam-1");
    advance(500 * MILLI);
    assertEquals(List.of(), viewer.media());
  }

  private VirtualPeer camera(String stream, List<IncomingTrackSpec> tracks) {
    VirtualPeer camera = new VirtualPeer();
    connect(camera, camera.openCamera(stream, tracks));
    return camera;
  }

  private VirtualPeer cameraWithSound() {
    return camera(
        "cam-1",
        List.of(
            picture(VirtualPeer.VIDEO_SSRC, VirtualPeer.formats()),
            incoming("1", MediaKind.AUDIO, opus(), SOUND)));
  }

  private static IncomingTrackSpec picture(int ssrc, List<PayloadFormat> formats) {
    return incoming("0", MediaKind.VIDEO, formats, ssrc);
  }

  private static IncomingTrackSpec incoming(
      String mid, MediaKind kind, List<PayloadFormat> formats, int ssrc) {
    IncomingSsrc source = new IncomingSsrc(ssrc, OptionalLong.empty());
    return new IncomingTrackSpec(
        mid, kind, formats, Map.of(), Set.of(Feedback.PLI), List.of(source), List.of());
  }

  private VirtualPeer viewerWithSound() {
    VirtualPeer viewer = new VirtualPeer();
    loop.offer(
        viewer.openViewer(
            List.of(
                new SlotSpec("0", MediaKind.VIDEO, VirtualPeer.formats(), Map.of(), Set.of()),
                new SlotSpec("1", MediaKind.AUDIO, opus(), Map.of(), Set.of())),
            List.of(
                new SlotDescription("0", VirtualPeer.VIEWER_SSRC, OptionalLong.empty()),
                new SlotDescription("1", VIEWER_SOUND, OptionalLong.empty()))));
    loop.offer(new LoopCommand.Show(viewer.id, "0", new StreamId("cam-1")));
    connect(viewer, new LoopCommand.Show(viewer.id, "1", new StreamId("cam-1")));
    return viewer;
  }

  private static List<PayloadFormat> opus() {
    return List.of(new PayloadFormat(OPUS, Codec.OPUS, 2, Map.of(), OptionalInt.empty()));
  }

  private static PayloadFormat h264(int payloadType, String profile) {
    return new PayloadFormat(
        payloadType,
        Codec.H264,
        1,
        Map.of("profile-level-id", profile, "packetization-mode", "1"),
        OptionalInt.empty());
  }

  /** Sound every 20 ms, a picture every 40 ms, a key frame first; nothing is delayed. */
  private void play(VirtualPeer camera, int millis, int pictureStart, long soundStart) {
    for (int at = 0; at < millis; at += 20) {
      int sound = (int) (soundStart + 48L * at);
      arrive(camera, camera.rtp(OPUS, SOUND, at / 20, sound, new byte[40]));
      if (at % 40 == 0) {
        arrive(camera, camera.picture(at / 40, pictureStart + 90 * at, at == 0));
        now -= MILLI;
      }
      advance(19 * MILLI);
    }
  }

  private static byte[] numbered(
      VirtualPeer camera, int sequence, int timestamp, int pictureId, int level, boolean key) {
    byte[] descriptor = {
      (byte) 0x90,
      (byte) 0xe0,
      (byte) (0x80 | pictureId >> 8),
      (byte) pictureId,
      (byte) level,
      0x20,
      (byte) (key ? 0 : 1),
      0,
      0,
      (byte) 0x9d,
      0x01,
      0x2a,
      0x40,
      0x01,
      (byte) 0xf0,
      0
    };
    return camera.rtp(VirtualPeer.VP8, VirtualPeer.VIDEO_SSRC, sequence, timestamp, descriptor);
  }

  private static int pictureId(RtpPacket packet) {
    byte[] bytes = packet.array();
    int at = packet.payloadOffset() + 2;
    return ((bytes[at] & 0x7f) << 8) | (bytes[at + 1] & 0xff);
  }

  private static int levelZeroIndex(RtpPacket packet) {
    return packet.array()[packet.payloadOffset() + 4] & 0xff;
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  private static List<RtpPacket> of(VirtualPeer viewer, long ssrc) {
    return viewer.media().stream().filter(packet -> packet.ssrc() == (int) ssrc).toList();
  }

  /** Ticks between the packet with this index and the one before it. */
  private static int step(List<RtpPacket> packets, int index) {
    return packets.get(index).timestamp() - packets.get(index - 1).timestamp();
  }

  /** One source, numbers without a gap, time that never goes back. */
  private static void assertContinuous(List<RtpPacket> shown, int count) {
    assertEquals(count, shown.size());
    for (int i = 1; i < count; i++) {
      assertEquals(shown.get(i - 1).ssrc(), shown.get(i).ssrc());
      assertEquals(shown.get(i - 1).sequenceNumber() + 1 & 0xffff, shown.get(i).sequenceNumber());
      assertTrue(shown.get(i).timestamp() - shown.get(i - 1).timestamp() >= 0);
    }
  }
}
