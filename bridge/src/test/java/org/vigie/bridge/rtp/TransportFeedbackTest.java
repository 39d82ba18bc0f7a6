package org.vigie.bridge.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TransportFeedbackTest {
  private static final int TICK = TransportFeedback.TICK_MICROS;

  private final RtcpWriter writer = new RtcpWriter();
  private final byte[] array = new byte[8192];

  /** One packet as the far end reads it; arrival is null for a lost one. */
  private record Told(long sequence, Long arrivalMicros) {}

  @Test
  void aRunOfPacketsIsOneChunk() {
    long[] sequences = new long[20];
    long[] arrivals = new long[20];
    for (int i = 0; i < 20; i++) {
      sequences[i] = 65_530L + i;
      arrivals[i] = 64_000 + 1000L * i;
    }
    writer.begin(array, 0, array.length);
    assertEquals(20, writer.transportFeedback(1, 2, 0x103, 65_530, sequences, arrivals, 0, 20));
    assertWritten(
        "8f cd 000a 00000001 00000002 fffa 0014 000001 03 2014"
            + "00 04040404 04040404 04040404 04040404 040404 0000");
  }

  @Test
  void scatteredLossIsAOneBitVector() {
    long[] sequences = {10, 12, 13, 15, 17, 18, 20, 22, 23};
    writer.begin(array, 0, array.length);
    writer.transportFeedback(1, 2, 0, 10, sequences, new long[9], 0, 9);
    assertWritten("8f cd 0007 00000001 00000002 000a 000e 000000 00 ad6b 000000000000000000 00");
  }

  @Test
  void lateAndReorderedPacketsAreATwoBitVector() {
    long[] sequences = {1, 2, 4};
    long[] arrivals = {0, 100_000, 99_750};
    writer.begin(array, 0, array.length);
    writer.transportFeedback(1, 2, 0, 1, sequences, arrivals, 0, 3);
    // small, large (400 ticks), lost, large (-1 tick).
    assertWritten("8f cd 0006 00000001 00000002 0001 0004 000000 00 d880 00 0190 ffff 00");
  }

  @Test
  void lossesBeforeTheFirstArrivalAreTold() {
    assertEquals(
        List.of(new Told(5, null), new Told(6, null), new Told(7, 1000L)),
        exchange(5, new long[] {7}, new long[] {1000}, 1200));
  }

  @Test
  void aGapBeyondTheBoundOfOneFeedbackIsLeftOut() {
    long far = 5 + TransportFeedback.MAX_PACKETS;
    assertEquals(List.of(new Told(far, 0L)), exchange(5, new long[] {far}, new long[] {0}, 1200));
    List<Told> split = exchange(5, new long[] {5, far}, new long[] {0, 250}, 1200);
    assertEquals(new Told(5, 0L), split.getFirst());
    assertEquals(new Told(far, 250L), split.getLast());
  }

  @Test
  void aDeltaBeyondSixteenBitsBeginsAnotherFeedback() {
    long[] arrivals = {0, 32_767L * TICK, 65_535L * TICK};
    writer.begin(array, 0, array.length);
    assertEquals(2, writer.transportFeedback(1, 2, 0, 1, new long[] {1, 2, 3}, arrivals, 0, 3));
    assertEquals(3, writer.transportFeedback(1, 2, 1, 3, new long[] {1, 2, 3}, arrivals, 2, 3));
  }

  @Test
  void whatDoesNotFitIsLeftForTheNext() {
    long[] sequences = new long[1000];
    long[] arrivals = new long[1000];
    for (int i = 0; i < 1000; i++) {
      sequences[i] = i;
      arrivals[i] = i * 80_000L;
    }
    List<Told> told = exchange(0, sequences, arrivals, 200);
    assertEquals(1000, told.size());
    assertEquals(new Told(999, 999 * 80_000L), told.getLast());
  }

  @Test
  void arrivalTimesBeforeTheClocksZeroSurvive() {
    assertEquals(
        List.of(new Told(1, -1_000_000L), new Told(2, -999_500L)),
        exchange(1, new long[] {1, 2}, new long[] {-1_000_000, -999_500}, 1200));
  }

  @Test
  void rewindingStartsAgain() {
    writer.begin(array, 0, array.length);
    writer.transportFeedback(1, 2, 0, 1, new long[] {1, 3}, new long[] {0, 500}, 0, 2);
    TransportFeedback feedback = new TransportFeedback();
    assertTrue(feedback.wrap(array, 4, writer.length() - 4));
    for (int round = 0; round < 2; round++) {
      assertTrue(feedback.next());
      assertTrue(feedback.next());
      assertFalse(feedback.received());
      assertTrue(feedback.next());
      assertEquals(500, feedback.deltaMicros());
      assertEquals(500, feedback.arrivalMicros());
      assertFalse(feedback.next());
      feedback.rewind();
    }
  }

  @Test
  void liesAboutTheCountAreRefused() {
    assertMalformed("00000001 00000002 0001 0000 000000 00 2001 0000");
    assertMalformed("00000001 00000002 0001 1001 000000 00 1001 0000");
    assertMalformed(
        "00000001 00000002 0001 ffff 000000 00 1fff 1fff 1fff 1fff 1fff 1fff 1fff 1fff");
    assertMalformed("00000001 00000002 0001 0002 000000 00 2001");
    assertMalformed("00000001 00000002 0001 0001 000000 00 0000 0000");
    assertMalformed("00000001 00000002 0001 0001 000000 00");
    assertMalformed("00000001 00000002 0001 0001 000000");
  }

  @Test
  void missingDeltasAreRefused() {
    assertMalformed("00000001 00000002 0001 0003 000000 00 2003 0000");
    assertMalformed("00000001 00000002 0001 0002 000000 00 4002 000000");
    assertMalformed("00000001 00000002 0001 000e 000000 00 bfff 0000");
  }

  @Test
  void theReservedSymbolIsRefused() {
    assertMalformed("00000001 00000002 0001 0001 000000 00 6001 000000000000");
    assertMalformed("00000001 00000002 0001 0001 000000 00 f000 000000000000");
  }

  @Test
  void theLargestCountIsAccepted() {
    byte[] body = hex("00000001 00000002 0001 1000 000000 00 1000");
    TransportFeedback feedback = new TransportFeedback();
    assertTrue(feedback.wrap(body, 0, body.length));
    assertEquals(TransportFeedback.MAX_PACKETS, feedback.packetCount());
  }

  @Test
  void anyPatternOfLossAndDelaySurvivesTheWay() {
    Random random = new Random(7);
    for (int round = 0; round < 3000; round++) {
      exchangeRandom(random);
    }
  }

  private void exchangeRandom(Random random) {
    int count = 1 + random.nextInt(200);
    int lossPercent = random.nextInt(100);
    int spread = 1 << random.nextInt(22);
    long sequence = random.nextInt(200_000);
    long first = Math.max(0, sequence - random.nextInt(20));
    long[] sequences = new long[count];
    long[] arrivals = new long[count];
    long arrival = random.nextInt(100_000_000);
    TreeMap<Long, Long> expected = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      sequences[i] = sequence;
      arrivals[i] = arrival;
      expected.put(sequence, Math.floorDiv(arrival, TICK) * (long) TICK);
      sequence += random.nextInt(100) < lossPercent ? 1 + random.nextInt(40) : 1;
      arrival += random.nextInt(spread) - spread / 8;
    }
    List<Told> told = exchange(first, sequences, arrivals, 100 + random.nextInt(1100));
    long next = first;
    for (Told packet : told) {
      assertEquals(next++, packet.sequence());
      assertEquals(expected.get(packet.sequence()), packet.arrivalMicros());
    }
    assertEquals(sequences[count - 1] + 1, next);
  }

  /** Writes as many feedbacks as it takes, each at most {@code space} long, and reads them all. */
  private List<Told> exchange(long first, long[] sequences, long[] arrivals, int space) {
    List<Told> told = new ArrayList<>();
    TransportFeedback feedback = new TransportFeedback();
    long next = first;
    int from = 0;
    while (from < sequences.length) {
      writer.begin(array, 0, space);
      int to = writer.transportFeedback(1, 2, 0, next, sequences, arrivals, from, sequences.length);
      assertTrue(to > from);
      assertTrue(feedback.wrap(array, 4, writer.length() - 4));
      read(feedback, next, told);
      next = sequences[to - 1] + 1;
      from = to;
    }
    return told;
  }

  private static void read(TransportFeedback feedback, long near, List<Told> told) {
    long offset = near & ~0xffffL;
    while (feedback.next()) {
      long sequence = feedback.sequenceNumber() + offset;
      sequence += sequence < near ? 0x10000 : 0;
      told.add(new Told(sequence, feedback.received() ? feedback.arrivalMicros() : null));
    }
  }

  private static void assertMalformed(String text) {
    byte[] body = hex(text);
    assertFalse(new TransportFeedback().wrap(body, 0, body.length), text);
  }

  private void assertWritten(String text) {
    String written = HexFormat.of().formatHex(array, 0, writer.length());
    assertEquals(text.replace(" ", ""), written);
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }
}
