package org.vigie.bridge.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vigie.bridge.api.HeaderExtension;
import org.vigie.bridge.api.StreamId;
import org.vigie.bridge.codec.Vp8Descriptor;
import org.vigie.bridge.rtp.BigEndian;
import org.vigie.bridge.rtp.RtpPacket;

/** A viewer whose line takes a part of a camera of one layer whose pictures are in two temporal. */
class NarrowTemporalLineTest extends VirtualTime {
  private static final int TRANSPORT_CC = 5;
  private static final int PAYLOAD = 1_000;
  private static final int PARTS = 4;
  private static final int KEY_PARTS = 12;
  private static final long FRAME = 33 * MILLI;

  private final VirtualPeer camera = camera("cam-1");
  private final VirtualPeer viewer = viewerWithFeedback();
  private final VirtualPeer other = viewer("cam-1");
  private final Map<Integer, Long> captured = new HashMap<>();
  private final Map<Integer, Integer> expected = new HashMap<>();
  private final SlowLine line =
      new SlowLine(viewer, TRANSPORT_CC, 10_000_000, 500 * MILLI, 25 * MILLI, captured, expected);
  private int sequence;
  private int pictures;
  private int keyFramesAnswered;
  private long nextReport;

  private VirtualPeer viewerWithFeedback() {
    VirtualPeer peer = new VirtualPeer();
    loop.offer(peer.openViewer(Map.of(HeaderExtension.TRANSPORT_CC, TRANSPORT_CC)));
    connect(peer, new LoopCommand.Show(peer.id, "0", new StreamId("cam-1")));
    return peer;
  }

  /** A megabit a second in 30 pictures, every second of which can be left out. */
  private void seconds(int seconds) {
    long end = now + seconds * SECOND;
    while (now < end) {
      long next = now + FRAME;
      picture();
      while (now < next) {
        advance(2 * MILLI);
        line.run(now);
        tell();
      }
      if (pictures % 60 == 0) {
        Arrays.asList(viewer, camera, other).forEach(peer -> arrive(peer, peer.check()));
      }
    }
  }

  private void picture() {
    boolean key = pictures == 0 || camera.keyFramesWanted.size() > keyFramesAnswered;
    keyFramesAnswered = camera.keyFramesWanted.size();
    int parts = key ? KEY_PARTS : PARTS;
    captured.put(pictures, now);
    expected.put(pictures, parts);
    for (int part = 0; part < parts; part++) {
      byte[] payload = payload(key, part == 0);
      boolean last = part == parts - 1;
      socket.arrive(camera.path, camera.rtp(sequence++, 3_000 * pictures, last, payload));
    }
    turn();
    pictures++;
  }

  /** A key frame is of the lower temporal layer whatever its turn; each of the upper is a sync. */
  private byte[] payload(boolean key, boolean first) {
    byte[] payload = new byte[PAYLOAD];
    int layer = key ? 0 : pictures % 2;
    byte[] head = {(byte) (first ? 0x90 : 0x80), (byte) 0xa0, 0, 0, (byte) (layer << 6 | 0x20)};
    System.arraycopy(head, 0, payload, 0, head.length);
    BigEndian.put16(payload, 2, 0x8000 | pictures);
    byte[] start = {(byte) (key ? 0 : 1), 0, 0, (byte) 0x9d, 1, 0x2a, 0x40, 1, (byte) 0xf0, 0};
    System.arraycopy(start, 0, payload, head.length, first ? start.length : 0);
    BigEndian.put32(payload, PAYLOAD - 4, pictures);
    return payload;
  }

  private void tell() {
    byte[] report = now >= nextReport ? line.report() : null;
    if (report != null) {
      nextReport = now + 60 * MILLI;
      socket.arrive(viewer.path, report);
      turn();
    }
  }

  @Test
  void onALineThatTakesTwoThirdsEverySecondPictureIsLeftOutAndNoKeyFrameAskedFor() {
    seconds(3);
    line.takes(700_000);
    seconds(6);
    int asked = camera.keyFramesWanted.size();
    int shown = line.pictures;
    int before = sequence;
    int others = other.media().size();
    line.oldest = 0;
    line.lost = 0;
    seconds(20);
    String found =
        "oldest %d ms, %d pictures, %d lost, %d key frames asked for"
            .formatted(
                line.oldest / MILLI,
                line.pictures - shown,
                line.lost,
                camera.keyFramesWanted.size() - asked);
    assertTrue(line.oldest < 500 * MILLI, found);
    assertTrue(line.pictures - shown >= 290, found);
    assertEquals(asked, camera.keyFramesWanted.size(), found);
    assertEquals(0, line.lost, found);
    assertEquals(sequence - before, other.media().size() - others, "the other misses nothing");
    assertContinuous();
  }

  @Test
  void aLineThatHasBecomeGoodIsGivenAllPicturesAgainWithoutAKeyFrame() {
    seconds(3);
    line.takes(700_000);
    seconds(10);
    line.takes(5_000_000);
    int asked = camera.keyFramesWanted.size();
    seconds(8);
    assertAllPicturesAreShownFor(5);
    assertEquals(asked, camera.keyFramesWanted.size());
    assertContinuous();
  }

  /** Nobody goes up in the first second after a step down; then nothing else happens any more. */
  @Test
  void whoWasBoundedForAMomentIsGivenAllPicturesAgain() {
    seconds(3);
    loop.offer(new LoopCommand.BoundViewer(viewer.id, 700_000));
    turn();
    picture();
    loop.offer(new LoopCommand.BoundViewer(viewer.id, Long.MAX_VALUE));
    turn();
    seconds(3);
    assertAllPicturesAreShownFor(3);
  }

  /** All but two, which are on their way. */
  private void assertAllPicturesAreShownFor(int seconds) {
    int shown = line.pictures;
    int before = pictures;
    seconds(seconds);
    int missed = pictures - before - (line.pictures - shown);
    assertTrue(missed <= 2, missed + " pictures of " + (pictures - before) + " missed");
  }

  private void assertContinuous() {
    RtpPacket before = null;
    for (RtpPacket packet : viewer.media()) {
      if (packet.ssrc() != (int) VirtualPeer.VIEWER_SSRC) {
        continue;
      }
      if (before != null) {
        assertEquals(before.sequenceNumber() + 1 & 0xffff, packet.sequenceNumber());
        int step = pictureId(packet) - pictureId(before) & 0x7fff;
        assertEquals(packet.timestamp() == before.timestamp() ? 0 : 1, step);
      }
      before = packet;
    }
  }

  private static int pictureId(RtpPacket packet) {
    Vp8Descriptor descriptor = new Vp8Descriptor();
    assertTrue(descriptor.wrap(packet.array(), packet.payloadOffset(), packet.payloadLength()));
    return descriptor.pictureId();
  }
}
