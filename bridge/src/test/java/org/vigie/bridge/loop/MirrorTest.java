package org.vigie.bridge.loop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vigie.bridge.api.BridgeEvent;
import org.vigie.bridge.api.EndReason;
import org.vigie.bridge.api.StreamId;
import org.vigie.bridge.api.StreamState;
import org.vigie.bridge.api.ViewerLine;
import org.vigie.bridge.rtp.RtpPacket;

/** A camera on one Loop and viewers on another, in virtual time. */
class MirrorTest {
  private static final long MILLI = VirtualTime.MILLI;
  private static final long SECOND = VirtualTime.SECOND;
  private static final int GROUP = 3_000;

  private final VirtualLoops loops = new VirtualLoops(2);
  private final VirtualTime home = loops.loop(0);
  private final VirtualTime far = loops.loop(1);
  private final String stream = loops.homedAt(0);

  @Test
  void viewersOfBothLoopsSeeEveryPacketByteForByte() {
    VirtualPeer camera = home.camera(stream);
    VirtualPeer near = home.viewer(stream);
    VirtualPeer viewer = far.viewer(stream);
    for (int i = 0; i < 200; i++) {
      home.arrive(camera, camera.picture(65_500 + i & 0xffff, 3_000 * i, i == 0));
    }
    assertSameMedia(near.media(), viewer.media());
    assertEquals(200, viewer.media().size());
    assertEquals(0, loops.count("mirror.dropped"));
  }

  @Test
  void aPacketIsCopiedOnceHoweverManyViewersWatchThere() {
    VirtualPeer camera = home.camera(stream);
    List<VirtualPeer> viewers = List.of(far.viewer(stream), far.viewer(stream), far.viewer(stream));
    home.arrive(camera, camera.picture(1, 0, true));
    assertEquals(1, loops.count("mirror.copied"));
    viewers.forEach(viewer -> assertEquals(1, viewer.media().size()));
  }

  @Test
  void aNackIsAnsweredWhereTheViewerIsAndTheCameraHearsNothing() {
    VirtualPeer camera = home.camera(stream);
    VirtualPeer viewer = far.viewer(stream);
    home.arrive(camera, camera.picture(1, 0, true));
    home.arrive(camera, camera.picture(2, 3_000, false));
    loops.suspend(0);
    int first = viewer.media().getFirst().sequenceNumber();
    far.arrive(viewer, viewer.nack((int) VirtualPeer.VIEWER_SSRC, first));
    RtpPacket again = viewer.media().getLast();
    assertEquals((int) VirtualPeer.VIEWER_RTX_SSRC, again.ssrc());
    assertEquals(first & 0xff, again.array()[again.payloadOffset() + 1] & 0xff);
    loops.resume(0);
    assertFalse(camera.rtcp.stream().anyMatch(said -> said.startsWith("nack")));
  }

  @Test
  void aViewerThatComesLateOrLostAPictureMakesTheCameraSendAKeyFrame() {
    VirtualPeer camera = home.camera(stream);
    home.arrive(camera, camera.picture(1, 0, false));
    loops.advance(SECOND);
    VirtualPeer viewer = far.viewer(stream);
    assertEquals(1, plis(camera));
    home.arrive(camera, camera.picture(2, 90_000, true));
    assertEquals(1, viewer.media().size());
    loops.advance(13 * SECOND);
    far.arrive(viewer, viewer.pli((int) VirtualPeer.VIEWER_SSRC));
    assertEquals(2, plis(camera));
  }

  @Test
  void aViewerOnAnotherLoopStartsWithWhatItsHomeRemembersAndNoKeyFrameIsAskedFor() {
    VirtualPeer camera = home.camera(stream);
    for (int i = 0; i < 200; i++) {
      home.arrive(camera, camera.part(i, 3_000 * i, i == 0, true, 1_000));
      loops.advance(20 * MILLI);
    }
    VirtualPeer viewer = far.viewer(stream);
    for (int i = 200; i < 210; i++) {
      home.arrive(camera, camera.part(i, 3_000 * i, false, true, 1_000));
      loops.advance(20 * MILLI);
    }
    loops.advance(200 * MILLI);
    assertConsecutive(viewer.media(), 210);
    int last = viewer.media().get(209).timestamp() - viewer.media().get(208).timestamp();
    assertEquals(3_000, last);
    int all = viewer.media().get(209).timestamp() - viewer.media().get(0).timestamp();
    assertTrue(all < 90_000, "the past takes " + all + " ticks");
    assertEquals(0, plis(camera));
    VirtualPeer second = far.viewer(stream);
    loops.advance(200 * MILLI);
    assertConsecutive(second.media(), 210);
  }

  @Test
  void aKeyFrameThatBeginsWhileAMirrorIsToldOfThePastReachesIt() {
    VirtualPeer camera = home.camera(stream);
    sendGroup(camera);
    VirtualPeer viewer = far.viewer(stream);
    home.arrive(camera, camera.part(GROUP, 3_000 * GROUP, true, true, 700));
    home.arrive(camera, camera.part(GROUP + 1, 3_000 * (GROUP + 1), false, true, 500));
    loops.advance(SECOND);
    home.arrive(camera, camera.part(GROUP + 2, 3_000 * (GROUP + 2), false, true, 500));
    int shown = viewer.media().size();
    assertEquals(
        List.of(700, 500, 500),
        viewer.media().subList(shown - 3, shown).stream().map(RtpPacket::payloadLength).toList());
    assertEquals(0, plis(camera));
  }

  @Test
  void whereNothingCanBeginWithThatKeyFrameTheCameraIsAskedForAnother() {
    VirtualPeer camera = home.camera(stream);
    sendGroup(camera);
    far.viewer(stream);
    loops.suspend(1);
    loops.advance(50 * MILLI); // the way there is half full
    home.arrive(camera, camera.part(GROUP, 3_000 * GROUP, true, false, 700));
    home.arrive(camera, camera.part(GROUP + 2, 3_000 * GROUP, false, true, 500));
    loops.advance(500 * MILLI);
    home.arrive(camera, camera.part(GROUP + 3, 3_000 * (GROUP + 1), false, true, 500));
    long before = plis(camera);
    loops.resume(1);
    loops.advance(20 * MILLI);
    assertEquals(before + 1, plis(camera), "a part of it is missing for good");
  }

  /** A key frame and so much behind it that a mirror is given it in several turns. */
  private void sendGroup(VirtualPeer camera) {
    for (int i = 0; i < GROUP; i++) {
      home.arrive(camera, camera.part(i, 3_000 * i, i == 0, true, 500));
    }
  }

  @Test
  void whatAMirrorIsToldOfThePastDoesNotCountAsWhatComesNow() {
    VirtualPeer camera = home.camera(stream);
    for (int i = 0; i < 500; i++) {
      home.arrive(camera, camera.part(i, 3_000 * i, i == 0, true, 1_000));
      loops.advance(9 * MILLI);
    }
    VirtualPeer viewer = far.viewer(stream);
    for (int i = 500; i < 800; i++) {
      far.loop.offer(new LoopCommand.BoundViewer(viewer.id, 2_000_000));
      home.arrive(camera, camera.part(i, 3_000 * i, i == 510, true, 1_000));
      loops.advance(9 * MILLI);
      assertEquals(ViewerLine.Limit.CAMERA, limit(viewer), "at packet " + i);
    }
    assertConsecutive(viewer.media(), 290);
  }

  private ViewerLine.Limit limit(VirtualPeer viewer) {
    return far.stats().sessions().stream()
        .filter(session -> session.session().equals(viewer.id))
        .flatMap(session -> session.line().stream())
        .findFirst()
        .orElseThrow()
        .limit();
  }

  @Test
  void manyViewersDoNotMakeManyKeyFrameRequests() {
    VirtualPeer camera = home.camera(stream);
    home.arrive(camera, camera.picture(1, 0, false));
    for (int i = 0; i < 20; i++) {
      far.viewer(stream);
    }
    assertEquals(1, plis(camera));
  }

  @Test
  void aTakeoverKeepsTheViewersSequenceAndEndsTheDisplacedSession() {
    VirtualPeer older = home.camera(stream);
    VirtualPeer viewer = far.viewer(stream);
    home.arrive(older, older.picture(100, 0, true));
    VirtualPeer newer = home.camera(stream);
    assertTrue(home.events.contains(new BridgeEvent.SessionEnded(older.id, EndReason.TAKEN_OVER)));
    loops.advance(500 * MILLI);
    home.arrive(newer, newer.picture(7, 999_999, true));
    home.arrive(newer, newer.picture(8, 1_002_999, false));
    assertConsecutive(viewer.media(), 3);
    int pause = viewer.media().get(1).timestamp() - viewer.media().get(0).timestamp();
    assertTrue(pause > 40_000, "500 ms are " + pause + " ticks");
  }

  @Test
  void aViewerWhoWaitsOnAnotherLoopSeesTheCameraWhenItComes() {
    VirtualPeer viewer = far.viewer(stream);
    VirtualPeer camera = home.camera(stream);
    home.arrive(camera, camera.picture(1, 0, true));
    assertEquals(1, viewer.media().size());
    home.loop.offer(new LoopCommand.End(camera.id, EndReason.DELETED));
    home.turn();
    VirtualPeer again = home.camera(stream);
    home.arrive(again, again.picture(50, 0, true));
    assertConsecutive(viewer.media(), 2);
  }

  @Test
  void aLoopThatDoesNotTurnMakesOthersDropAndCountAndAKeyFrameHealsIt() {
    VirtualPeer camera = home.camera(stream);
    VirtualPeer near = home.viewer(stream);
    VirtualPeer viewer = far.viewer(stream);
    home.arrive(camera, camera.picture(0, 0, true));
    loops.suspend(1);
    for (int i = 1; i <= 3_000; i++) {
      home.arrive(camera, camera.picture(i, 3_000 * i, false));
    }
    assertEquals(3_001, near.media().size(), "nobody else suffers");
    long dropped = home.stats().counters().get("mirror.dropped");
    assertEquals(3_000 - 2_048, dropped);
    loops.resume(1);
    loops.advance(SECOND);
    int before = viewer.media().size();
    assertEquals(1 + 2_048, before, "what had room still comes");
    long plis = plis(camera);
    home.arrive(camera, camera.picture(3_001, 3_000 * 3_001, false));
    assertEquals(plis + 1, plis(camera), "the gap is followed by a wish for a key frame");
    home.arrive(camera, camera.picture(3_002, 3_000 * 3_002, true));
    assertEquals(before + 2, viewer.media().size());
    assertEquals(dropped, home.stats().counters().get("mirror.dropped"));
  }

  @Test
  void aTakeoverWhosePacketsFoundNoRoomIsNoticedAfterwards() {
    VirtualPeer older = home.camera(stream);
    VirtualPeer viewer = far.viewer(stream);
    home.arrive(older, older.picture(0, 0, true));
    loops.suspend(1);
    for (int i = 1; i <= 2_100; i++) {
      home.arrive(older, older.picture(i, 3_000 * i, false));
    }
    VirtualPeer newer = home.camera(stream);
    home.arrive(newer, newer.picture(9, 0, true));
    loops.resume(1);
    loops.advance(SECOND);
    int before = viewer.media().size();
    home.arrive(newer, newer.picture(10, 3_000, false));
    assertEquals(before, viewer.media().size(), "the key frame was dropped");
    home.arrive(newer, newer.picture(11, 6_000, true));
    assertConsecutive(viewer.media(), before + 1);
  }

  @Test
  void aRemovedStreamEndsItsCameraAndLeavesViewersOnEveryLoopWithoutPicture() {
    VirtualPeer camera = home.camera(stream);
    far.viewer(stream);
    for (VirtualTime loop : List.of(home, far)) {
      loop.loop.offer(new LoopCommand.RemoveStream(new StreamId(stream)));
      loop.turn();
    }
    assertTrue(
        home.events.contains(new BridgeEvent.SessionEnded(camera.id, EndReason.STREAM_REMOVED)));
    assertEquals(0, loops.count("relay.streams"));
    assertNoMirrorIsLeft();
    assertEquals(1, loops.count("relay.views"));
  }

  @Test
  void theLastViewerWhoLeavesEndsTheMirrorAndTheNextBeginsAnother() {
    VirtualPeer camera = home.camera(stream);
    VirtualPeer one = far.viewer(stream);
    VirtualPeer two = far.viewer(stream);
    home.arrive(camera, camera.picture(1, 0, true));
    leave(far, one);
    home.arrive(camera, camera.picture(2, 3_000, false));
    assertEquals(2, two.media().size());
    leave(far, two);
    assertNoMirrorIsLeft();
    long copied = loops.count("mirror.copied");
    home.arrive(camera, camera.picture(3, 6_000, false));
    assertEquals(copied, loops.count("mirror.copied"));
    VirtualPeer three = far.viewer(stream);
    home.arrive(camera, camera.picture(4, 9_000, true));
    assertEquals(1, three.media().size());
  }

  @Test
  void aViewerWhoTurnsToAnotherCameraGoesOnInTheSameSequence() {
    String other = loops.homedAt(1);
    VirtualPeer one = home.camera(stream);
    VirtualPeer two = far.camera(other);
    VirtualPeer viewer = far.viewer(stream);
    home.arrive(one, one.picture(1, 0, true));
    far.loop.offer(new LoopCommand.Show(viewer.id, "0", new StreamId(other)));
    far.turn();
    home.arrive(one, one.picture(2, 3_000, false));
    far.arrive(two, two.picture(70, 0, true));
    assertConsecutive(viewer.media(), 2);
    assertNoMirrorIsLeft();
  }

  @Test
  void nothingIsLeftWhenEverybodyHasGone() {
    VirtualPeer camera = home.camera(stream);
    VirtualPeer viewer = far.viewer(stream);
    home.arrive(camera, camera.picture(1, 0, true));
    leave(home, camera);
    loops.advance(13 * SECOND);
    assertEquals(0, loops.count("history.chunks"), "a mirror's history grows old too");
    leave(far, viewer);
    assertNoMirrorIsLeft();
    assertEquals(0, loops.count("relay.streams"));
    assertEquals(Long.MAX_VALUE, far.relay.nextDeadlineNanos());
  }

  @Test
  void aLoopThatEndsFirstLeavesNothingOnTheOther() {
    VirtualPeer camera = home.camera(stream);
    far.viewer(stream);
    home.arrive(camera, camera.picture(1, 0, true));
    far.loop.offer(new LoopCommand.Stop());
    far.turn();
    far.turn();
    assertTrue(far.loop.stopped());
    loops.suspend(1);
    home.arrive(camera, camera.picture(2, 3_000, false));
    assertNoMirrorIsLeft(home);
    home.loop.offer(new LoopCommand.Stop());
    home.turn();
    home.turn();
    assertTrue(home.loop.stopped());
  }

  @Test
  void oneCallAwakesALoopForAllThatATurnHasForIt() {
    VirtualPeer camera = home.camera(stream);
    far.viewer(stream);
    home.arrive(camera, camera.picture(1, 0, true));
    int before = loops.wakes;
    for (int i = 2; i < 22; i++) {
      home.socket.arrive(camera.path, camera.picture(i, 3_000 * i, false));
    }
    home.turn();
    assertEquals(before + 1, loops.wakes);
  }

  @Test
  void whereHomeHasManyViewersOtherLoopsBeginBeforeThoseAreServed() {
    VirtualPeer camera = home.camera(stream);
    for (int i = 0; i < 40; i++) {
      home.viewer(stream);
    }
    VirtualPeer viewer = far.viewer(stream);
    home.arrive(camera, camera.picture(1, 0, true));
    int before = loops.wakes;
    home.socket.takeDepartures();
    loops.onWake = () -> assertEquals(List.of(), home.socket.takeDepartures());
    home.arrive(camera, camera.picture(2, 3_000, false));
    assertEquals(before + 1, loops.wakes);
    assertEquals(2, viewer.media().size());
  }

  @Test
  void aPictureWhoseLastPacketIsLateLeavesTheMirrorAtTheBoundToo() {
    VirtualPeer camera = home.camera(stream);
    VirtualPeer viewer = far.viewer(stream);
    home.arrive(camera, camera.part(1, 0, true, false, 1_000));
    assertEquals(0, viewer.media().size());
    loops.advance(20 * MILLI);
    assertEquals(1, viewer.media().size());
  }

  @Test
  void aKeyFrameThatTurnsOutToBeNoneStartsNoViewerElsewhereEither() {
    VirtualPeer camera = home.camera(stream);
    VirtualPeer viewer = far.viewer(stream);
    String sets = "6742c01fda014016ec0440000003004000000503c60ca8";
    home.arrive(camera, camera.h264(1, 0, sets));
    home.arrive(camera, camera.h264(2, 0, "419a00"));
    home.arrive(camera, camera.h264(3, 3_000, "419a00"));
    assertEquals(1, viewer.media().size(), "only the promise was shown");
    loops.advance(200 * MILLI);
    home.arrive(camera, camera.h264(4, 6_000, "419a00"));
    assertTrue(plis(camera) > 0);
    home.arrive(camera, camera.h264(5, 9_000, sets));
    home.arrive(camera, camera.h264(6, 9_000, "65888040"));
    assertConsecutive(viewer.media(), 3);
  }

  @Test
  void aSourceThatBeginsItsNumbersAnewIsANewLayerInTheMirrorToo() {
    VirtualPeer camera = home.camera(stream);
    VirtualPeer near = home.viewer(stream);
    VirtualPeer viewer = far.viewer(stream);
    home.arrive(camera, camera.picture(40_000, 0, true));
    for (int i = 1; i < 6; i++) {
      home.arrive(camera, camera.picture(i, 3_000 * i, i % 3 == 0));
    }
    assertTrue(near.media().size() > 1);
    assertSameMedia(near.media(), viewer.media());
  }

  @Test
  void theTimeInTheRingCountsForWhatWaits() {
    VirtualPeer camera = home.camera(stream);
    VirtualPeer viewer = far.viewer(stream);
    loops.suspend(1);
    home.arrive(camera, camera.part(1, 0, true, false, 1_000));
    loops.advance(20 * MILLI);
    loops.resume(1);
    assertEquals(1, viewer.media().size());
  }

  @Test
  void aViewerElsewhereHearsSenderReportsOnceTheCameraHasSentOne() {
    VirtualPeer camera = home.camera(stream);
    VirtualPeer viewer = far.viewer(stream);
    home.arrive(camera, camera.picture(0, 0, true));
    loops.advance(2 * SECOND);
    assertFalse(viewer.rtcp.contains("sr"));
    home.arrive(camera, camera.senderReport(VirtualPeer.VIDEO_SSRC, SECOND, 180_000));
    home.arrive(camera, camera.picture(1, 180_000, false));
    loops.advance(1_900 * MILLI);
    assertTrue(viewer.rtcp.contains("sr"), "the viewer heard " + viewer.rtcp);
  }

  @Test
  void theHomeKnowsTheStateOfAStreamWhoseViewersAreElsewhere() {
    far.viewer(stream);
    assertEquals(StreamState.OFFLINE, home.stats().streams().getFirst().state());
    VirtualPeer camera = home.camera(stream);
    home.arrive(camera, camera.picture(1, 0, true));
    assertEquals(StreamState.LIVE, home.stats().streams().getFirst().state());
    assertEquals(1, far.stats().streams().getFirst().viewers());
  }

  private static void leave(VirtualTime loop, VirtualPeer peer) {
    loop.loop.offer(new LoopCommand.End(peer.id, EndReason.DELETED));
    loop.turn();
  }

  private static long plis(VirtualPeer camera) {
    return camera.rtcp.stream().filter("pli"::equals).count();
  }

  private void assertNoMirrorIsLeft() {
    assertNoMirrorIsLeft(home);
    assertEquals(0, far.stats().counters().get("mirror.streams"));
  }

  private static void assertNoMirrorIsLeft(VirtualTime home) {
    assertEquals(0, home.stats().counters().get("mirror.rings"));
  }

  private static void assertConsecutive(List<RtpPacket> shown, int count) {
    assertEquals(count, shown.size());
    for (int i = 0; i < count; i++) {
      assertEquals(shown.get(0).sequenceNumber() + i & 0xffff, shown.get(i).sequenceNumber());
    }
  }

  private static void assertSameMedia(List<RtpPacket> expected, List<RtpPacket> shown) {
    assertConsecutive(shown, expected.size());
    for (int i = 0; i < expected.size(); i++) {
      RtpPacket one = expected.get(i);
      RtpPacket two = shown.get(i);
      assertArrayEquals(payload(one), payload(two));
      assertEquals(one.marker(), two.marker());
      assertEquals(
          one.timestamp() - expected.getFirst().timestamp(),
          two.timestamp() - shown.getFirst().timestamp());
    }
  }

  private static byte[] payload(RtpPacket packet) {
    int from = packet.payloadOffset();
    return Arrays.copyOfRange(packet.array(), from, from + packet.payloadLength());
  }
}
