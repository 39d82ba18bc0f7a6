package org.vigie.bridge.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.vigie.bridge.api.BridgeStats;
import org.vigie.bridge.api.Codec;
import org.vigie.bridge.api.EndReason;
import org.vigie.bridge.api.StreamId;
import org.vigie.bridge.rtp.RtpPacket;

/** Cameras whose layers are not what they announced, in virtual time. */
class BadLayersTest extends VirtualTime {
  private static final int LOW = 0x2000;
  private static final int HIGH = 0x2002;

  private final LayeredCamera camera = new LayeredCamera(Codec.VP8);
  private final int[] sequences = new int[200];

  /** Whatever came, no fault of ours, and nothing is left. */
  @AfterEach
  void theLoopHasLivedThroughItAndNothingIsLeft() {
    for (VirtualPeer peer : List.copyOf(peers)) {
      loop.offer(new LoopCommand.End(peer.id, EndReason.DELETED));
    }
    turn();
    advance(3 * SECOND);
    BridgeStats left = stats();
    assertEquals(0, count(left, "dropped.internal-error"));
    assertEquals(List.of(), left.sessions());
    assertEquals(0, count(left, "loop.paths"));
    assertEquals(0, count(left, "relay.views"));
    assertEquals(0, count(left, "history.chunks"));
  }

  private static long count(BridgeStats stats, String counter) {
    return stats.counters().getOrDefault(counter, 0L);
  }

  @Test
  void layersThatWereNeverAnnouncedReachNobodyAndKeepOutNoneThatWere() {
    VirtualPeer viewer = watch();
    for (int i = 0; i < 40; i++) {
      send(0x3000 + i % 20, "x" + i % 20, LayeredCamera.keyFrame(1_920));
    }
    assertEquals(List.of(), viewer.media());
    assertEquals(40, count(stats(), "dropped.unknown-ssrc"));
    send(LOW, "q", LayeredCamera.keyFrame(320));
    send(0x3001, "x1", LayeredCamera.picture());
    send(LOW, "q", LayeredCamera.picture());
    assertConsecutive(viewer, 2);
  }

  @Test
  void ofTwoSourcesOfOneLayerTheNewerIsShownAndTheOtherIsKeptOut() {
    VirtualPeer viewer = watch();
    send(LOW, "q", LayeredCamera.keyFrame(320));
    send(LOW + 50, "q", LayeredCamera.keyFrame(320));
    for (int i = 0; i < 20; i++) {
      send(LOW, "q", LayeredCamera.picture());
      send(LOW + 50, "q", LayeredCamera.picture());
    }
    assertConsecutive(viewer, 22);
    assertEquals(20, count(stats(), "dropped.displaced-ssrc"));
  }

  @Test
  void aSourceThatWasDisplacedIsHeardAgainOnceTheNewerIsSilent() {
    VirtualPeer viewer = watch();
    send(LOW, "q", LayeredCamera.keyFrame(320));
    send(LOW + 50, "q", LayeredCamera.keyFrame(320));
    advance(3 * SECOND);
    send(LOW, "q", LayeredCamera.keyFrame(320));
    send(LOW + 50, "q", LayeredCamera.picture());
    send(LOW, "q", LayeredCamera.picture());
    assertConsecutive(viewer, 4);
  }

  @Test
  void repairOfALayerThatDoesNotArriveIsDroppedAndTheLayerIsShownOnceItDoes() {
    VirtualPeer viewer = watch();
    for (int i = 0; i < 30; i++) {
      repair(0x4000 + i % 3, List.of("q", "h", "never").get(i % 3), i);
    }
    assertEquals(List.of(), viewer.media());
    assertEquals(20, count(stats(), "dropped.useless-retransmission"));
    assertEquals(10, count(stats(), "dropped.unknown-ssrc"));
    send(LOW, "q", LayeredCamera.keyFrame(320));
    send(LOW, "q", LayeredCamera.picture());
    assertConsecutive(viewer, 2);
  }

  @Test
  void repairWithNumbersOfAnotherSourceDisturbsNobody() {
    VirtualPeer viewer = watch();
    send(LOW, "q", LayeredCamera.keyFrame(320));
    for (int number : new int[] {5_000, 20_000, 40_000, 60_000}) {
      repair(0x4000, "q", number);
      send(LOW, "q", LayeredCamera.picture());
    }
    assertConsecutive(viewer, 5);
    assertEquals(4, count(stats(), "dropped.useless-retransmission"));
  }

  @Test
  void aLayerThatVanishesWithinAPictureIsLeftAtTheKeyFrameOfAnotherWithoutAGap() {
    VirtualPeer viewer = watch();
    send(LOW, "q", LayeredCamera.keyFrame(320));
    sendPart(HIGH, "f", LayeredCamera.keyFrame(1_280));
    sendPart(HIGH, "f", LayeredCamera.continuation());
    for (int i = 0; i < 20; i++) {
      send(LOW, "q", LayeredCamera.picture());
      advance(25 * MILLI);
    }
    assertConsecutive(viewer, 3 + 1 + 20);
  }

  @Test
  void aLayerThatStopsIsLeftWithinAThirdOfASecondAtTheKeyFrameThatIsRemembered() {
    VirtualPeer viewer = watch();
    send(LOW, "q", LayeredCamera.keyFrame(320));
    send(HIGH, "f", LayeredCamera.keyFrame(1_280));
    for (int i = 0; i < 30; i++) {
      send(LOW, "q", LayeredCamera.picture());
      send(HIGH, "f", LayeredCamera.picture());
    }
    int shown = viewer.media().size();
    camera.peer.keyFramesWanted.clear();
    for (int i = 0; i < 10; i++) {
      send(LOW, "q", LayeredCamera.picture());
      advance(20 * MILLI);
    }
    assertTrue(viewer.media().size() > shown, "moved on");
    assertEquals(List.of(), camera.peer.keyFramesWanted, "nothing was asked of the camera");
    assertConsecutive(viewer, viewer.media().size());
  }

  @Test
  void withoutAKeyFrameThatIsRememberedTheOtherLayerIsAskedForOneAtOnce() {
    VirtualPeer viewer = watch();
    send(LOW, "q", LayeredCamera.keyFrame(320));
    send(HIGH, "f", LayeredCamera.keyFrame(1_280));
    for (int i = 0; i < 650; i++) {
      send(LOW, "q", LayeredCamera.picture());
      send(HIGH, "f", LayeredCamera.picture());
    }
    int shown = viewer.media().size();
    camera.peer.keyFramesWanted.clear();
    for (int i = 0; i < 10; i++) {
      send(LOW, "q", LayeredCamera.picture());
      advance(20 * MILLI);
    }
    assertEquals(List.of(LOW), camera.peer.keyFramesWanted.stream().distinct().toList());
    send(LOW, "q", LayeredCamera.keyFrame(320));
    send(LOW, "q", LayeredCamera.picture());
    assertConsecutive(viewer, shown + 2);
  }

  @Test
  void aLayerOfFewPicturesIsNotLeftBetweenTwoOfThem() {
    VirtualPeer viewer = watch();
    send(LOW, "q", LayeredCamera.keyFrame(320));
    send(HIGH, "f", LayeredCamera.keyFrame(1_280));
    for (int i = 0; i < 60; i++) {
      send(LOW, "q", LayeredCamera.picture());
      if (i % 15 == 0) {
        send(HIGH, "f", LayeredCamera.picture());
      }
      advance(20 * MILLI);
    }
    assertConsecutive(viewer, 2 + 4);
  }

  @Test
  void whatWasLostOfAVanishedLayerLeavesNoGapBehindTheSwitch() {
    VirtualPeer viewer = watch();
    send(LOW, "q", LayeredCamera.keyFrame(320));
    send(HIGH, "f", LayeredCamera.keyFrame(1_280));
    sendPart(HIGH, "f", LayeredCamera.picture());
    sequences[HIGH - LOW] += 3;
    for (int i = 0; i < 20; i++) {
      send(LOW, "q", LayeredCamera.picture());
      advance(25 * MILLI);
    }
    int shown = viewer.media().size();
    assertTrue(shown > 20, shown + " packets");
    arrive(
        camera.peer,
        camera.packet(HIGH, 3, 90_000, LayeredCamera.continuation()).rid("f").protect());
    send(LOW, "q", LayeredCamera.picture());
    assertConsecutive(viewer, shown + 1);
  }

  private VirtualPeer watch() {
    connect(camera.peer, camera.open("cam-1", true));
    VirtualPeer viewer = new VirtualPeer();
    loop.offer(LayeredCamera.openViewer(viewer, Codec.VP8));
    connect(viewer, new LoopCommand.Show(viewer.id, "0", new StreamId("cam-1")));
    return viewer;
  }

  private void send(int ssrc, String rid, byte[] payload) {
    arrive(camera.peer, next(ssrc, payload).rid(rid).protect());
    now += 20 * MILLI;
  }

  private void sendPart(int ssrc, String rid, byte[] payload) {
    arrive(camera.peer, next(ssrc, payload).rid(rid).unfinished().protect());
  }

  private LayeredCamera.Packet next(int ssrc, byte[] payload) {
    int source = ssrc - LOW < sequences.length ? ssrc - LOW : sequences.length - 1;
    return camera.packet(ssrc, sequences[source]++, (int) (now / MILLI * 90), payload);
  }

  private void repair(int ssrc, String rid, int number) {
    byte[] payload = ByteBuffer.allocate(7).putShort((short) number).put(new byte[5]).array();
    arrive(camera.peer, camera.packet(ssrc, number, 0, payload).repairs(rid).protect());
  }

  private static void assertConsecutive(VirtualPeer viewer, int count) {
    List<RtpPacket> shown = viewer.media();
    assertEquals(count, shown.size());
    for (int i = 1; i < count; i++) {
      assertEquals(shown.get(i - 1).sequenceNumber() + 1 & 0xffff, shown.get(i).sequenceNumber());
    }
  }
}
