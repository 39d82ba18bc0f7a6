package org.vigie.bridge.relay;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.vigie.bridge.api.Codec;
import org.vigie.bridge.api.HistoryConfig;
import org.vigie.bridge.api.MediaKind;
import org.vigie.bridge.api.PayloadFormat;
import org.vigie.bridge.api.StreamId;
import org.vigie.bridge.buffer.ChunkPool;
import org.vigie.bridge.forward.ExtensionIds;
import org.vigie.bridge.forward.IncomingPacket;
import org.vigie.bridge.forward.Layer;
import org.vigie.bridge.forward.PacketHistory;
import org.vigie.bridge.rtp.Allocations;
import org.vigie.bridge.rtp.RtpHeaderWriter;
import org.vigie.bridge.rtp.RtpPacket;

class MirrorRingTest {
  private static final int PACKETS = 200_000;

  private static final PayloadFormat OPUS =
      new PayloadFormat(111, Codec.OPUS, 2, Map.of(), OptionalInt.empty());

  private final byte[] bytes = new byte[1_200];
  private final RtpHeaderWriter header = new RtpHeaderWriter();
  private final MirrorRing ring = new MirrorRing(1);
  private final ChunkPool pool = new ChunkPool(ChunkPool.DEFAULT_CHUNK_SIZE, 100);
  private final Stream stream =
      new Stream(
          new StreamId("cam-1"), pool, HistoryConfig.defaults(), Duration.ZERO, new TurnEnd());
  private final MirrorTrack track =
      new Mirror(stream, 0, ring, Neighbours.NONE).track(MediaKind.AUDIO);
  private final RtpPacket rtp = new RtpPacket();
  private final IncomingPacket packet = new IncomingPacket(layer(), rtp);
  private final MirrorCounters counters = new MirrorCounters();
  private final MirrorFeed feed = new MirrorFeed(track, Neighbours.NONE, counters);

  @Test
  void whatHasNoRoomIsCountedAndTheFirstAfterwardsSaysSo() {
    fill(0);
    for (int i = 0; i < MirrorRing.CAPACITY; i++) {
      assertFalse(feed.add(packet, 1, true));
    }
    assertFalse(feed.add(packet, 1, true));
    assertFalse(feed.add(packet, 1, true));
    assertEquals(2, counters.dropped);
    ring.giveBack(taken());
    assertTrue(feed.add(packet, 1, true));
    ring.giveBack(taken());
    assertFalse(feed.add(packet, 1, true));
    assertEquals(2, counters.dropped);
  }

  @Test
  void whatIsTooLongForACopyIsCountedAndHarmsNothing() {
    byte[] large = new byte[MirrorPacket.MAX_BYTES + 1];
    header.begin(111, false, 1, 1, 7);
    header.write(large, 0, large.length);
    assertTrue(rtp.wrap(large, 0, large.length));
    assertFalse(feed.add(packet, 1, true));
    assertEquals(1, counters.dropped);
    assertNull(ring.poll());
  }

  @Test
  void theFarLoopIsCalledOnceUntilItAnswers() {
    fill(0);
    assertFalse(ring.flush(), "there is nothing to tell");
    feed.add(packet, 1, true);
    assertTrue(ring.flush());
    feed.add(packet, 1, true);
    assertFalse(ring.flush());
    ring.answer();
    assertFalse(ring.flush());
    feed.add(packet, 1, true);
    assertTrue(ring.flush());
  }

  @Test
  void copyingAndDeliveringAllocatesNothing() {
    long[] number = {0};
    Allocations.assertNone(() -> {
      fill(number[0]++);
      feed.add(packet, 1, true);
      ring.flush();
      ring.answer();
      MirrorPacket copy = taken();
      copy.deliver(number[0] * 1_000_000);
      ring.giveBack(copy);
    });
    assertEquals(0, counters.dropped);
  }

  @Test
  void betweenThreadsNothingIsLostAndNobodyWaitsForNothing() throws Exception {
    Semaphore calls = new Semaphore(0);
    CompletableFuture<List<Long>> received = new CompletableFuture<>();
    Thread far = Thread.ofPlatform().start(() -> received.complete(receive(calls)));
    for (long sent = 0; sent < PACKETS && !received.isDone(); ) {
      MirrorPacket copy = ring.claim();
      if (copy == null) {
        Thread.onSpinWait();
        continue;
      }
      fill(sent);
      copy.copy(track, packet, (int) sent, true);
      ring.publish(copy);
      sent++;
      if ((sent % 7 == 0 || sent == PACKETS) && ring.flush()) {
        calls.release();
      }
    }
    List<Long> numbers = received.get(20, SECONDS);
    assertTrue(far.join(Duration.ofSeconds(5)));
    assertEquals(PACKETS, numbers.size());
    for (int i = 0; i < PACKETS; i++) {
      assertEquals(i, numbers.get(i));
    }
  }

  private List<Long> receive(Semaphore calls) {
    List<Long> numbers = new ArrayList<>();
    try {
      while (numbers.size() < PACKETS && calls.tryAcquire(10, SECONDS)) {
        ring.answer();
        for (MirrorPacket copy = ring.poll(); copy != null; copy = ring.poll()) {
          numbers.add((long) copy.layerNumber());
          ring.giveBack(copy);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return numbers;
  }

  private MirrorPacket taken() {
    MirrorPacket copy = ring.poll();
    assertNotNull(copy);
    return copy;
  }

  private void fill(long number) {
    header.begin(111, false, (int) number & 0xffff, (int) number * 960, 7);
    header.write(bytes, 0, bytes.length);
    assertTrue(rtp.wrap(bytes, 0, bytes.length));
    packet.set(packet.layer(), OPUS, rtp, number, number, number);
  }

  private Layer layer() {
    PacketHistory history =
        new PacketHistory(pool, PacketHistory.DEFAULT_AGE, PacketHistory.DEFAULT_BYTES);
    return new Layer(1, 0, new ExtensionIds(Map.of()), history);
  }

  @Test
  void anEmptyRingGivesNothing() {
    assertNull(ring.poll());
  }
}
