package org.vigie.bridge.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vigie.bridge.api.EndReason;
import org.vigie.bridge.api.SessionId;
import org.vigie.bridge.api.StreamId;
import org.vigie.bridge.rtp.RtpPacket;

/**
 * Viewers come, go, turn to another camera and lose pictures at any time, while cameras lose
 * packets of which some come late: each viewer's space begins with a key frame, is used once, has
 * no more gaps than there were losses, and its time never goes back.
 */
class StartPropertyTest extends VirtualTime {
  private static final int STEPS = 600;
  private static final int FRAME = 3_000;
  private static final int MOST = 6;
  private static final String[] STREAMS = {"cam-1", "cam-2"};

  private final List<Camera> cameras = new ArrayList<>();
  private final List<VirtualPeer> viewers = new ArrayList<>();
  private final Map<SessionId, Integer> starts = new HashMap<>();
  private Random random = new Random(0);
  private int lost;
  private int seen;

  /** A camera with where it is in its numbers, and what of it is still under way. */
  private static final class Camera {
    final VirtualPeer peer;
    final List<byte[]> late = new ArrayList<>();
    int sequence;
    int timestamp;
    int asked;

    Camera(VirtualPeer peer, int sequence) {
      this.peer = peer;
      this.sequence = sequence;
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void aViewersSpaceStaysWholeWhateverHeStartsWith(long seed) {
    random = new Random(seed);
    for (String stream : STREAMS) {
      cameras.add(new Camera(camera(stream), random.nextInt(0x10000)));
    }
    for (int step = 0; step < STEPS; step++) {
      cameras.forEach(this::picture);
      act(random.nextInt(30));
      advance((5 + random.nextInt(40)) * MILLI);
    }
    viewers.forEach(this::check);
    assertTrue(seen > 1_000, seen + " packets");
    assertTrue(stats().counters().get("replay.completed") > 0);
    assertEquals(0, stats().counters().get("dropped.internal-error"));
  }

  private void act(int what) {
    switch (what) {
      case 0, 1, 2 -> join();
      case 3 -> leave();
      case 4 -> turnToAnother();
      case 5 -> any(this::loseThePicture);
      case 6, 7, 8 -> any(this::nack);
      default -> {}
    }
  }

  private void any(Consumer<VirtualPeer> action) {
    if (!viewers.isEmpty()) {
      action.accept(viewers.get(random.nextInt(viewers.size())));
    }
  }

  private void join() {
    if (viewers.size() < MOST) {
      VirtualPeer viewer = viewer(STREAMS[random.nextInt(STREAMS.length)]);
      starts.put(viewer.id, 1);
      viewers.add(viewer);
    }
  }

  private void leave() {
    any(viewer -> {
      viewers.remove(viewer);
      check(viewer);
      loop.offer(new LoopCommand.End(viewer.id, EndReason.DELETED));
      turn();
    });
  }

  private void loseThePicture(VirtualPeer viewer) {
    starts.merge(viewer.id, 1, Integer::sum);
    arrive(viewer, viewer.pli((int) VirtualPeer.VIEWER_SSRC));
  }

  private void turnToAnother() {
    any(viewer -> {
      starts.merge(viewer.id, 1, Integer::sum);
      String stream = STREAMS[random.nextInt(STREAMS.length)];
      loop.offer(new LoopCommand.Show(viewer.id, "0", new StreamId(stream)));
      turn();
    });
  }

  private void nack(VirtualPeer viewer) {
    List<RtpPacket> shown = viewer.media();
    if (!shown.isEmpty()) {
      int sequence = shown.get(random.nextInt(shown.size())).sequenceNumber();
      arrive(viewer, viewer.nack((int) VirtualPeer.VIEWER_SSRC, sequence));
    }
  }

  /** One of 100 pictures is a key frame unless somebody asks; one packet of 100 is lost. */
  private void picture(Camera camera) {
    int plis = camera.peer.keyFramesWanted.size();
    boolean key = plis > camera.asked || random.nextInt(100) == 0;
    camera.asked = plis;
    int parts = 1 + random.nextInt(5);
    for (int i = 0; i < parts; i++) {
      int sequence = camera.sequence++ & 0xffff;
      byte[] packet =
          key || i > 0
              ? camera.peer.part(sequence, camera.timestamp, key && i == 0, i == parts - 1, 600)
              : camera.peer.picture(sequence, camera.timestamp, false);
      send(camera, packet);
    }
    camera.timestamp += FRAME;
  }

  private void send(Camera camera, byte[] packet) {
    switch (random.nextInt(200)) {
      case 0 -> lost++;
      case 1 -> camera.late.add(packet);
      default -> arrive(camera.peer, packet);
    }
    if (!camera.late.isEmpty() && random.nextInt(20) == 0) {
      arrive(camera.peer, camera.late.removeFirst());
    }
  }

  private void check(VirtualPeer viewer) {
    TreeMap<Long, RtpPacket> bySequence = new TreeMap<>();
    Set<Integer> used = new HashSet<>();
    long highest = 0;
    for (RtpPacket packet : viewer.media()) {
      if (packet.ssrc() != (int) VirtualPeer.VIEWER_SSRC) {
        continue;
      }
      long extended =
          bySequence.isEmpty()
              ? packet.sequenceNumber()
              : highest + (short) (packet.sequenceNumber() - (int) highest);
      highest = Math.max(highest, extended);
      assertTrue(used.add((int) extended), "number " + extended + " is used twice");
      bySequence.put(extended, packet);
    }
    seen += bySequence.size();
    if (!bySequence.isEmpty()) {
      assertWhole(bySequence, starts.get(viewer.id));
    }
  }

  private void assertWhole(NavigableMap<Long, RtpPacket> packets, int begun) {
    RtpPacket first = packets.firstEntry().getValue();
    assertEquals(0x10, first.array()[first.payloadOffset()], "the first packet of a picture");
    assertEquals(0, first.array()[first.payloadOffset() + 1] & 1, "of a key frame");
    long missing = packets.lastKey() - packets.firstKey() + 1 - packets.size();
    int underWay = cameras.stream().mapToInt(camera -> camera.late.size()).sum();
    // Who begins anew is shown the same stretch again, and so the same loss.
    String told = missing + " gaps, " + lost + " lost, begun " + begun + " times";
    assertTrue(missing <= (long) begun * (lost + underWay), told);
    RtpPacket before = first;
    for (RtpPacket packet : packets.values()) {
      assertTrue(packet.timestamp() - before.timestamp() >= 0, "time goes back");
      before = packet;
    }
  }
}
