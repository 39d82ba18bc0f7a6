package org.vigie.bridge.forward;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.vigie.bridge.api.MediaKind;
import org.vigie.bridge.codec.Vp8Descriptor;
import org.vigie.bridge.feedback.NtpClock;
import org.vigie.bridge.rtp.RtpPacket;

/**
 * What must hold whatever happens between a camera and a viewer: random loss, reordering,
 * duplicates, padding, layers that come and go, takeovers.
 */
class ForwarderPropertyTest {
  private static final long MS = 1_000_000L;
  private static final int SEEDS = 300;

  @Test
  void theViewersSpacesStayWhole() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      try {
        new Run(seed).play();
      } catch (AssertionError broken) {
        throw new AssertionError("seed " + seed + ": " + broken.getMessage(), broken);
      }
    }
  }

  /** What a viewer received under one sequence number. */
  private record Shown(TestPacket packet, int timestamp, int pictureId, boolean starts) {}

  /** A packet and when it arrives. */
  private record Arrival(long atNanos, TestPacket packet) {}

  private static final class Run {
    private final Random random;
    private final Forwarder forwarder;
    private final PacketRewriter rewriter =
        new PacketRewriter(7, 8, "0", Map.of(), new NtpClock(0));
    private final Decision decision = new Decision();
    private final byte[] target = new byte[1_600];
    private final RtpPacket written = new RtpPacket();
    private final Vp8Descriptor descriptor = new Vp8Descriptor();
    private final TreeMap<Long, Shown> viewer = new TreeMap<>();
    private final Set<String> delivered = new HashSet<>();
    private final TreeMap<Long, TestPacket> overtakers = new TreeMap<>();
    private final List<Arrival> underway = new ArrayList<>();
    private final double loss;
    private final double reorder;
    private List<TestCamera> layers = List.of();
    private int generation;
    private long now;

    Run(long seed) {
      random = new Random(seed);
      forwarder = new Forwarder(MediaKind.VIDEO, TestCamera.viewerFormats(), new Random(seed * 31));
      loss = random.nextInt(3) * 0.05;
      reorder = random.nextInt(3) * 0.1;
    }

    void play() {
      takeOver();
      for (int tick = 0; tick < 400; tick++) {
        now += 33 * MS;
        if (random.nextInt(100) == 0) {
          takeOver();
        }
        for (TestCamera layer : layers) {
          send(layer);
        }
        arrive();
      }
      now += 1_000 * MS;
      arrive();
      check();
    }

    private void takeOver() {
      underway.clear();
      generation++;
      List<TestCamera> fresh = new ArrayList<>();
      int count = 1 + random.nextInt(3);
      for (int i = 0; i < count; i++) {
        fresh.add(new TestCamera(generation, i, TestCamera.VP8, 100 << (2 * i), random));
      }
      layers = fresh;
    }

    private void send(TestCamera layer) {
      boolean silent =
          layer.layer.index() > 0 && (now / (2_000 * MS) + layer.layer.index()) % 3 == 0;
      if (silent) {
        return;
      }
      boolean key = random.nextInt(20) == 0 || forwarder.wantedLayer(now) == layer.layer.index();
      List<TestPacket> packets = new ArrayList<>(layer.frame(now, key, 1 + random.nextInt(5)));
      for (int i = random.nextInt(6); i > 3; i--) {
        packets.add(layer.padding(now));
      }
      for (TestPacket packet : packets) {
        launch(packet);
      }
    }

    private void launch(TestPacket packet) {
      if (random.nextDouble() < loss) {
        return;
      }
      long delay = random.nextDouble() < reorder ? random.nextInt(80) * MS : 0;
      underway.add(new Arrival(now + delay, packet));
      if (random.nextInt(50) == 0) {
        underway.add(new Arrival(now + random.nextInt(100) * MS, packet));
      }
    }

    private void arrive() {
      List<Arrival> due = new ArrayList<>(underway.stream().filter(a -> a.atNanos <= now).toList());
      underway.removeAll(due);
      for (Arrival arrival : due) {
        take(arrival.packet);
      }
    }

    private void take(TestPacket packet) {
      byte[] bytes = packet.bytes();
      delivered.add(key(packet.layer(), packet.sequence()));
      PacketHistory history = packet.layer().history();
      history.store(now, packet.sequence(), bytes, 0, bytes.length);
      if (offer(packet) && decision.starts()) {
        catchUp(packet);
      }
    }

    /**
     * What overtook the start of the key frame is given to the Forwarder again, as its contract
     * says.
     */
    private void catchUp(TestPacket start) {
      List<TestPacket> kept = List.copyOf(overtakers.values());
      overtakers.values().removeIf(each -> each.layer() == start.layer());
      for (TestPacket each : kept) {
        if (each.layer() == start.layer() && each.sequence() > start.sequence()) {
          offer(each);
        }
      }
    }

    private boolean offer(TestPacket packet) {
      if (!forwarder.decide(now, packet.incoming(now), decision)) {
        noteOvertaker(packet);
        return false;
      }
      show(packet);
      return true;
    }

    private void noteOvertaker(TestPacket packet) {
      boolean awaited =
          decision.cause() == DropCause.KEY_FRAME_AWAITED || decision.cause() == DropCause.LAYER;
      if (awaited || decision.cause() == DropCause.PADDING) {
        overtakers.put(packet.sequence() * 8 + packet.layer().index(), packet);
      }
    }

    private void show(TestPacket packet) {
      int length = rewriter.write(packet.incoming(now), decision, target, 0, target.length);
      assertTrue(written.wrap(target, 0, length));
      int pictureId = -1;
      if (!packet.padding()) {
        assertTrue(descriptor.wrap(target, written.payloadOffset(), written.payloadLength()));
        pictureId = descriptor.pictureId();
        assertSameMedia(packet);
      }
      assertEquals((int) decision.sequence() & 0xffff, written.sequenceNumber());
      assertFalse(decision.starts() && !packet.startsKeyFrame(), "starts without a key frame");
      Shown shown = new Shown(packet, written.timestamp(), pictureId, decision.starts());
      assertNull(viewer.put(decision.sequence(), shown), "a number was used twice");
    }

    private void assertSameMedia(TestPacket packet) {
      RtpPacket source = packet.incoming(now).rtp();
      int skipped = TestCamera.DESCRIPTOR;
      assertArrayEquals(
          Arrays.copyOfRange(
              source.array(),
              source.payloadOffset() + skipped,
              source.payloadOffset() + source.payloadLength()),
          Arrays.copyOfRange(
              target,
              written.payloadOffset() + skipped,
              written.payloadOffset() + written.payloadLength()));
    }

    private static String key(Layer layer, long sequence) {
      return System.identityHashCode(layer) + ":" + sequence;
    }

    private void check() {
      assertFalse(viewer.isEmpty(), "nothing was shown");
      assertTrue(viewer.firstEntry().getValue().starts(), "does not begin with a key frame");
      checkGaps();
      checkFrames();
    }

    private void checkGaps() {
      for (long each = viewer.lastKey(); each > viewer.firstKey(); each--) {
        if (!viewer.containsKey(each)
            && forwarder.sequences().locate((int) each) != SequenceMap.UNMAPPED) {
          Layer layer = forwarder.sequences().segment().layer();
          assertTrue(layer != null);
          String lost = key(layer, forwarder.sequences().incoming());
          assertFalse(delivered.contains(lost), "gap at " + each + " is no loss of the camera");
        }
      }
    }

    private void checkFrames() {
      Shown last = null;
      for (Shown shown : viewer.values()) {
        if (shown.packet.padding()) {
          continue;
        }
        if (last != null) {
          checkStep(last, shown);
        }
        last = shown;
      }
    }

    private static void checkStep(Shown last, Shown next) {
      int pictures = (next.pictureId - last.pictureId) & 0x7fff;
      int ticks = next.timestamp - last.timestamp;
      if (next.starts) {
        assertEquals(1, pictures, "picture ids at a switch");
        assertTrue(ticks > 0, "time at a switch");
        return;
      }
      assertEquals(last.packet.layer(), next.packet.layer(), "layers change only at a start");
      int frames = next.packet.frame() - last.packet.frame();
      assertEquals(frames, pictures, "picture ids");
      assertEquals(frames * 3_000, ticks, "timestamps");
    }
  }
}
