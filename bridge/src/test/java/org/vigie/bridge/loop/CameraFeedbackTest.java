package org.vigie.bridge.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.vigie.bridge.api.CameraBounds;
import org.vigie.bridge.api.CameraFault;
import org.vigie.bridge.api.Feedback;
import org.vigie.bridge.api.HeaderExtension;
import org.vigie.bridge.api.IncomingSsrc;
import org.vigie.bridge.api.IncomingTrackSpec;
import org.vigie.bridge.api.MediaKind;
import org.vigie.bridge.api.StreamId;
import org.vigie.bridge.api.UplinkStats;
import org.vigie.bridge.rtp.BigEndian;
import org.vigie.bridge.rtp.RtpHeaderWriter;

/** What a camera is told, in virtual time. */
class CameraFeedbackTest extends VirtualTime {
  private static final int TRANSPORT_CC = 5;

  private int sent;

  @Test
  void aCameraHearsReportsOfWhatArrivedAndWhatWasLost() {
    VirtualPeer camera = camera(Set.of());
    arrive(camera, camera.picture(65_535, 0, true));
    arrive(camera, camera.picture(2, 9_000, false));
    advance(2 * SECOND);
    assertTrue(camera.rtcp.contains("rr"));
    String block = "block " + VirtualPeer.VIDEO_SSRC + " 2 " + (65_536 + 2);
    assertTrue(camera.rtcp.contains(block), "the camera heard " + camera.rtcp);
  }

  @Test
  void lossesAreAskedForInAsFewEntriesAsTheyFit() {
    VirtualPeer camera = camera(Set.of(Feedback.NACK));
    arrive(camera, camera.picture(1, 0, true));
    arrive(camera, camera.picture(5, 9_000, false));
    arrive(camera, camera.picture(40, 9_000, false));
    advance(10 * MILLI);
    List<String> nacks = camera.rtcp.stream().filter(said -> said.startsWith("nack")).toList();
    int missing = nacks.stream().mapToInt(CameraFeedbackTest::asked).sum();
    assertEquals(3 + 34, missing, nacks.toString());
    assertTrue(nacks.size() <= 4, nacks.toString());
  }

  @Test
  void everyLossIsAskedForAfterALongBlackout() {
    VirtualPeer camera = camera(Set.of(Feedback.NACK));
    arrive(camera, camera.picture(1, 0, true));
    for (int second = 20; second <= 20 * 40; second += 20) {
      arrive(camera, camera.picture(second, 9_000, false));
    }
    advance(20 * MILLI);
    Set<Integer> asked = new TreeSet<>();
    camera.rtcp.stream().filter(said -> said.startsWith("nack")).forEach(n -> addAsked(n, asked));
    assertEquals(800 - 1 - 40, asked.size());
  }

  private static void addAsked(String nack, Set<Integer> sequences) {
    String[] words = nack.split(" ", -1);
    int first = Integer.parseInt(words[1]);
    sequences.add(first);
    BitSet.valueOf(new long[] {Integer.parseInt(words[2])}).stream()
        .forEach(bit -> sequences.add(first + 1 + bit));
  }

  private static int asked(String nack) {
    return 1 + Integer.bitCount(Integer.parseInt(nack.split(" ", -1)[2]));
  }

  @Test
  void plainRetransmissionsMeasureTheTripAndDelayNoRequest() {
    VirtualPeer camera = camera(Set.of(Feedback.NACK));
    arrive(camera, camera.picture(0, 0, true));
    for (int i = 1; i < 40; i += 2) {
      arrive(camera, camera.picture(i + 1, 3_000 * i + 3_000, false));
      camera.rtcp.clear();
      advance(10 * MILLI);
      String asked = "nack " + i + " 0";
      assertTrue(camera.rtcp.contains(asked), i + " within 10 ms: " + camera.rtcp);
      advance(20 * MILLI);
      arrive(camera, camera.picture(i, 3_000 * i, false));
      advance(200 * MILLI);
    }
    UplinkStats uplink = stats().streams().getFirst().uplink();
    assertTrue(Math.abs(uplink.roundTrip().orElseThrow().toMillis() - 25) <= 6, uplink + "");
  }

  @Test
  void aCameraWithoutNackIsNotAskedForLosses() {
    VirtualPeer camera = camera(Set.of(Feedback.PLI));
    arrive(camera, camera.picture(1, 0, true));
    arrive(camera, camera.picture(5, 9_000, false));
    advance(200 * MILLI);
    assertFalse(camera.rtcp.stream().anyMatch(said -> said.startsWith("nack")));
  }

  @Test
  void aCameraWithoutNackIsAskedForAKeyFrameSoonAfterALoss() {
    VirtualPeer camera = camera(Set.of(Feedback.PLI));
    arrive(camera, camera.picture(1, 0, true));
    arrive(camera, camera.picture(3, 9_000, false));
    advance(100 * MILLI);
    assertTrue(camera.rtcp.contains("pli"), camera.rtcp.toString());
    assertEquals(1, stats().streams().getFirst().tracks().getFirst().lost());
  }

  @Test
  void aLossOnATrackWithoutNackDoesNotKeepTheLoopAwake() {
    VirtualPeer camera = camera(Set.of());
    arrive(camera, camera.picture(1, 0, true));
    int before = turnsWithin(5 * SECOND);
    arrive(camera, camera.picture(2, 450_000, false));
    arrive(camera, camera.picture(4, 453_000, false));
    int after = turnsWithin(5 * SECOND);
    assertTrue(after < before + 5, before + " turns before, " + after + " after");
  }

  private int turnsWithin(long nanos) {
    int turns = 0;
    for (long end = now + nanos; now < end; turns++) {
      now = Math.max(now + 1, Math.min(end, loop.turn(now)));
    }
    return turns;
  }

  @Test
  void aCameraThatNegotiatedTransportFeedbackButNeverUsesItGetsAnEstimateInsteadOfTheCap() {
    VirtualPeer camera = camera(Set.of(Feedback.REMB, Feedback.TRANSPORT_CC));
    sendFor(2 * SECOND, camera, false);
    assertEquals("remb 20000000", lastRemb(camera));
    sendFor(3 * SECOND, camera, false);
    assertTrue(estimate(camera) < 3_000_000, lastRemb(camera));
  }

  @Test
  void aCameraThatUsesTransportFeedbackHearsOnlyTheCap() {
    VirtualPeer camera = camera(Set.of(Feedback.REMB, Feedback.TRANSPORT_CC));
    advance(5 * SECOND); // it may take its time
    sendFor(5 * SECOND, camera, true);
    assertEquals("remb 20000000", lastRemb(camera));
  }

  @Test
  void aCameraThatStopsUsingTransportFeedbackHearsAnEstimateUntilItUsesItAgain() {
    VirtualPeer camera = camera(Set.of(Feedback.REMB, Feedback.TRANSPORT_CC));
    sendFor(2 * SECOND, camera, true);
    sendFor(5 * SECOND, camera, false);
    assertTrue(estimate(camera) < 3_000_000, lastRemb(camera));
    advance(10 * SECOND);
    assertTrue(estimate(camera) < 3_000_000, "silence changes nothing: " + lastRemb(camera));
    sendFor(2 * SECOND, camera, true);
    assertEquals("remb 20000000", lastRemb(camera));
  }

  @Test
  void aCameraWithoutEstimatesThatNeverUsesTransportFeedbackIsToldNoneAndNamed() {
    VirtualPeer camera = camera(Set.of(Feedback.TRANSPORT_CC));
    sendFor(15 * SECOND, camera, false);
    assertTrue(camera.rtcp.stream().noneMatch(said -> said.startsWith("remb")));
    assertTrue(camera.rtcp.stream().noneMatch(said -> said.startsWith("feedback")));
    assertTrue(
        stats().streams().getFirst().faults().stream()
            .anyMatch(found -> found.fault().kind() == CameraFault.Kind.UNUSED_EXTENSION));
  }

  private void sendFor(long nanos, VirtualPeer camera, boolean numbered) {
    for (long end = now + nanos; now < end; sent++) {
      arrive(
          camera,
          numbered ? numbered(camera, sent, sent) : camera.picture(sent, 3_000 * sent, false));
      advance(99 * MILLI);
    }
  }

  @Test
  void anotherCapReachesTheCameraAtOnceAndIsRepeated() {
    VirtualPeer camera = camera(Set.of(Feedback.REMB, Feedback.TRANSPORT_CC));
    arrive(camera, numbered(camera, 0, 0));
    advance(SECOND);
    loop.offer(
        new LoopCommand.Bound(new StreamId("cam-1"), new CameraBounds(0, 2_000_000, 600_000)));
    camera.rtcp.clear();
    turn();
    assertEquals("remb 600000", lastRemb(camera));
    camera.rtcp.clear();
    advance(1_200 * MILLI);
    assertEquals("remb 600000", lastRemb(camera));
  }

  @Test
  void whatACameraIsToldAndLosesIsInTheStatistics() {
    VirtualPeer camera = camera(Set.of(Feedback.REMB));
    loop.offer(
        new LoopCommand.Bound(new StreamId("cam-1"), new CameraBounds(0, 2_000_000, 600_000)));
    arrive(camera, camera.picture(1, 0, true));
    UplinkStats uplink = stats().streams().getFirst().uplink();
    assertEquals(new UplinkStats(Optional.of(600_000L), 0, Optional.empty()), uplink);
    arrive(camera, camera.picture(5, 9_000, false));
    advance(1_500 * MILLI);
    uplink = stats().streams().getFirst().uplink();
    assertTrue(uplink.fractionLost() > 0.5, uplink + "");
    assertTrue(uplink.askedBps().orElseThrow() < 600_000, uplink + "");
  }

  @Test
  void boundsOfAStreamThatNobodyPublishesChangeNothing() {
    loop.offer(new LoopCommand.Bound(new StreamId("cam-9"), new CameraBounds(0, 0, 600_000)));
    turn();
    assertEquals(List.of(), stats().streams());
  }

  private static String lastRemb(VirtualPeer camera) {
    return camera.rtcp.stream().filter(said -> said.startsWith("remb")).toList().getLast();
  }

  private static long estimate(VirtualPeer camera) {
    return Long.parseLong(lastRemb(camera).split(" ", -1)[1]);
  }

  @Test
  void arrivalsThatDoNotFitOnePacketAreToldInSeveral() {
    VirtualPeer camera = camera(Set.of(Feedback.TRANSPORT_CC));
    List<Integer> sent = IntStream.range(0, 900).map(i -> 65_000 + 3 * i & 0xffff).boxed().toList();
    for (int i = 0; i < sent.size(); i++) {
      socket.arrive(camera.path, numbered(camera, i, sent.get(i)));
    }
    now += 100 * MILLI;
    turn();
    advance(200 * MILLI);
    long packets = camera.rtcp.stream().filter(said -> said.startsWith("feedback")).count();
    assertTrue(packets >= 2, packets + " packets");
    assertEquals(sent, camera.acknowledged);
  }

  @Test
  void aCameraThatIgnoresPictureLossIndicationsIsAskedByFullIntraRequest() {
    VirtualPeer camera = camera(Set.of(Feedback.PLI, Feedback.FIR));
    viewer("cam-1");
    for (int i = 0; i < 60; i++) {
      arrive(camera, camera.picture(i, 3_000 * i, false));
      advance(100 * MILLI);
    }
    List<String> asked =
        camera.rtcp.stream()
            .filter(said -> said.startsWith("pli") || said.startsWith("fir"))
            .toList();
    assertEquals(List.of("pli", "pli", "pli", "fir 0"), asked.subList(0, 4));
  }

  private VirtualPeer camera(Set<Feedback> feedback) {
    VirtualPeer camera = new VirtualPeer();
    IncomingTrackSpec video =
        new IncomingTrackSpec(
            "0",
            MediaKind.VIDEO,
            VirtualPeer.formats(),
            Map.of(HeaderExtension.TRANSPORT_CC, TRANSPORT_CC),
            feedback,
            List.of(new IncomingSsrc(VirtualPeer.VIDEO_SSRC, OptionalLong.empty())),
            new ArrayList<>());
    connect(camera, camera.openCamera("cam-1", List.of(video)));
    return camera;
  }

  /** A picture with a transport-wide sequence number. */
  private static byte[] numbered(VirtualPeer camera, int sequence, int transportSequence) {
    byte[] extension = new byte[2];
    BigEndian.put16(extension, 0, transportSequence);
    byte[] bytes = new byte[100];
    RtpHeaderWriter header = new RtpHeaderWriter();
    header.begin(VirtualPeer.VP8, true, sequence, 3_000 * sequence, VirtualPeer.VIDEO_SSRC);
    header.extension(TRANSPORT_CC, extension, 0, 2);
    return camera.protectRtp(bytes, header.write(bytes, 0, bytes.length) + 10);
  }
}
