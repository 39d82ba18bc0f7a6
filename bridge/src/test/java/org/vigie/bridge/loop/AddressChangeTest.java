package org.vigie.bridge.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vigie.bridge.api.IceCredentials;
import org.vigie.bridge.ice.StunBytes;
import org.vigie.bridge.rtp.RtpPacket;
import org.vigie.bridge.udp.Path;

/** A peer's address changes while it sends or is sent a picture. */
class AddressChangeTest extends VirtualTime {
  private final VirtualPeer camera = camera("cam-1");
  private final VirtualPeer viewer = viewer("cam-1");
  private int pictures;

  @Test
  void aCheckFromElsewhereMovesNothingBeforeItNominates() {
    play(5, true);
    Path before = viewer.path;
    Path after = VirtualPeer.newPath();
    socket.arrive(after, check(viewer.bridgeIce, viewer.ice, false));
    turn();
    assertEquals(Set.of(before), pathsOfNextPicture());
    socket.arrive(after, viewer.check());
    turn();
    assertEquals(Set.of(after), pathsOfNextPicture());
  }

  @Test
  void aCameraMaySendFromBothAddressesWhileItMoves() {
    play(3, true);
    Path before = camera.path;
    Path after = VirtualPeer.newPath();
    socket.arrive(after, camera.check());
    for (int i = 0; i < 6; i++) {
      socket.arrive(i % 2 == 0 ? before : after, picture(false));
      advance(33 * MILLI);
    }
    assertContinuous(viewer.media(), 9);
    assertFalse(camera.rtcp.contains("pli"), "nothing was lost");
  }

  @Test
  void aRestartCarriesEveryPictureOverTheOldPairThenOverTheNewOne() {
    play(5, true);
    IceCredentials bridgeIce = IceCredentials.random();
    IceCredentials ice = IceCredentials.random();
    loop.offer(new LoopCommand.RestartIce(viewer.id, bridgeIce, ice));
    play(5, false);
    Path after = VirtualPeer.newPath();
    socket.arrive(after, check(bridgeIce, ice, false));
    play(5, false);
    assertContinuous(viewer.media(), 15);
    socket.arrive(after, check(bridgeIce, ice, true));
    turn();
    assertEquals(Set.of(after), pathsOfNextPicture());
    viewer.path = after;
    play(5, false);
    List<RtpPacket> shown = viewer.media();
    assertEquals(
        6, shown.getLast().sequenceNumber() - shown.get(14).sequenceNumber() & 0xffff, "no gap");
  }

  @Test
  void checksOfAReplacedGenerationOpenNothingOnceTheRestartIsComplete() {
    play(2, true);
    IceCredentials bridgeIce = IceCredentials.random();
    IceCredentials ice = IceCredentials.random();
    loop.offer(new LoopCommand.RestartIce(viewer.id, bridgeIce, ice));
    Path after = VirtualPeer.newPath();
    socket.arrive(after, check(bridgeIce, ice, true));
    turn();
    Path stranger = VirtualPeer.newPath();
    socket.arrive(stranger, viewer.check());
    turn();
    assertEquals(Set.of(after), pathsOfNextPicture());
  }

  @Test
  void aViewerWhoWasSilentAndMovedGetsAKeyFrameWithoutAsking() {
    play(5, true);
    for (int i = 0; i < 10; i++) {
      arrive(viewer, viewer.report());
      play(3, false);
    }
    play(60, false); // its line is dead
    int before = viewer.media().size();
    viewer.path = VirtualPeer.newPath();
    arrive(viewer, viewer.check());
    play(2, false);
    List<RtpPacket> shown = viewer.media();
    assertTrue(
        shown.subList(before, shown.size()).stream().anyMatch(AddressChangeTest::isKeyFrame));
  }

  @Test
  void aViewerWhoMovesWithoutSilenceCostsTheCameraNoKeyFrame() {
    play(30, true);
    arrive(viewer, viewer.report());
    viewer.path = VirtualPeer.newPath();
    arrive(viewer, viewer.check());
    play(10, false);
    assertFalse(camera.rtcp.contains("pli"), "the camera heard " + camera.rtcp);
  }

  @Test
  void aCameraThatWasSilentAndMovedIsAskedForAKeyFrameAtOnce() {
    play(5, true);
    advance(2 * SECOND);
    camera.path = VirtualPeer.newPath();
    arrive(camera, camera.check());
    assertTrue(camera.rtcp.contains("pli"), "the camera heard " + camera.rtcp);
  }

  private void play(int count, boolean key) {
    for (int i = 0; i < count; i++) {
      socket.arrive(camera.path, picture(key && i == 0));
      advance(33 * MILLI);
    }
  }

  private byte[] picture(boolean key) {
    int number = pictures++;
    return camera.picture(number, number * 3_000, key);
  }

  /** Where the viewer's packets go. */
  private Set<Path> pathsOfNextPicture() {
    socket.arrive(camera.path, picture(false));
    now += MILLI;
    loop.turn(now);
    return Set.copyOf(socket.takeSent().stream().map(datagram -> datagram.path()).toList());
  }

  private static byte[] check(IceCredentials bridge, IceCredentials own, boolean nominating) {
    StunBytes request =
        StunBytes.request()
            .username(bridge.ufrag() + ":" + own.ufrag())
            .priority()
            .attribute(0x802A, new byte[8]);
    StunBytes whole = nominating ? request.useCandidate() : request;
    return whole.integrity(bridge.password()).fingerprint().bytes();
  }

  private static boolean isKeyFrame(RtpPacket packet) {
    return (packet.array()[packet.payloadOffset() + 1] & 1) == 0;
  }

  private static void assertContinuous(List<RtpPacket> shown, int count) {
    assertEquals(count, shown.size());
    for (int i = 1; i < count; i++) {
      assertEquals(shown.get(i - 1).sequenceNumber() + 1 & 0xffff, shown.get(i).sequenceNumber());
    }
  }
}
