package org.vigie.bridge.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.vigie.bridge.api.EndReason;
import org.vigie.bridge.api.StreamId;
import org.vigie.bridge.api.StreamTuning;
import org.vigie.bridge.api.ViewerTuning;

/** How a Stream is carried is changed while it runs, in virtual time. */
class TuneTest extends VirtualTime {
  private static final StreamId CAMERA = new StreamId("cam-1");
  private static final Duration AGE = Duration.ofMillis(1_500);
  private static final Duration HOLD = Duration.ofMillis(15);

  private int sequence = 100;

  @Test
  void keyFramesAreAskedForAsRarelyAsIsSet() {
    VirtualPeer camera = camera("cam-1");
    int usual = asked(camera);
    tune(AGE, Duration.ofSeconds(1));
    int rare = asked(camera);
    assertTrue(usual >= 6, usual + " in 3 s");
    assertTrue(rare >= 2 && rare <= 4, rare + " in 3 s");
  }

  @Test
  void whatIsSetCountsForTheNextSessionOfTheCameraToo() {
    tune(AGE, Duration.ofSeconds(1));
    VirtualPeer first = camera("cam-1");
    asked(first);
    VirtualPeer second = camera("cam-1");
    int rare = asked(second);
    assertTrue(rare <= 4, rare + " in 3 s");
  }

  @Test
  void aForgottenStreamIsAsUsualWhenItComesAgain() {
    tune(AGE, Duration.ofSeconds(1));
    loop.offer(new LoopCommand.RemoveStream(CAMERA));
    turn();
    VirtualPeer camera = camera("cam-1");
    assertTrue(asked(camera) >= 6);
  }

  @Test
  void packetsCanBeHadAgainForAsLongAsIsSet() {
    VirtualPeer camera = camera("cam-1");
    VirtualPeer viewer = viewer("cam-1");
    assertTrue(canBeHadAgainAfter(camera, viewer, 600 * MILLI));
    tune(Duration.ofMillis(200), Duration.ofMillis(300));
    assertFalse(canBeHadAgainAfter(camera, viewer, 600 * MILLI));
    assertTrue(canBeHadAgainAfter(camera, viewer, 100 * MILLI));
  }

  @Test
  void whatIsOutOfRangeIsRefused() {
    Duration fine = Duration.ofSeconds(1);
    for (Duration bad : new Duration[] {Duration.ofMillis(-1), Duration.ofSeconds(60)}) {
      assertThrows(IllegalArgumentException.class, () -> new StreamTuning(bad, fine, fine, 1));
      assertThrows(IllegalArgumentException.class, () -> new StreamTuning(HOLD, bad, fine, 1));
      assertThrows(IllegalArgumentException.class, () -> new StreamTuning(HOLD, fine, bad, 1));
    }
    for (int bad : new int[] {0, 1_001}) {
      assertThrows(IllegalArgumentException.class, () -> new StreamTuning(HOLD, fine, fine, bad));
    }
    assertEquals(fine, new StreamTuning(HOLD, fine, fine, 1_000).historyAge());
  }

  @Test
  void retransmissionsToAViewerTakeNoMoreThanIsSet() {
    VirtualPeer camera = camera("cam-1");
    VirtualPeer viewer = viewer("cam-1");
    VirtualPeer other = viewer("cam-1");
    tune(viewer, 0);
    assertEquals(0, repeatedOf(60, camera, viewer));
    tune(viewer, 50);
    int half = repeatedOf(60, camera, viewer);
    assertTrue(half >= 28 && half <= 32, half + " of 60");
    assertEquals(60, repeatedOf(60, camera, other), "nobody else is held back");
  }

  @Test
  void whatABudgetRefusesIsCountedAlsoOfViewersWhoAreGone() {
    VirtualPeer camera = camera("cam-1");
    VirtualPeer viewer = viewer("cam-1");
    tune(viewer, 0);
    repeatedOf(7, camera, viewer);
    assertEquals(7, counted("repair.over-budget"));
    assertEquals(0, counted("repair.sent"));
    assertEquals(7, counted("forward.packets"));
    arrive(viewer, viewer.nack((int) VirtualPeer.VIEWER_SSRC, newest(viewer) + 5_000));
    assertEquals(1, counted("repair.not-found"));
    loop.offer(new LoopCommand.End(viewer.id, EndReason.DELETED));
    turn();
    assertEquals(0, counted("relay.views"));
    assertEquals(7, counted("repair.over-budget"));
    assertEquals(1, counted("repair.not-found"));
  }

  private long counted(String name) {
    return stats().counters().get(name);
  }

  /** How many of so many pictures come again, if each is asked for. */
  private int repeatedOf(int pictures, VirtualPeer camera, VirtualPeer viewer) {
    long before = repeated(viewer);
    for (int i = 0; i < pictures; i++) {
      byte[] payload = new byte[1_000];
      payload[0] = 0x10;
      payload[1] = 1;
      boolean first = sequence == 100;
      arrive(
          camera,
          first
              ? camera.picture(sequence++, sequence * 3_000, true)
              : camera.rtp(sequence++, sequence * 3_000, true, payload));
      int last = newest(viewer);
      advance(10 * MILLI);
      arrive(viewer, viewer.nack((int) VirtualPeer.VIEWER_SSRC, last));
      advance(20 * MILLI);
    }
    return (int) (repeated(viewer) - before);
  }

  private static int newest(VirtualPeer viewer) {
    return viewer.media().stream()
        .filter(packet -> packet.ssrc() == (int) VirtualPeer.VIEWER_SSRC)
        .toList()
        .getLast()
        .sequenceNumber();
  }

  @Test
  void whatAViewerCannotHaveIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new ViewerTuning(true, -1, 120));
    assertThrows(IllegalArgumentException.class, () -> new ViewerTuning(true, 101, 120));
    assertThrows(IllegalArgumentException.class, () -> new ViewerTuning(true, 25, 49));
    assertThrows(IllegalArgumentException.class, () -> new ViewerTuning(true, 25, 401));
  }

  private void tune(VirtualPeer viewer, int repairPercent) {
    ViewerTuning tuning = new ViewerTuning(true, repairPercent, 120);
    loop.offer(new LoopCommand.TuneViewer(viewer.id, tuning));
    turn();
  }

  private void tune(Duration age, Duration interval) {
    loop.offer(new LoopCommand.Tune(CAMERA, new StreamTuning(HOLD, age, interval, 1)));
    turn();
  }

  /** How often a camera that obeys is asked in 3 s, while one of many viewers always asks. */
  private int asked(VirtualPeer camera) {
    List<VirtualPeer> viewers = Stream.generate(() -> viewer("cam-1")).limit(20).toList();
    camera.rtcp.clear();
    long heard = 0;
    for (int i = 0; i < 60; i++) {
      long now = camera.rtcp.stream().filter("pli"::equals).count();
      arrive(camera, camera.picture(sequence++, i * 4_500, now > heard));
      heard = now;
      VirtualPeer viewer = viewers.get(i % viewers.size());
      arrive(viewer, viewer.pli((int) VirtualPeer.VIEWER_SSRC));
      advance(50 * MILLI);
    }
    return (int) heard;
  }

  private boolean canBeHadAgainAfter(VirtualPeer camera, VirtualPeer viewer, long nanos) {
    arrive(camera, camera.picture(sequence++, sequence * 9_000, true));
    arrive(camera, camera.picture(sequence++, sequence * 9_000, false));
    advance(20 * MILLI);
    int last = viewer.media().getLast().sequenceNumber();
    advance(nanos);
    long before = repeated(viewer);
    arrive(viewer, viewer.nack((int) VirtualPeer.VIEWER_SSRC, last));
    advance(20 * MILLI);
    return repeated(viewer) > before;
  }

  private static long repeated(VirtualPeer viewer) {
    return viewer.media().stream()
        .filter(packet -> packet.ssrc() != (int) VirtualPeer.VIEWER_SSRC)
        .count();
  }
}
