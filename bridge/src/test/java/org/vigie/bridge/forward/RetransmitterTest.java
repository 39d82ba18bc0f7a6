package org.vigie.bridge.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.vigie.bridge.api.MediaKind;
import org.vigie.bridge.api.PayloadFormat;
import org.vigie.bridge.feedback.NtpClock;
import org.vigie.bridge.rtp.RtpPacket;
import org.vigie.bridge.rtp.Rtx;

class RetransmitterTest {
  private static final long MS = 1_000_000L;

  private final Random random = new Random(8);
  private final TestCamera camera = new TestCamera(1, 0, TestCamera.VP8, 1, random);
  private final Forwarder forwarder = forwarder(TestCamera.viewerFormats());
  private final RepairBudget budget = new RepairBudget();
  private final Retransmitter retransmitter =
      new Retransmitter(
          forwarder, new PacketRewriter(1, 2, "0", Map.of(), new NtpClock(0)), budget, 65_535);
  private final Decision decision = new Decision();
  private final byte[] target = new byte[1_600];
  private final RtpPacket rtx = new RtpPacket();

  private static Forwarder forwarder(List<PayloadFormat> formats) {
    return new Forwarder(MediaKind.VIDEO, formats, new Random(6));
  }

  private static Retransmitter retransmitter(Forwarder forwarder) {
    PacketRewriter rewriter = new PacketRewriter(1, 2, "0", Map.of(), new NtpClock(0));
    return new Retransmitter(forwarder, rewriter, new RepairBudget(), 65_535);
  }

  private int show(long nowNanos, TestPacket packet) {
    keep(nowNanos, packet);
    assertTrue(forwarder.decide(nowNanos, packet.incoming(nowNanos), decision));
    return (int) decision.sequence();
  }

  private static void keep(long nowNanos, TestPacket packet) {
    byte[] bytes = packet.bytes();
    packet.layer().history().store(nowNanos, packet.sequence(), bytes, 0, bytes.length);
  }

  private int ask(long nowNanos, int sequence) {
    return retransmitter.retransmit(nowNanos, sequence, 50 * MS, target, 0, target.length);
  }

  @Test
  void answersFromTheHistoryWithTheNumbersOfTheFirstTime() {
    int first = show(0, camera.one(0, true));
    int timestamp = decision.timestamp();
    show(33 * MS, camera.one(33 * MS, false));
    assertTrue(rtx.wrap(target, 0, ask(40 * MS, first)));
    assertEquals(first, Rtx.originalSequence(rtx));
    assertEquals(timestamp, rtx.timestamp());
    assertEquals(65_535, rtx.sequenceNumber());
    assertTrue(rtx.wrap(target, 0, ask(40 * MS, first + 1)));
    assertEquals(0, rtx.sequenceNumber());
    assertEquals(2, retransmitter.retransmitted());
  }

  @Test
  void repeatsAPacketAtMostOncePerRoundTrip() {
    int first = show(0, camera.one(0, true));
    assertTrue(ask(10 * MS, first) > 0);
    assertEquals(Retransmitter.NOTHING, ask(47 * MS, first));
    assertEquals(1, retransmitter.throttled());
    assertTrue(ask(48 * MS, first) > 0, "a line's trips differ by a quarter");
  }

  @Test
  void keepsToTheViewersBudgetWhichIsAShareOfWhatHeIsSent() {
    int first = show(0, camera.one(0, true));
    int length = ask(0, first);
    budget.spend(RepairBudget.START_BYTES);
    assertEquals(Retransmitter.NOTHING, ask(100 * MS, first));
    assertEquals(1, retransmitter.overBudget());
    budget.earn(12 * length);
    assertTrue(ask(100 * MS, first) > 0);
    assertTrue(ask(200 * MS, first) > 0, "a quarter of what was sent is for repair");
    assertEquals(Retransmitter.NOTHING, ask(300 * MS, first));
  }

  @Test
  void beyondTheBudgetThePacketIsNotEvenLookedFor() {
    int first = show(0, camera.one(0, true));
    camera.one(0, false);
    show(0, camera.one(0, false));
    budget.spend(RepairBudget.START_BYTES);
    assertEquals(Retransmitter.NOTHING, ask(10 * MS, first + 1));
    assertEquals(0, retransmitter.notFound());
    assertEquals(1, retransmitter.overBudget());
  }

  @Test
  void aPacketThatIsTooOldIsNotSentAgainExceptWhileOldOnesAreReplayed() {
    int first = show(0, camera.one(0, true));
    show(1_400 * MS, camera.one(1_400 * MS, false));
    assertEquals(Retransmitter.TOO_OLD, ask(1_600 * MS, first));
    retransmitter.replayedUntil(2_000 * MS);
    assertTrue(ask(1_700 * MS, first) > 0);
    assertEquals(Retransmitter.TOO_OLD, ask(2_000 * MS, first));
    assertEquals(2, retransmitter.tooOld());
  }

  @Test
  void knowsNothingOfNumbersThatWereNeverGiven() {
    int first = show(0, camera.one(0, true));
    assertEquals(Retransmitter.NOTHING, ask(0, first + 1));
    assertEquals(Retransmitter.NOTHING, ask(0, first - 1));
    assertEquals(Retransmitter.NOTHING, ask(0, (first + 30_000) & 0xffff));
    assertEquals(3, retransmitter.notFound());
  }

  @Test
  void aPacketThatOvertookTheKeyFramesStartIsSentAfterAll() {
    List<TestPacket> frame = camera.frame(0, true, 3);
    keep(0, frame.get(1));
    forwarder.decide(0, frame.get(1).incoming(0), decision);
    int first = show(0, frame.get(0));
    show(0, frame.get(2));
    assertTrue(ask(10 * MS, first + 1) > 0);
  }

  @Test
  void aPacketThatTheRelayMissesItselfIsNotThere() {
    int first = show(0, camera.one(0, true));
    camera.one(0, false);
    show(0, camera.one(0, false));
    assertEquals(Retransmitter.NOTHING, ask(10 * MS, first + 1));
  }

  @Test
  void answersForTheLayerBeforeASwitchToo() {
    int first = show(0, camera.one(0, true));
    TestCamera next = new TestCamera(2, 0, TestCamera.H264, 1, random);
    show(10 * MS, next.one(10 * MS, true));
    assertTrue(rtx.wrap(target, 0, ask(20 * MS, first)));
    assertEquals(41, rtx.payloadType());
    assertTrue(rtx.wrap(target, 0, ask(20 * MS, first + 1)));
    assertEquals(43, rtx.payloadType());
    camera.layer.history().release();
    assertEquals(Retransmitter.NOTHING, ask(200 * MS, first));
  }

  @Test
  void aViewerWithoutRtxGetsNothing() {
    Forwarder bare =
        forwarder(
            List.of(
                new PayloadFormat(40, TestCamera.VP8.codec(), 1, Map.of(), OptionalInt.empty())));
    TestPacket packet = camera.one(0, true);
    keep(0, packet);
    assertTrue(bare.decide(0, packet.incoming(0), decision));
    assertEquals(
        Retransmitter.NOTHING,
        retransmitter(bare).retransmit(MS, (int) decision.sequence(), 0, target, 0, target.length));
  }

  @Test
  void nothingIsSentWhereItDoesNotFit() {
    int first = show(0, camera.one(0, true));
    assertEquals(Retransmitter.NOTHING, retransmitter.retransmit(MS, first, 0, target, 0, 20));
    assertEquals(0, retransmitter.retransmitted());
  }
}
