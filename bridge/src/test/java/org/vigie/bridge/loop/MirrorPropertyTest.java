package org.vigie.bridge.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vigie.bridge.api.EndReason;
import org.vigie.bridge.api.StreamId;
import org.vigie.bridge.rtp.RtpPacket;

/**
 * Cameras and viewers come, go, turn to other Streams and are taken over on three Loops in any
 * order: nobody's sequence ever breaks, and in the end nothing is left.
 */
class MirrorPropertyTest {
  private static final int LOOPS = 3;
  private static final int STEPS = 400;
  private static final int MOST = 12;

  /** A camera with where it is in its numbers. */
  private static final class Camera {
    final VirtualPeer peer;
    int sequence;

    Camera(VirtualPeer peer, int sequence) {
      this.peer = peer;
      this.sequence = sequence;
    }
  }

  private record Viewer(VirtualPeer peer, VirtualTime loop) {}

  private final VirtualLoops loops = new VirtualLoops(LOOPS);
  private final Map<Integer, Camera> cameras = new LinkedHashMap<>();
  private final List<Viewer> viewers = new ArrayList<>();
  private Random random = new Random(0);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void nobodysSequenceBreaksAndNothingIsLeft(long seed) {
    random = new Random(seed);
    for (int step = 0; step < STEPS; step++) {
      act(random.nextInt(20));
    }
    assertTrue(loops.count("mirror.copied") > 0);
    viewers.forEach(viewer -> assertConsecutive(viewer.peer()));
    everybodySees();
    endAll();
    for (String held :
        List.of(
            "relay.streams",
            "relay.views",
            "mirror.rings",
            "mirror.streams",
            "history.chunks",
            "dropped.internal-error",
            "mirror.dropped")) {
      assertEquals(0, loops.count(held), held);
    }
  }

  private void act(int what) {
    switch (what) {
      case 0 -> comeOrTakeOver(random.nextInt(LOOPS));
      case 1 -> endCamera(random.nextInt(LOOPS));
      case 2, 3 -> join();
      case 4 -> leave();
      case 5, 6 -> turnToAnother();
      case 7 -> loops.advance(random.nextInt(300) * VirtualTime.MILLI);
      case 8 -> remove(random.nextInt(LOOPS * 20));
      default -> send(random.nextInt(LOOPS), random.nextInt(5) == 0);
    }
  }

  /** Each Loop is home to one Stream. */
  private StreamId stream(int home) {
    return new StreamId(loops.homedAt(home));
  }

  private void comeOrTakeOver(int home) {
    VirtualPeer peer = loops.loop(home).camera(stream(home).value());
    cameras.put(home, new Camera(peer, random.nextInt(0x10000)));
  }

  private void endCamera(int home) {
    Camera camera = cameras.remove(home);
    if (camera != null) {
      end(loops.loop(home), camera.peer);
    }
  }

  private void join() {
    if (viewers.size() < MOST) {
      VirtualTime loop = loops.loop(random.nextInt(LOOPS));
      viewers.add(new Viewer(loop.viewer(stream(random.nextInt(LOOPS)).value()), loop));
    }
  }

  private void leave() {
    if (!viewers.isEmpty()) {
      Viewer viewer = viewers.remove(random.nextInt(viewers.size()));
      assertConsecutive(viewer.peer());
      end(viewer.loop(), viewer.peer());
    }
  }

  private void turnToAnother() {
    if (!viewers.isEmpty()) {
      show(viewers.get(random.nextInt(viewers.size())), random.nextInt(LOOPS));
    }
  }

  private void show(Viewer viewer, int home) {
    viewer.loop().loop.offer(new LoopCommand.Show(viewer.peer().id, "0", stream(home)));
    viewer.loop().turn();
  }

  private void remove(int home) {
    if (home < LOOPS) {
      cameras.remove(home);
      for (int i = 0; i < LOOPS; i++) {
        VirtualTime loop = loops.loop((home + i) % LOOPS);
        loop.loop.offer(new LoopCommand.RemoveStream(stream(home)));
        loop.turn();
      }
    }
  }

  private void send(int home, boolean keyFrame) {
    Camera camera = cameras.get(home);
    if (camera != null) {
      int sequence = camera.sequence++ & 0xffff;
      byte[] picture = camera.peer.picture(sequence, 3_000 * camera.sequence, keyFrame);
      loops.loop(home).arrive(camera.peer, picture);
    }
  }

  /** Whatever happened before, a key frame shows a viewer what he asks for. */
  private void everybodySees() {
    for (int home = 0; home < LOOPS; home++) {
      comeOrTakeOver(home);
      int shown = home;
      viewers.forEach(viewer -> show(viewer, shown));
      List<Integer> before = viewers.stream().map(viewer -> viewer.peer().media().size()).toList();
      send(home, true);
      for (int i = 0; i < viewers.size(); i++) {
        assertEquals(before.get(i) + 1, viewers.get(i).peer().media().size());
        assertConsecutive(viewers.get(i).peer());
      }
    }
  }

  private void endAll() {
    while (!viewers.isEmpty()) {
      leave();
    }
    for (int home = 0; home < LOOPS; home++) {
      endCamera(home);
    }
  }

  private static void end(VirtualTime loop, VirtualPeer peer) {
    loop.loop.offer(new LoopCommand.End(peer.id, EndReason.DELETED));
    loop.turn();
  }

  private static void assertConsecutive(VirtualPeer viewer) {
    List<RtpPacket> shown = viewer.media();
    for (int i = 1; i < shown.size(); i++) {
      RtpPacket before = shown.get(i - 1);
      assertEquals(before.sequenceNumber() + 1 & 0xffff, shown.get(i).sequenceNumber());
      assertTrue(shown.get(i).timestamp() - before.timestamp() > 0);
    }
  }
}
