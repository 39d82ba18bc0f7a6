package org.vigie.bridge.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.vigie.bridge.api.StreamStats.ANY_SIZE;

import org.junit.jupiter.api.Test;
import org.vigie.bridge.api.EndReason;
import org.vigie.bridge.api.StreamId;

/** How large the viewers of a Stream show it, as the host is told. */
class ShownSizeTest {
  private final VirtualLoops loops = new VirtualLoops(2);
  private final VirtualTime home = loops.loop(0);
  private final VirtualTime far = loops.loop(1);
  private final String stream = loops.homedAt(0);

  private long shown(VirtualTime loop) {
    return loop.stats().streams().stream()
        .filter(each -> each.stream().value().equals(stream))
        .findFirst()
        .orElseThrow()
        .shownPixels();
  }

  private static void size(VirtualTime loop, VirtualPeer viewer, long pixels) {
    loop.loop.offer(new LoopCommand.Size(viewer.id, "0", pixels));
    loop.turn();
  }

  @Test
  void aStreamThatNobodyIsShownIsNeededInNoSize() {
    home.camera(stream);
    assertEquals(0, shown(home));
  }

  @Test
  void aViewerWhoSaysNothingNeedsTheWholePicture() {
    home.camera(stream);
    VirtualPeer small = home.viewer(stream);
    home.viewer(stream);
    size(home, small, 57_600);
    assertEquals(ANY_SIZE, shown(home));
  }

  @Test
  void theLargestOfAllViewersCountsUntilHeGoes() {
    home.camera(stream);
    VirtualPeer small = home.viewer(stream);
    VirtualPeer large = home.viewer(stream);
    size(home, small, 57_600);
    size(home, large, 921_600);
    assertEquals(921_600, shown(home));
    home.loop.offer(new LoopCommand.End(large.id, EndReason.DELETED));
    home.turn();
    assertEquals(57_600, shown(home));
  }

  @Test
  void aViewerWhoTurnsToAnotherStreamNeedsNothingOfTheFirst() {
    home.camera(stream);
    VirtualPeer viewer = home.viewer(stream);
    String other = stream + "-other";
    home.loop.offer(new LoopCommand.Show(viewer.id, "0", new StreamId(other)));
    home.turn();
    assertEquals(0, shown(home));
  }

  @Test
  void whereTheViewersAreIsWhereTheirSizeIsKnown() {
    home.camera(stream);
    VirtualPeer viewer = far.viewer(stream);
    size(far, viewer, 57_600);
    assertEquals(0, shown(home));
    assertEquals(57_600, shown(far));
  }
}
