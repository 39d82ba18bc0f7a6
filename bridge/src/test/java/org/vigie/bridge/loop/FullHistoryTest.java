package org.vigie.bridge.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vigie.bridge.relay.HistoryMemory;

/** Cameras that send more than there is memory for. */
class FullHistoryTest {
  private static final int CAMERAS = 5;
  private static final int TEN_SECONDS = 300;

  /** Five cameras of a megabit a second, each with a viewer from the beginning. */
  private static final class Five extends VirtualTime {
    final List<VirtualPeer> senders = new ArrayList<>();
    final List<KeyedCamera> cameras = new ArrayList<>();
    final List<VirtualPeer> viewers = new ArrayList<>();
    private final int chunks;

    Five(int chunks) {
      super(new HistoryMemory(1, chunks));
      this.chunks = chunks;
      for (int i = 0; i < CAMERAS; i++) {
        VirtualPeer peer = camera("cam-" + i);
        senders.add(peer);
        cameras.add(new KeyedCamera(peer, new HashMap<>(), new HashMap<>()));
        viewers.add(viewer("cam-" + i));
      }
    }

    void play(int pictures) {
      for (int i = 0; i < pictures; i++) {
        long end = now + 33 * MILLI;
        for (int each = 0; each < CAMERAS; each++) {
          VirtualPeer peer = senders.get(each);
          cameras.get(each).picture(now).forEach(packet -> socket.arrive(peer.path, packet));
        }
        advance(end - now);
        assertTrue(count("history.chunks") <= chunks);
      }
    }

    long count(String counter) {
      return stats().counters().get(counter);
    }
  }

  @Test
  void keyFramesAreForgottenFirstAndWhatIsMissingIsRepairedAllTheSame() {
    Five five = new Five(32);
    five.play(TEN_SECONDS);
    assertTrue(five.count("history.key-frames") < CAMERAS, "there is no room for ten seconds");
    assertEquals(0, five.count("history.chunks-refused"));
    for (int i = 0; i < CAMERAS; i++) {
      VirtualPeer viewer = five.viewers.get(i);
      int secondAgo = viewer.media().get(viewer.media().size() - 120).sequenceNumber();
      int before = viewer.media().size();
      five.arrive(viewer, viewer.nack((int) VirtualPeer.VIEWER_SSRC, secondAgo));
      assertEquals(before + 1, viewer.media().size(), "camera " + i);
    }
  }

  @Test
  void whoComesAfterAKeyFrameWasForgottenIsGivenANewOne() {
    Five five = new Five(32);
    five.play(TEN_SECONDS);
    List<Integer> asked = five.senders.stream().map(peer -> peer.keyFramesWanted.size()).toList();
    List<VirtualPeer> late = new ArrayList<>();
    for (int i = 0; i < CAMERAS; i++) {
      late.add(five.viewer("cam-" + i));
    }
    five.play(10);
    int requests = 0;
    for (int i = 0; i < CAMERAS; i++) {
      assertTrue(late.get(i).media().size() >= KeyedCamera.KEY_PARTS, "camera " + i);
      requests += five.senders.get(i).keyFramesWanted.size() - asked.get(i);
    }
    assertTrue(requests > 0, "nobody was asked");
  }

  @Test
  void withoutAnyMemoryEveryPacketIsStillForwarded() {
    Five five = new Five(2);
    five.play(30);
    assertTrue(five.count("history.chunks-refused") > 0);
    for (int i = 0; i < CAMERAS; i++) {
      assertEquals(five.cameras.get(i).packets, five.viewers.get(i).media().size(), "camera " + i);
    }
  }
}
