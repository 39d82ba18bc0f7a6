package org.vigie.bridge.forward;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vigie.bridge.api.HeaderExtension;
import org.vigie.bridge.api.MediaKind;
import org.vigie.bridge.codec.Vp8Descriptor;
import org.vigie.bridge.feedback.NtpClock;
import org.vigie.bridge.rtp.BigEndian;
import org.vigie.bridge.rtp.NtpTime;
import org.vigie.bridge.rtp.RtpPacket;
import org.vigie.bridge.rtp.Rtx;

class PacketRewriterTest {
  private static final int SSRC = 0x1234_5678;
  private static final int RTX_SSRC = 0x0bad_cafe;
  private static final Map<HeaderExtension, Integer> VIEWER =
      Map.of(
          HeaderExtension.MID, 9,
          HeaderExtension.TRANSPORT_CC, 8,
          HeaderExtension.ABS_SEND_TIME, 7,
          HeaderExtension.VIDEO_ORIENTATION, 6,
          HeaderExtension.RID, 5,
          HeaderExtension.PLAYOUT_DELAY, 4,
          HeaderExtension.ABS_CAPTURE_TIME, 3);
  private static final long EPOCH = 1_700_000_000_000_000_000L;

  private final PacketRewriter rewriter =
      new PacketRewriter(SSRC, RTX_SSRC, "v1", VIEWER, new NtpClock(EPOCH));
  private final TestCamera camera = new TestCamera(1, 0, TestCamera.VP8, 1, new Random(5));
  private final Forwarder forwarder =
      new Forwarder(MediaKind.VIDEO, TestCamera.viewerFormats(), new Random(6));
  private final Decision decision = new Decision();
  private final byte[] target = new byte[1_600];
  private final RtpPacket written = new RtpPacket();
  private final List<TestPacket> frame = camera.frame(0, true, 2);

  @BeforeEach
  void showTheFirstPacket() {
    assertTrue(forwarder.decide(0, frame.get(0).incoming(0), decision));
  }

  private void write(TestPacket packet) {
    int length = rewriter.write(packet.incoming(0), decision, target, 10, target.length);
    assertTrue(written.wrap(target, 10, length));
  }

  private String text(int id) {
    int at = written.extension(id);
    return new String(
        target, at, written.extensionLength(id), java.nio.charset.StandardCharsets.UTF_8);
  }

  @Test
  void theHeaderHoldsTheViewersNumbers() {
    write(frame.get(0));
    assertEquals(SSRC, written.ssrc());
    assertEquals((int) decision.sequence() & 0xffff, written.sequenceNumber());
    assertEquals(decision.timestamp(), written.timestamp());
    assertEquals(40, written.payloadType());
    assertEquals(false, written.marker());
    forwarder.decide(0, frame.get(1).incoming(0), decision);
    write(frame.get(1));
    assertEquals(true, written.marker());
  }

  @Test
  void extensionsGoUnderTheViewersIdsAndRidNever() {
    write(frame.get(0));
    assertEquals("v1", text(9));
    assertEquals(3, target[written.extension(6)]);
    assertEquals(-1, written.extension(5));
    assertEquals(written.extension(8), rewriter.transportSequenceOffset());
    assertEquals(written.extension(7), rewriter.absSendTimeOffset());
    assertEquals(0, target[written.extension(8)]);
    assertEquals(5, written.extensionCount());
  }

  @Test
  void theViewerIsToldToHoldPicturesBackWhereTheCamerasLineLosesPackets() {
    IncomingPacket packet = frame.get(0).incoming(0);
    packet.holdBack(150);
    int length = rewriter.write(packet, decision, target, 10, target.length);
    assertTrue(written.wrap(target, 10, length));
    int at = written.extension(4);
    int both = BigEndian.u24(target, at);
    assertEquals(150, (both >> 12) * 10);
    assertEquals(0xfff, both & 0xfff);
  }

  @Test
  void theLongerOfBothCountsWhereTheViewersOwnLineLosesToo() {
    rewriter.holdBack(200);
    IncomingPacket packet = frame.get(0).incoming(0);
    write(frame.get(0));
    assertEquals(200, (BigEndian.u24(target, written.extension(4)) >> 12) * 10);
    packet.holdBack(250);
    int length = rewriter.write(packet, decision, target, 10, target.length);
    assertTrue(written.wrap(target, 10, length));
    assertEquals(250, (BigEndian.u24(target, written.extension(4)) >> 12) * 10);
  }

  @Test
  void aPacketOutOfTheHistoryRepeatsWhatItsLayerSaidLast() {
    assertEquals(-1, heldBack(frame.get(0).incoming(0)));
    IncomingPacket live = frame.get(0).incoming(0);
    live.holdBack(150);
    assertEquals(150, heldBack(live));
    IncomingPacket old = frame.get(0).incoming(0);
    old.set(live.layer(), live.format(), old.rtp(), old.sequence(), 0, 0);
    assertEquals(150, heldBack(old));
    live.holdBack(0);
    assertEquals(0, heldBack(live));
    assertEquals(0, heldBack(old));
  }

  @Test
  void whoseLineLosesNothingIsNotHeldBackForAnotherThatDid() {
    IncomingPacket lossy = frame.get(0).incoming(0);
    lossy.holdBack(150);
    assertEquals(150, heldBack(lossy));
    IncomingPacket good = frame.get(0).incoming(0);
    Layer other = new Layer(2, 0, good.layer().extensions(), good.layer().history());
    good.set(other, good.format(), good.rtp(), good.sequence(), 0, 0);
    assertEquals(0, heldBack(good));
  }

  private int heldBack(IncomingPacket packet) {
    int length = rewriter.write(packet, decision, target, 10, target.length);
    assertTrue(written.wrap(target, 10, length));
    int at = written.extension(4);
    return at < 0 ? -1 : (BigEndian.u24(target, at) >> 12) * 10;
  }

  @Test
  void whereEachPictureIsShownAtOnceNothingIsHeldBackAndAfterwardsThatIsTakenBack() {
    rewriter.holdBack(200);
    rewriter.showAtOnce(true);
    write(frame.get(0));
    assertEquals(0x00000a, BigEndian.u24(target, written.extension(4)));
    rewriter.holdBack(IncomingPacket.UNSAID);
    rewriter.showAtOnce(false);
    write(frame.get(0));
    assertEquals(0x000fff, BigEndian.u24(target, written.extension(4)));
  }

  @Test
  void theTimeOfCaptureIsTheRelaysWhateverTheDecisionSays() {
    IncomingPacket packet = frame.get(0).incoming(0);
    RtpPacket rtp = packet.rtp();
    packet.set(packet.layer(), packet.format(), rtp, packet.sequence(), 9_000_000, 5_000_000);
    int length = rewriter.write(packet, decision, target, 10, target.length);
    assertTrue(written.wrap(target, 10, length));
    assertEquals(8, written.extensionLength(3));
    long ntp = BigEndian.i64(target, written.extension(3));
    assertTrue(Math.abs(NtpTime.toUnixNanos(ntp) - EPOCH - 5_000_000) <= 1);
  }

  @Test
  void aViewerWithoutExtensionsGetsABareHeader() {
    PacketRewriter bare = new PacketRewriter(SSRC, RTX_SSRC, "v1", Map.of(), new NtpClock(0));
    int length = bare.write(frame.get(0).incoming(0), decision, target, 0, target.length);
    assertTrue(written.wrap(target, 0, length));
    assertEquals(12, written.headerLength());
    assertEquals(-1, bare.transportSequenceOffset());
    assertEquals(-1, bare.absSendTimeOffset());
  }

  @Test
  void thePayloadIsCopiedWithItsDescriptorRewrittenAndTheSourceUntouched() {
    TestPacket packet = frame.get(0);
    byte[] before = packet.bytes().clone();
    write(packet);
    assertArrayEquals(before, packet.bytes());
    Vp8Descriptor descriptor = new Vp8Descriptor();
    assertTrue(descriptor.wrap(target, written.payloadOffset(), written.payloadLength()));
    assertEquals(decision.pictureId(), descriptor.pictureId());
    assertEquals(decision.levelZeroIndex(), descriptor.levelZeroIndex());
    RtpPacket source = packet.incoming(0).rtp();
    assertArrayEquals(
        Arrays.copyOfRange(
            before,
            source.payloadOffset() + TestCamera.DESCRIPTOR,
            source.payloadOffset() + source.payloadLength()),
        Arrays.copyOfRange(
            target,
            written.payloadOffset() + TestCamera.DESCRIPTOR,
            written.payloadOffset() + written.payloadLength()));
  }

  @Test
  void paddingIsLeftOut() {
    TestPacket padding = camera.padding(0);
    TestPacket after = camera.one(0, false);
    forwarder.decide(0, frame.get(1).incoming(0), decision);
    forwarder.decide(0, after.incoming(0), decision);
    assertTrue(forwarder.decide(0, padding.incoming(0), decision));
    write(padding);
    assertEquals(0, written.payloadLength());
    assertEquals(0, written.paddingLength());
  }

  @Test
  void aPacketThatDoesNotFitIsCountedAndNothingIsWritten() {
    assertEquals(
        PacketRewriter.NO_ROOM, rewriter.write(frame.get(0).incoming(0), decision, target, 0, 60));
    assertEquals(1, rewriter.noRoom());
    assertArrayEquals(new byte[target.length], target);
  }

  @Test
  void aRetransmissionNamesTheOriginalAndCarriesTheSamePayload() {
    write(frame.get(0));
    byte[] original = Arrays.copyOfRange(target, 10, 10 + written.length());
    int length =
        rewriter.writeRetransmission(
            frame.get(0).incoming(0), decision, 77, target, 10, target.length);
    assertTrue(written.wrap(target, 10, length));
    assertEquals(41, written.payloadType());
    assertEquals(RTX_SSRC, written.ssrc());
    assertEquals(77, written.sequenceNumber());
    assertEquals((int) decision.sequence(), Rtx.originalSequence(written));
    assertTrue(Rtx.decapsulate(written, 40, SSRC));
    assertArrayEquals(
        original,
        Arrays.copyOfRange(target, written.offset(), written.offset() + written.length()));
  }
}
