package org.vigie.bridge.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.vigie.bridge.api.BridgeEvent;
import org.vigie.bridge.api.BridgeStats;
import org.vigie.bridge.api.EndReason;
import org.vigie.bridge.api.IceCredentials;
import org.vigie.bridge.api.StreamId;
import org.vigie.bridge.api.StreamState;
import org.vigie.bridge.dtls.DtlsClosure;
import org.vigie.bridge.rtp.RtpPacket;

/** Cameras and viewers around one Loop, in virtual time. */
class LoopTest extends VirtualTime {
  @Test
  void aPictureReachesAViewerInASequenceOfItsOwn() {
    VirtualPeer camera = camera("cam-1");
    VirtualPeer viewer = viewer("cam-1");
    for (int i = 0; i < 10; i++) {
      arrive(camera, camera.picture(65_530 + i & 0xffff, 3_000 * i, i == 0));
    }
    List<RtpPacket> shown = viewer.media();
    assertEquals(10, shown.size());
    for (int i = 0; i < 10; i++) {
      assertEquals((int) VirtualPeer.VIEWER_SSRC, shown.get(i).ssrc());
      assertEquals(shown.get(0).sequenceNumber() + i & 0xffff, shown.get(i).sequenceNumber());
      assertEquals(shown.get(0).timestamp() + 3_000 * i, shown.get(i).timestamp());
    }
  }

  @Test
  void aViewerStartsAtAKeyFrameOnlyAndTheCameraIsAskedForOne() {
    VirtualPeer camera = camera("cam-1");
    arrive(camera, camera.picture(1, 0, false));
    VirtualPeer viewer = viewer("cam-1");
    arrive(camera, camera.picture(2, 3_000, false));
    assertEquals(List.of(), viewer.media());
    assertTrue(camera.rtcp.contains("pli"), "the camera heard " + camera.rtcp);
    arrive(camera, camera.picture(3, 6_000, true));
    assertEquals(1, viewer.media().size());
  }

  @Test
  void manyViewersDoNotMakeManyKeyFrameRequests() {
    VirtualPeer camera = camera("cam-1");
    arrive(camera, camera.picture(1, 0, false));
    for (int i = 0; i < 20; i++) {
      viewer("cam-1");
    }
    long plis = camera.rtcp.stream().filter("pli"::equals).count();
    assertEquals(1, plis);
  }

  @Test
  void aLossIsAskedForAndItsRetransmissionFillsTheViewersGap() {
    VirtualPeer camera = camera("cam-1");
    VirtualPeer viewer = viewer("cam-1");
    arrive(camera, camera.picture(1, 0, true));
    arrive(camera, camera.picture(3, 6_000, false));
    advance(20 * MILLI);
    assertTrue(camera.rtcp.contains("nack 2 0"), "the camera heard " + camera.rtcp);
    byte[] lost = {0, 2, 0x10, 1, 0, 0, 7};
    arrive(camera, camera.rtp(VirtualPeer.VP8_RTX, VirtualPeer.VIDEO_SSRC + 1, 1, 3_000, lost));
    List<RtpPacket> shown = viewer.media();
    assertEquals(3, shown.size());
    assertEquals(shown.get(0).sequenceNumber() + 1 & 0xffff, shown.get(2).sequenceNumber());
  }

  @Test
  void aViewersNackIsAnsweredFromHistoryAsRetransmission() {
    VirtualPeer camera = camera("cam-1");
    VirtualPeer viewer = viewer("cam-1");
    arrive(camera, camera.picture(1, 0, true));
    arrive(camera, camera.picture(2, 3_000, false));
    int first = viewer.media().get(0).sequenceNumber();
    arrive(viewer, viewer.nack((int) VirtualPeer.VIEWER_SSRC, first));
    RtpPacket again = viewer.media().getLast();
    assertEquals((int) VirtualPeer.VIEWER_RTX_SSRC, again.ssrc());
    assertEquals(VirtualPeer.VP8_RTX, again.payloadType());
    int original =
        (again.array()[again.payloadOffset()] & 0xff) << 8
            | (again.array()[again.payloadOffset() + 1] & 0xff);
    assertEquals(first, original);
    assertFalse(camera.rtcp.stream().anyMatch(said -> said.startsWith("nack")));
  }

  @Test
  void theNewestSessionOfACameraWinsAndViewersGoOnInTheSameSequence() {
    VirtualPeer older = camera("cam-1");
    VirtualPeer viewer = viewer("cam-1");
    arrive(older, older.picture(100, 0, true));
    VirtualPeer newer = camera("cam-1");
    assertTrue(events.contains(new BridgeEvent.SessionEnded(older.id, EndReason.TAKEN_OVER)));
    arrive(older, older.picture(101, 3_000, false));
    assertEquals(1, viewer.media().size(), "the displaced camera is not heard");
    advance(500 * MILLI);
    arrive(newer, newer.picture(7, 999_999, true));
    List<RtpPacket> shown = viewer.media();
    assertEquals(2, shown.size());
    assertEquals(shown.get(0).sequenceNumber() + 1 & 0xffff, shown.get(1).sequenceNumber());
    assertTrue(shown.get(1).timestamp() - shown.get(0).timestamp() > 40_000);
    assertEquals(StreamState.LIVE, stats().streams().getFirst().state());
  }

  @Test
  void aCameraThatRestartsOnTheSamePortConnectsAtOnce() {
    VirtualPeer older = camera("cam-1");
    VirtualPeer viewer = viewer("cam-1");
    VirtualPeer newer = new VirtualPeer();
    newer.path = older.path;
    connect(newer, newer.openCamera("cam-1"));
    arrive(newer, newer.picture(1, 0, true));
    assertEquals(1, viewer.media().size());
  }

  @Test
  void anotherSessionsCheckTakesThePathOver() {
    VirtualPeer one = camera("cam-1");
    VirtualPeer two = new VirtualPeer();
    two.path = one.path;
    connect(two, two.openCamera("cam-2"));
    VirtualPeer viewer = viewer("cam-2");
    arrive(two, two.picture(1, 0, true));
    assertEquals(1, viewer.media().size());
    assertEquals(3, stats().sessions().size());
    int heard = two.received.size();
    loop.offer(new LoopCommand.End(one.id, EndReason.DELETED));
    turn();
    assertEquals(heard, two.received.size(), "nothing of the other session goes there any more");
  }

  @Test
  void aSessionThatLosesItsPathKeepsItsConsentAndGoesOnFromAnother() {
    VirtualPeer one = camera("cam-1");
    for (int i = 0; i < 3; i++) {
      advance(20 * SECOND);
      arrive(one, one.check());
    }
    VirtualPeer two = new VirtualPeer();
    two.path = one.path;
    connect(two, two.openCamera("cam-2"));
    advance(5 * SECOND);
    one.path = VirtualPeer.newPath();
    peers.add(one);
    arrive(one, one.check());
    VirtualPeer viewer = viewer("cam-1");
    arrive(one, one.picture(1, 0, true));
    assertEquals(1, viewer.media().size());
  }

  @Test
  void aSecondRestartBeforeTheFirstIsCompleteKeepsTheLivePairAlive() {
    VirtualPeer camera = camera("cam-1");
    for (int i = 0; i < 2; i++) {
      loop.offer(
          new LoopCommand.RestartIce(camera.id, IceCredentials.random(), IceCredentials.random()));
    }
    advance(20 * SECOND);
    arrive(camera, camera.check());
    advance(20 * SECOND);
    assertEquals(1, stats().sessions().size(), "consent was renewed over the live pair");
    assertEquals(2, stats().counters().get("loop.ufrags"));
  }

  @Test
  void aCameraThatMovesToAnotherAddressGoesOn() {
    VirtualPeer camera = camera("cam-1");
    VirtualPeer viewer = viewer("cam-1");
    arrive(camera, camera.picture(1, 0, true));
    camera.path = VirtualPeer.newPath();
    arrive(camera, camera.picture(2, 3_000, false));
    assertEquals(1, viewer.media().size(), "nothing is taken from a path that is not proved");
    arrive(camera, camera.check());
    arrive(camera, camera.picture(3, 6_000, false));
    assertEquals(2, viewer.media().size());
  }

  @Test
  void mediaFlowsOnTheOldPairUntilTheRestartedOneIsNominated() {
    VirtualPeer camera = camera("cam-1");
    VirtualPeer viewer = viewer("cam-1");
    loop.offer(
        new LoopCommand.RestartIce(viewer.id, IceCredentials.random(), IceCredentials.random()));
    arrive(camera, camera.picture(1, 0, true));
    assertEquals(1, viewer.media().size());
  }

  @Test
  void aPeerThatIsNeverHeardOfIsReportedAfterTenSecondsAndEndedAfterThirty() {
    VirtualPeer silent = new VirtualPeer();
    loop.offer(silent.openViewer());
    advance(11 * SECOND);
    assertTrue(events.contains(new BridgeEvent.NoStun(silent.id, socket.localAddresses())));
    advance(20 * SECOND);
    assertTrue(events.contains(new BridgeEvent.SessionEnded(silent.id, EndReason.NO_ICE)));
    assertNothingIsLeft();
  }

  @Test
  void consentExpiresThirtySecondsAfterTheLastCheck() {
    VirtualPeer camera = camera("cam-1");
    advance(29 * SECOND);
    assertEquals(1, stats().sessions().size());
    advance(2 * SECOND);
    assertTrue(events.contains(new BridgeEvent.SessionEnded(camera.id, EndReason.CONSENT_EXPIRED)));
    assertNothingIsLeft();
  }

  @Test
  void closeNotifyEndsTheSessionAtOnce() {
    VirtualPeer camera = camera("cam-1");
    loop.offer(
        new LoopCommand.DtlsOver(shaking.get(camera.id.value()), new DtlsClosure.PeerClosed()));
    turn();
    assertTrue(events.contains(new BridgeEvent.SessionEnded(camera.id, EndReason.CLOSED)));
    assertNothingIsLeft();
  }

  @Test
  void shutdownSaysByeToEveryPeerAndThenTheLoopHasStopped() {
    VirtualPeer camera = camera("cam-1");
    VirtualPeer viewer = viewer("cam-1");
    loop.offer(new LoopCommand.Stop());
    turn();
    turn();
    assertTrue(camera.rtcp.contains("bye"));
    assertTrue(viewer.rtcp.contains("bye"));
    assertTrue(loop.stopped());
    assertNothingIsLeft();
  }

  @Test
  void aFaultAtOneSessionsEndKeepsNoOtherFromItsGoodbye() {
    VirtualPeer camera = camera("cam-1");
    VirtualPeer viewer = viewer("cam-1");
    host =
        event -> {
          throw new IllegalStateException("a fault of ours");
        };
    loop.offer(new LoopCommand.Stop());
    turn();
    advance(SECOND);
    assertTrue(camera.rtcp.contains("bye"));
    assertTrue(viewer.rtcp.contains("bye"));
    assertTrue(loop.stopped());
  }

  @Test
  void whoAsksForStatisticsThatCannotBeTakenIsToldSo() {
    CompletableFuture<BridgeStats> asked = new CompletableFuture<>();
    socket.failOnce();
    loop.offer(new LoopCommand.TakeStats(true, asked));
    turn();
    assertTrue(asked.isCompletedExceptionally());
    assertEquals(1, stats().counters().get("dropped.internal-error"));
  }

  @Test
  void whatComesBeforeProofOrKeysGoesNowhere() {
    VirtualPeer camera = camera("cam-1");
    VirtualPeer viewer = viewer("cam-1");
    VirtualPeer stranger = new VirtualPeer();
    arrive(stranger, stranger.picture(1, 0, true));
    arrive(stranger, stranger.check());
    arrive(stranger, new byte[] {22, (byte) 254, (byte) 253, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
    arrive(stranger, new byte[] {100, 1, 2, 3, 4, 5, 6, 7, 8, 9});
    VirtualPeer early = new VirtualPeer();
    loop.offer(early.openCamera("cam-2"));
    arrive(early, early.check());
    arrive(early, early.picture(1, 0, true));
    Map<String, Long> counters = stats().counters();
    assertEquals(2, counters.get("dropped.unproved-path"));
    assertEquals(1, counters.get("dropped.unknown-ufrag"));
    assertEquals(1, counters.get("dropped.unknown-kind"));
    assertEquals(1, counters.get("dropped.before-keys"));
    assertEquals(List.of(), viewer.media());
    assertEquals(List.of(), camera.media());
  }

  @Test
  void aReplayedPacketIsNotForwardedTwice() {
    VirtualPeer camera = camera("cam-1");
    VirtualPeer viewer = viewer("cam-1");
    byte[] packet = camera.picture(1, 0, true);
    arrive(camera, packet);
    arrive(camera, packet);
    assertEquals(1, viewer.media().size());
    assertEquals(1, stats().counters().get("dropped.replayed"));
  }

  @Test
  void aStreamIsStandbyThenLiveThenLostThenOffline() {
    VirtualPeer camera = camera("cam-1");
    viewer("cam-1");
    assertEquals(StreamState.STANDBY, stats().streams().getFirst().state());
    arrive(camera, camera.picture(1, 0, true));
    assertEquals(StreamState.LIVE, stats().streams().getFirst().state());
    advance(3 * SECOND);
    assertEquals(StreamState.LOST, stats().streams().getFirst().state());
    loop.offer(new LoopCommand.End(camera.id, EndReason.DELETED));
    turn();
    assertEquals(StreamState.OFFLINE, stats().streams().getFirst().state());
  }

  @Test
  void aRemovedStreamEndsItsCameraAndLeavesItsViewersWithoutPicture() {
    VirtualPeer camera = camera("cam-1");
    VirtualPeer viewer = viewer("cam-1");
    loop.offer(new LoopCommand.RemoveStream(new StreamId("cam-1")));
    turn();
    assertTrue(events.contains(new BridgeEvent.SessionEnded(camera.id, EndReason.STREAM_REMOVED)));
    assertEquals(List.of(), stats().streams());
    assertEquals(viewer.id, stats().sessions().getFirst().session());
  }

  @Test
  void aPictureThatOnlyRepeatsParameterSetsStartsNoViewer() {
    VirtualPeer camera = camera("cam-1");
    VirtualPeer viewer = viewer("cam-1");
    String sets = "6742c01fda014016ec0440000003004000000503c60ca8";
    arrive(camera, camera.h264(1, 0, sets));
    arrive(camera, camera.h264(2, 0, "419a00"));
    arrive(camera, camera.h264(3, 3_000, "419a00"));
    assertEquals(1, viewer.media().size(), "only the promise was shown");
    advance(200 * MILLI);
    arrive(camera, camera.h264(4, 6_000, "419a00"));
    assertTrue(camera.rtcp.contains("pli"), "the camera heard " + camera.rtcp);
    arrive(camera, camera.h264(5, 9_000, sets));
    arrive(camera, camera.h264(6, 9_000, "65888040"));
    arrive(camera, camera.h264(7, 12_000, "419a00"));
    assertConsecutive(viewer.media(), 4);
  }

  @Test
  void anIdrSliceWithoutParameterSetsStartsNoViewer() {
    VirtualPeer camera = camera("cam-1");
    VirtualPeer viewer = viewer("cam-1");
    arrive(camera, camera.h264(1, 0, "65888040"));
    assertEquals(List.of(), viewer.media());
  }

  @Test
  void aKeyFrameWithoutParameterSetsIsPrecededByThoseOfBefore() {
    VirtualPeer camera = camera("cam-1");
    String sps = "6742c01fda014016ec0440000003004000000503c60ca8";
    String pps = "68ce0fc8";
    arrive(camera, camera.h264(1, 0, sps));
    arrive(camera, camera.h264(2, 0, pps));
    arrive(camera, camera.h264(3, 0, "65888040"));
    VirtualPeer early = viewer("cam-1");
    advance(20 * SECOND);
    arrive(camera, camera.h264(4, 900_000, "65888041"));
    arrive(camera, camera.h264(5, 903_000, "419a00"));
    VirtualPeer viewer = viewer("cam-1");
    arrive(camera, camera.h264(6, 906_000, "419a00"));
    advance(10 * MILLI);
    assertConsecutive(early.media(), 8);
    assertConsecutive(viewer.media(), 5);
    assertEquals(List.of(0x67, 0x68, 0x65, 0x41, 0x41), types(viewer));
    assertEquals(viewer.media().get(0).timestamp(), viewer.media().get(2).timestamp());
    int second = viewer.media().get(1).sequenceNumber();
    arrive(viewer, viewer.nack((int) VirtualPeer.VIEWER_SSRC, second));
    assertTrue(camera.rtcp.stream().noneMatch(said -> said.startsWith("nack")));
  }

  private static List<Integer> types(VirtualPeer viewer) {
    return viewer.media().stream()
        .map(packet -> packet.array()[packet.payloadOffset()] & 0xff)
        .toList();
  }

  @Test
  void whatOvertookTheFirstPacketOfAKeyFrameFollowsItWithoutAGap() {
    VirtualPeer camera = camera("cam-1");
    VirtualPeer viewer = viewer("cam-1");
    arrive(camera, camera.picture(1, 0, false));
    arrive(camera, camera.continuation(3, 3_000));
    arrive(camera, camera.continuation(4, 3_000));
    arrive(camera, camera.picture(6, 9_000, false));
    assertEquals(List.of(), viewer.media());
    arrive(camera, camera.picture(2, 3_000, true));
    arrive(camera, camera.picture(7, 12_000, false));
    arrive(camera, camera.picture(5, 6_000, false));
    List<RtpPacket> shown = viewer.media();
    int first = shown.getFirst().sequenceNumber();
    List<Integer> steps =
        shown.stream().map(packet -> packet.sequenceNumber() - first & 0xffff).toList();
    assertEquals(List.of(0, 1, 2, 4, 5, 3), steps);
    List<Integer> times =
        shown.stream().map(packet -> packet.timestamp() - shown.getFirst().timestamp()).toList();
    assertEquals(List.of(0, 0, 0, 6_000, 9_000, 3_000), times);
  }

  @Test
  void aCameraThatFallsSilentGivesItsMemoryBack() {
    VirtualPeer camera = camera("cam-1");
    viewer("cam-1");
    arrive(camera, camera.picture(1, 0, true));
    assertEquals(1, stats().counters().get("history.chunks"));
    advance(13 * SECOND);
    assertEquals(0, stats().counters().get("history.chunks"));
    arrive(camera, camera.picture(2, 3_000, false));
    assertEquals(1, stats().counters().get("history.chunks"));
  }

  private static void assertConsecutive(List<RtpPacket> shown, int count) {
    assertEquals(count, shown.size());
    for (int i = 0; i < count; i++) {
      assertEquals(shown.get(0).sequenceNumber() + i & 0xffff, shown.get(i).sequenceNumber());
    }
  }

  private void assertNothingIsLeft() {
    BridgeStats left = stats();
    assertEquals(List.of(), left.sessions());
    assertEquals(0, left.counters().get("loop.paths"));
    assertEquals(0, left.counters().get("loop.ufrags"));
    assertEquals(0, left.counters().get("relay.views"));
    assertEquals(0, left.counters().get("history.chunks"));
  }

  @Test
  void aRushOfCommandsDoesNotHoldUpTheMedia() {
    VirtualPeer camera = camera("cam-1");
    VirtualPeer viewer = viewer("cam-1");
    for (int i = 0; i < 500; i++) {
      loop.offer(new VirtualPeer().openViewer());
    }
    int before = viewer.media().size();
    arrive(camera, camera.picture(1, 3_000, true));
    assertEquals(before + 1, viewer.media().size());
    assertTrue(loop.turn(now) <= now, "more is waiting");
    for (int i = 0; i < 20; i++) {
      turn();
    }
    assertEquals(502, stats().sessions().size());
  }

  @Test
  void datagramsGatherOnlyWhileNoMediaFlowsAndNobodyIsBeingSetUp() {
    assertEquals(0, loop.restNanos(), "a Loop that has just begun is ready");
    VirtualPeer camera = camera("cam-1");
    advance(2 * SECOND);
    assertTrue(loop.restNanos() > 0, "only reports and checks come");
    arrive(camera, camera.picture(1, 0, true));
    assertEquals(0, loop.restNanos(), "media flows");
    advance(2 * SECOND);
    assertTrue(loop.restNanos() > 0);
    VirtualPeer silent = new VirtualPeer();
    loop.offer(silent.openViewer());
    turn();
    assertEquals(0, loop.restNanos(), "a peer is being set up");
    advance(40 * SECOND);
    arrive(camera, camera.check());
    assertTrue(loop.restNanos() > 0, "he was given up");
  }

  @Test
  void aLookAtTheStreamsAloneDoesNotGoThroughTheSessions() {
    camera("cam-1");
    CompletableFuture<BridgeStats> look = new CompletableFuture<>();
    loop.offer(new LoopCommand.TakeStats(false, look));
    turn();
    assertEquals(stats().streams(), look.join().streams());
    assertEquals(List.of(), look.join().sessions());
    assertEquals(1, stats().sessions().size());
  }
}
