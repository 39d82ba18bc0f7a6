package org.vigie.bridge.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vigie.bridge.api.HeaderExtension;
import org.vigie.bridge.api.StreamId;
import org.vigie.bridge.api.ViewerLine;
import org.vigie.bridge.api.ViewerTuning;
import org.vigie.bridge.rtp.RtpPacket;

/** A viewer whose line takes a part of what the only layer of a camera is. */
class NarrowLineTest extends VirtualTime {
  private static final int TRANSPORT_CC = 5;
  private static final long FRAME = 33 * MILLI;

  private VirtualPeer camera = camera("cam-1");
  private final VirtualPeer viewer = viewerWithFeedback();
  private final VirtualPeer other = viewer("cam-1");
  private final Map<Integer, Long> captured = new HashMap<>();
  private final Map<Integer, Integer> expected = new HashMap<>();
  private final SlowLine line = line(10_000_000);
  private final KeyedCamera sends = new KeyedCamera(camera, captured, expected);
  private long nextReport;

  private VirtualPeer viewerWithFeedback() {
    VirtualPeer peer = new VirtualPeer();
    loop.offer(peer.openViewer(Map.of(HeaderExtension.TRANSPORT_CC, TRANSPORT_CC)));
    connect(peer, new LoopCommand.Show(peer.id, "0", new StreamId("cam-1")));
    return peer;
  }

  private SlowLine line(long bps) {
    return new SlowLine(viewer, TRANSPORT_CC, bps, 500 * MILLI, 25 * MILLI, captured, expected);
  }

  /** A megabit a second in 30 pictures, and a key frame where one is wanted. */
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
      if (sends.pictures % 60 == 0) {
        arrive(viewer, viewer.check());
        arrive(camera, camera.check());
        arrive(other, other.check());
      }
    }
  }

  private void picture() {
    sends.picture(now).forEach(each -> socket.arrive(camera.path, each));
    turn();
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
  void aGoodLineIsGivenEverythingAndNoPadding() {
    seconds(10);
    assertEquals(sends.pictures, line.pictures, "pictures");
    assertEquals(sends.packets, viewer.media().size());
    assertEquals(0, line.lost);
  }

  @Test
  void whatIsShownOnALineThatTakesAThirdIsNeverOld() {
    seconds(3);
    line.takes(300_000);
    seconds(5);
    assertEquals(ViewerLine.Limit.LINE, limit(viewer));
    assertEquals(ViewerLine.Pictures.KEY_FRAMES, said(viewer).pictures());
    int asked = camera.keyFramesWanted.size();
    int shown = line.pictures;
    int others = other.media().size();
    int before = sends.packets;
    line.oldest = 0;
    line.lost = 0;
    seconds(20);
    int wanted = camera.keyFramesWanted.size() - asked;
    String found =
        "oldest %d ms, %d pictures, %d lost, %d key frames asked for, %d of padding"
            .formatted(line.oldest / MILLI, line.pictures - shown, line.lost, wanted, line.padding);
    assertTrue(line.oldest < 2 * SECOND, found);
    assertTrue(line.pictures - shown >= 12, found);
    assertTrue(wanted <= 24, found);
    assertEquals(sends.packets - before, other.media().size() - others, "the other misses nothing");
  }

  @Test
  void aViewerWhoIsBoundedIsGivenNoMoreAndAllAgainWithoutTheBound() {
    seconds(3);
    loop.offer(new LoopCommand.BoundViewer(viewer.id, 400_000));
    seconds(3);
    assertEquals(ViewerLine.Limit.VIEWER_CAP, limit(viewer));
    assertEquals(ViewerLine.Pictures.KEY_FRAMES, said(viewer).pictures());
    assertBounded(viewer, other);
    loop.offer(new LoopCommand.BoundViewer(viewer.id, Long.MAX_VALUE));
    seconds(4);
    int shown = line.pictures;
    int before = sends.pictures;
    seconds(5);
    assertEquals(sends.pictures - before, line.pictures - shown);
    assertEquals(ViewerLine.Limit.CAMERA, limit(viewer));
    assertEquals(ViewerLine.Pictures.ALL, said(viewer).pictures());
  }

  @Test
  void aViewerWhoSaysNothingOfArrivalsIsBoundedToo() {
    seconds(3);
    loop.offer(new LoopCommand.BoundViewer(other.id, 400_000));
    seconds(3);
    assertBounded(other, viewer);
    assertEquals(ViewerLine.Limit.VIEWER_CAP, limit(other));
  }

  @Test
  void aSlotThatShowsNothingIsNotNarrowAndWhatItShowsNextIsWhole() {
    seconds(3);
    loop.offer(new LoopCommand.BoundViewer(other.id, 200_000));
    seconds(5);
    assertEquals(ViewerLine.Limit.VIEWER_CAP, limit(other));
    loop.offer(new LoopCommand.RemoveStream(new StreamId("cam-1")));
    turn();
    assertEquals(ViewerLine.Limit.CAMERA, limit(other));
    loop.offer(new LoopCommand.BoundViewer(other.id, Long.MAX_VALUE));
    camera = camera("cam-1");
    sends.become(camera);
    loop.offer(new LoopCommand.Show(other.id, "0", new StreamId("cam-1")));
    seconds(1);
    int before = other.media().size();
    int sent = sends.packets;
    seconds(5);
    assertEquals(sends.packets - sent, other.media().size() - before);
  }

  @Test
  void whatIsShownAnewIsBoundedFromItsFirstPicture() {
    loop.offer(new LoopCommand.Show(other.id, "0", new StreamId("cam-2")));
    loop.offer(new LoopCommand.BoundViewer(other.id, 400_000));
    seconds(3);
    advance(1_500 * MILLI - now % SECOND);
    loop.offer(new LoopCommand.Show(other.id, "0", new StreamId("cam-1")));
    int before = other.media().size();
    seconds(1);
    long bps = (other.media().size() - before) * (KeyedCamera.PAYLOAD + 40L) * 8;
    assertTrue(bps <= 600_000, bps + " bit/s");
  }

  private void assertBounded(VirtualPeer bounded, VirtualPeer free) {
    int before = bounded.media().size();
    int freeBefore = free.media().size();
    int sent = sends.packets;
    seconds(10);
    long bps = (bounded.media().size() - before) * (KeyedCamera.PAYLOAD + 40L) * 8 / 10;
    assertTrue(bps <= 440_000, bps + " bit/s");
    assertTrue(bps >= 60_000, bps + " bit/s");
    assertEquals(
        sends.packets - sent, free.media().size() - freeBefore, "the other misses nothing");
  }

  private ViewerLine.Limit limit(VirtualPeer peer) {
    return said(peer).limit();
  }

  private ViewerLine said(VirtualPeer peer) {
    return stats().sessions().stream()
        .filter(session -> session.session().equals(peer.id))
        .flatMap(session -> session.line().stream())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theSequenceHasNoGapsWhatIsLeftOutIsNotSeen() {
    seconds(3);
    line.takes(300_000);
    seconds(10);
    int last = -1;
    for (RtpPacket packet : viewer.media()) {
      if (packet.ssrc() == (int) VirtualPeer.VIEWER_SSRC) {
        int step = packet.sequenceNumber() - last;
        assertTrue(last < 0 || (step & 0xffff) == 1, "step " + step);
        last = packet.sequenceNumber();
      }
    }
  }

  @Test
  void aLineThatIsNotToBeProbedCarriesNoPaddingAndIsGivenEverythingAgainAllTheSame() {
    loop.offer(new LoopCommand.TuneViewer(viewer.id, new ViewerTuning(false, 25, 120)));
    seconds(3);
    line.takes(300_000);
    seconds(10);
    line.takes(5_000_000);
    seconds(20);
    assertEquals(0, line.padding);
    int shown = line.pictures;
    int before = sends.pictures;
    seconds(5);
    assertEquals(sends.pictures - before, line.pictures - shown);
  }

  @Test
  void probingStopsAtOnceAndComesBackWithTheSetting() {
    seconds(3);
    line.takes(300_000);
    seconds(10);
    assertTrue(line.padding > 0, "a line that is too slow is probed");
    loop.offer(new LoopCommand.TuneViewer(viewer.id, new ViewerTuning(false, 25, 120)));
    seconds(1);
    int padding = line.padding;
    seconds(15);
    assertEquals(padding, line.padding);
    loop.offer(new LoopCommand.TuneViewer(viewer.id, ViewerTuning.USUAL));
    seconds(15);
    assertTrue(line.padding > padding);
  }

  @Test
  void aLineThatHasBecomeGoodIsGivenEverythingAgainWithinEightSeconds() {
    seconds(3);
    line.takes(300_000);
    seconds(10);
    line.takes(5_000_000);
    seconds(8);
    int shown = line.pictures;
    int before = sends.pictures;
    seconds(5);
    int missed = sends.pictures - before - (line.pictures - shown);
    assertTrue(missed <= 2, missed + " pictures of " + (sends.pictures - before) + " missed");
  }
}
