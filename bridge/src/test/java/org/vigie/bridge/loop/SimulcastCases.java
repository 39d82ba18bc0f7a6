package org.vigie.bridge.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vigie.bridge.api.Feedback;
import org.vigie.bridge.api.HeaderExtension;
import org.vigie.bridge.api.IncomingTrackSpec;
import org.vigie.bridge.api.MediaKind;
import org.vigie.bridge.relay.Neighbours;
import org.vigie.bridge.rtp.BigEndian;
import org.vigie.bridge.rtp.RtpHeaderWriter;
import org.vigie.bridge.rtp.RtpPacket;

/** A camera that sends three layers, in virtual time. */
abstract class SimulcastCases extends VirtualTime {
  private static final int MID = 1;
  private static final int RID = 2;
  private static final List<String> RIDS = List.of("q", "h", "f");
  private static final int[] WIDTHS = {320, 640, 1280};

  private final int[] frames = {1_000, 40_000, 65_530};
  private final VirtualPeer camera = new VirtualPeer();

  SimulcastCases(Neighbours neighbours) {
    super(neighbours);
  }

  @Test
  void aViewerGetsTheHighestLayerThatArrivesAndChangesOnlyAtItsKeyFrame() {
    VirtualPeer viewer = watch();
    send(true, 0);
    send(false, 0);
    assertEquals(List.of(320, 0), widths(viewer));
    send(false, 0, 1, 2);
    advance(200 * MILLI);
    send(false, 0, 1, 2);
    assertTrue(camera.keyFramesWanted.contains(ssrc(2)), "asked " + camera.keyFramesWanted);
    report(0);
    send(true, 1);
    report(1);
    send(false, 0, 1, 2);
    report(2);
    send(true, 2);
    send(false, 0, 1, 2);
    assertEquals(List.of(320, 0, 0, 0, 640, 0, 1280, 0), widths(viewer));
    assertContinuous(viewer);
  }

  @Test
  void aViewerFallsBackWhenTheHighestLayerStopsAndNotBefore() {
    VirtualPeer viewer = watch();
    send(true, 0, 1, 2);
    for (int i = 0; i < 30; i++) {
      send(false, 0, 1, 2);
      advance(33 * MILLI);
    }
    camera.keyFramesWanted.clear();
    int shown = viewer.media().size();
    send(true, 0, 1);
    assertEquals(shown, viewer.media().size(), "the highest still arrives");
    camera.keyFramesWanted.clear();
    for (int i = 0; i < 30; i++) {
      send(false, 0, 1);
      advance(33 * MILLI);
    }
    assertEquals(List.of(640, 0), widths(viewer).subList(shown, shown + 2));
    assertEquals(List.of(), camera.keyFramesWanted, "its key frame is remembered");
    assertContinuous(viewer);
  }

  private VirtualPeer watch() {
    IncomingTrackSpec video =
        new IncomingTrackSpec(
            "0",
            MediaKind.VIDEO,
            VirtualPeer.formats(),
            Map.of(HeaderExtension.MID, MID, HeaderExtension.RID, RID),
            Set.of(Feedback.NACK, Feedback.PLI),
            List.of(),
            RIDS);
    connect(camera, camera.openCamera("cam-1", List.of(video)));
    return viewer("cam-1");
  }

  private static int ssrc(int layer) {
    return 0x2000 + layer;
  }

  /** Every source has a time of its own (RFC 3550, section 5.1). */
  private int timestamp(int layer) {
    return (int) (now / MILLI * 90) + 1_000_000_000 * layer;
  }

  private void report(int layer) {
    arrive(
        camera, camera.senderReport(ssrc(layer), 1_700_000_000L * SECOND + now, timestamp(layer)));
  }

  /** The next picture, in these layers. */
  private void send(boolean keyFrame, int... layers) {
    for (int layer : layers) {
      arrive(camera, picture(layer, frames[layer]++, keyFrame));
    }
    now += 30 * MILLI;
  }

  /** A picture in one packet with picture id and TL0PICIDX (RFC 7741, section 4.2). */
  private byte[] picture(int layer, int frame, boolean keyFrame) {
    byte[] bytes = new byte[200];
    RtpHeaderWriter header = new RtpHeaderWriter();
    header.begin(VirtualPeer.VP8, true, frame, timestamp(layer), ssrc(layer));
    header.extension(MID, new byte[] {'0'}, 0, 1);
    header.extension(RID, RIDS.get(layer).getBytes(StandardCharsets.UTF_8), 0, 1);
    int at = header.write(bytes, 0, bytes.length);
    bytes[at] = (byte) 0x90;
    bytes[at + 1] = (byte) 0xe0;
    BigEndian.put16(bytes, at + 2, 0x8000 | (frame & 0x7fff));
    bytes[at + 4] = (byte) frame;
    bytes[at + 6] = (byte) (keyFrame ? 0 : 1);
    bytes[at + 9] = (byte) 0x9d;
    bytes[at + 10] = 0x01;
    bytes[at + 11] = 0x2a;
    bytes[at + 12] = (byte) WIDTHS[layer];
    bytes[at + 13] = (byte) (WIDTHS[layer] >> 8);
    bytes[at + 14] = (byte) 0xf0;
    return camera.protectRtp(bytes, at + 20);
  }

  /** Width of each key frame shown, 0 for other pictures. */
  private static List<Integer> widths(VirtualPeer viewer) {
    return viewer.media().stream().map(SimulcastCases::width).toList();
  }

  private static int width(RtpPacket packet) {
    byte[] bytes = packet.array();
    int at = packet.payloadOffset();
    boolean keyFrame = (bytes[at + 6] & 1) == 0;
    return keyFrame ? (bytes[at + 12] & 0xff) | ((bytes[at + 13] & 0xff) << 8) : 0;
  }

  private static void assertContinuous(VirtualPeer viewer) {
    List<RtpPacket> shown = viewer.media();
    for (int i = 1; i < shown.size(); i++) {
      RtpPacket before = shown.get(i - 1);
      RtpPacket packet = shown.get(i);
      assertEquals(before.sequenceNumber() + 1 & 0xffff, packet.sequenceNumber());
      assertEquals(pictureId(before) + 1 & 0x7fff, pictureId(packet));
      assertEquals(levelZeroIndex(before) + 1 & 0xff, levelZeroIndex(packet));
      int step = packet.timestamp() - before.timestamp();
      assertTrue(step > 0 && step < 3 * 90_000, step + " ticks from one picture to the next");
    }
  }

  private static int pictureId(RtpPacket packet) {
    return BigEndian.u16(packet.array(), packet.payloadOffset() + 2) & 0x7fff;
  }

  private static int levelZeroIndex(RtpPacket packet) {
    return packet.array()[packet.payloadOffset() + 4] & 0xff;
  }
}
