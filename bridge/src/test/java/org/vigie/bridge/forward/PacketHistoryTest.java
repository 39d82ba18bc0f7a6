package org.vigie.bridge.forward;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.vigie.bridge.api.HistoryConfig;
import org.vigie.bridge.buffer.ChunkPool;

class PacketHistoryTest {
  private static final long MS = 1_000_000L;
  private static final Duration AGE = Duration.ofMillis(1_500);

  private final ChunkPool pool = new ChunkPool(4_096, 16);
  private final PacketHistory history = new PacketHistory(pool, AGE, 8 * 4_096);

  private static byte[] packet(long sequence, int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) sequence);
    return bytes;
  }

  private boolean store(long nowNanos, long sequence, int length) {
    return history.store(nowNanos, sequence, packet(sequence, length), 0, length);
  }

  private void assertHolds(long nowNanos, long sequence, int length) {
    assertTrue(history.find(nowNanos, sequence), "packet " + sequence);
    byte[] found =
        Arrays.copyOfRange(history.array(), history.offset(), history.offset() + history.length());
    assertArrayEquals(packet(sequence, length), found);
  }

  @Test
  void findsWhatWasStoredByteForByte() {
    byte[] source = {9, 1, 2, 3, 9};
    assertTrue(history.store(7 * MS, 42, source, 1, 3));
    assertTrue(history.find(8 * MS, 42));
    assertEquals(3, history.length());
    assertEquals(1, history.array()[history.offset()]);
    assertEquals(3, history.array()[history.offset() + 2]);
    assertEquals(7 * MS, history.arrivalNanos());
    assertFalse(history.find(8 * MS, 41));
    assertFalse(history.find(8 * MS, 42 + 256));
  }

  @Test
  void refusesADuplicateAndKeepsTheFirst() {
    assertTrue(store(0, 1, 10));
    assertFalse(history.store(0, 1, packet(9, 20), 0, 20));
    assertHolds(0, 1, 10);
    assertEquals(1, history.duplicates());
  }

  @Test
  void refusesWhatIsOlderThanItsIndexReaches() {
    store(0, 100_000, 10);
    assertFalse(store(0, 100_000 - 8_192, 10));
    assertEquals(1, history.tooOld());
  }

  @Test
  void forgetsByTime() {
    store(0, 1, 10);
    store(1_000 * MS, 2, 10);
    assertHolds(1_500 * MS, 1, 10);
    assertFalse(history.find(1_501 * MS, 1));
    assertHolds(1_501 * MS, 2, 10);
  }

  @Test
  void forgetsSoonerOrLaterFromNowOn() {
    store(0, 1, 10);
    history.keepFor(Duration.ofMillis(200));
    assertHolds(200 * MS, 1, 10);
    assertFalse(history.find(201 * MS, 1));
    history.keepFor(Duration.ofSeconds(3));
    store(1_000 * MS, 2, 10);
    assertHolds(4_000 * MS, 2, 10);
  }

  @Test
  void givesChunksBackWithTime() {
    for (int i = 0; i < 12; i++) {
      store(i * MS, i, 1_000);
    }
    assertEquals(4, history.heldChunks());
    history.expire(1_600 * MS);
    assertEquals(0, history.heldChunks());
    assertEquals(0, pool.lent());
  }

  @Test
  void neverHoldsMoreThanItsBytes() {
    for (int i = 0; i < 1_000; i++) {
      assertTrue(store(i, i, 1_000));
      assertTrue(history.heldChunks() <= 8);
    }
    assertHolds(1_000, 999, 1_000);
    assertHolds(1_000, 978, 1_000);
    assertFalse(history.find(1_000, 900));
  }

  @Test
  void livesOnItsOwnChunksWhenThePoolIsEmpty() {
    store(0, 0, 4_000);
    PacketHistory greedy = new PacketHistory(pool, AGE, 1 << 20);
    for (int i = 0; i < 15; i++) {
      assertTrue(greedy.store(0, i, packet(i, 4_000), 0, 4_000));
    }
    assertEquals(16, pool.lent());
    assertTrue(store(1, 1, 4_000));
    assertHolds(1, 1, 4_000);
    assertFalse(history.find(1, 0));
    assertFalse(new PacketHistory(pool, AGE, 1 << 20).store(1, 1, packet(1, 10), 0, 10));
  }

  @Test
  void refusesAPacketLargerThanAChunk() {
    assertFalse(store(0, 1, 4_096));
    assertEquals(1, history.refused());
    assertFalse(history.find(0, 1));
  }

  @Test
  void releaseReturnsEverythingAndTheHistoryCanStartAgain() {
    for (int i = 0; i < 20; i++) {
      store(0, 50_000 + i, 1_000);
    }
    history.release();
    assertEquals(0, pool.lent());
    assertFalse(history.find(0, 50_000));
    assertTrue(store(0, 3, 10));
    assertHolds(0, 3, 10);
    assertEquals(3, history.highest());
  }

  @Test
  void theIndexGrowsWithTheRateOfPackets() {
    PacketHistory large = new PacketHistory(new ChunkPool(1 << 16, 64), AGE, 1 << 22);
    for (int i = 0; i < 8_000; i++) {
      assertTrue(large.store(i * MS / 10, i, packet(i, 20), 0, 20));
    }
    for (int i = 0; i < 8_000; i++) {
      assertTrue(large.find(800 * MS, i), "packet " + i);
    }
    assertEquals(0, large.displaced());
  }

  @Test
  void nobodyStartsWithAKeyFrameWhosePartsWereMissedBeforeTheFirstPacket() {
    PacketHistory whole = new PacketHistory(pool, HistoryConfig.defaults());
    PacketHistory torn = new PacketHistory(pool, HistoryConfig.defaults());
    List<TestPacket> picture =
        new TestCamera(0, 0, TestCamera.VP8, 320 * 240, new Random(1)).frame(0, true, 4);
    for (int i : new int[] {2, 0, 1, 3}) {
      whole.store(0, picture.get(i).incoming(0));
    }
    for (int i : new int[] {2, 0, 3}) {
      torn.store(0, picture.get(i).incoming(0));
    }
    assertTrue(whole.canStart(MS));
    assertFalse(torn.canStart(MS));
  }

  @Test
  void nobodyStartsOrGoesOnWhereACameraLeavesOutMoreNumbersThanTheIndexHolds() {
    PacketHistory jumping = new PacketHistory(new ChunkPool(1 << 16, 64), HistoryConfig.defaults());
    Layer layer = new Layer(0, 0, new ExtensionIds(TestCamera.EXTENSIONS), jumping);
    TestCamera camera = new TestCamera(layer, TestCamera.VP8, 320 * 240, new Random(1));
    jumping.store(0, camera.one(0, true).incoming(0));
    jumping.store(MS, camera.one(MS, false).incoming(MS));
    Replay replay = new Replay();
    assertTrue(replay.begin(MS, layer));
    for (int i = 0; i < 3; i++) {
      camera.skipSequence(32_000);
      jumping.store(2 * MS, camera.one(2 * MS, false).incoming(2 * MS));
    }
    assertTrue(replay.outdated(), "what comes next is no key frame");
    assertFalse(jumping.canStart(2 * MS), "300 such packets made a Loop walk for 100 ms");
    IncomingPacket next = replay.next();
    assertNotNull(next);
    assertEquals(jumping.highest(), next.sequence());
  }

  @Test
  void aKeyFrameFarBehindIsNotKeptWhateverIsInItsPlace() {
    PacketHistory jumping = new PacketHistory(new ChunkPool(1 << 16, 64), AGE, 1 << 20);
    assertTrue(jumping.store(0, 8_192, packet(1, 20), 0, 20));
    assertTrue(jumping.store(0, 40_000, packet(2, 20), 0, 20));
    assertFalse(jumping.store(0, 2 * 8_192, packet(3, 20), 0, 20));
  }

  @Test
  void behavesLikeAMapUnderRandomUse() {
    for (long seed = 1; seed <= 100; seed++) {
      behavesLikeAMap(new Random(seed));
    }
    assertEquals(0, pool.lent());
  }

  private void behavesLikeAMap(Random random) {
    Map<Long, Integer> model = new HashMap<>();
    Map<Long, Long> arrivals = new HashMap<>();
    long now = 0;
    long highest = random.nextInt(1 << 16);
    PacketHistory tested = new PacketHistory(pool, AGE, 16 * 4_096);
    for (int i = 0; i < 2_000; i++) {
      now += random.nextInt(40) * MS;
      long sequence = highest - 10 + random.nextInt(14);
      highest = Math.max(highest, sequence);
      int length = 1 + random.nextInt(500);
      if (tested.store(now, sequence, packet(sequence, length), 0, length)) {
        model.put(sequence, length);
        arrivals.put(sequence, now);
      }
      long asked = highest - random.nextInt(60);
      boolean known = model.containsKey(asked) && now - arrivals.get(asked) <= 1_500 * MS;
      assertEquals(known, tested.find(now, asked), "packet " + asked);
      if (known) {
        assertEquals(model.get(asked), tested.length());
      }
    }
    tested.release();
  }
}
