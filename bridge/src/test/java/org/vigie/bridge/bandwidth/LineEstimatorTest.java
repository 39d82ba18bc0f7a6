package org.vigie.bridge.bandwidth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.vigie.bridge.rtp.RtcpReader;
import org.vigie.bridge.rtp.RtcpVisitor;
import org.vigie.bridge.rtp.RtcpWriter;
import org.vigie.bridge.rtp.TransportFeedback;

/** What viewers that lie, or say little, make of the estimate. */
class LineEstimatorTest {
  private static final long MILLI = 1_000_000;
  private static final long MOST = 20_000_000;
  private static final int BYTES = 1_200;

  private final LineEstimator estimator = new LineEstimator(2_000_000, MOST);
  private final RtcpWriter writer = new RtcpWriter();
  private final RtcpReader reader = new RtcpReader();
  private final byte[] bytes = new byte[1_400];
  private long now = 5_000 * MILLI;
  private int sequence;
  private int feedbackCount;

  private void send(int count) {
    for (int i = 0; i < count; i++) {
      estimator.sent(now, sequence, BYTES, SentPackets.NO_BURST);
      sequence = (sequence + 1) & 0xffff;
      now += 4 * MILLI;
    }
  }

  private void tell(long[] sequences, long[] micros) {
    writer.begin(bytes, 0, bytes.length);
    writer.transportFeedback(
        1, 2, feedbackCount++ & 0xff, sequences[0], sequences, micros, 0, sequences.length);
    read(writer.length());
  }

  private void read(int length) {
    reader.read(
        bytes,
        0,
        length,
        new RtcpVisitor() {
          @Override
          public void transportFeedback(TransportFeedback feedback) {
            estimator.feedback(now, feedback);
          }
        });
    assertBounded();
  }

  private void assertBounded() {
    assertTrue(estimator.bps() >= LineEstimator.LEAST_BPS, "estimate " + estimator.bps());
    assertTrue(estimator.bps() <= MOST, "estimate " + estimator.bps());
    assertTrue(estimator.paceBps() >= LineEstimator.LEAST_BPS, "pace " + estimator.paceBps());
    assertTrue(estimator.paceBps() <= MOST, "pace " + estimator.paceBps());
  }

  /** The last packets arrived, one every so many microseconds. */
  private void tellLast(int count, long microsApart) {
    long[] sequences = new long[count];
    long[] micros = new long[count];
    for (int i = 0; i < count; i++) {
      sequences[i] = (long) (sequence - count + i) & 0xffff;
      micros[i] = now / 1_000 + i * microsApart;
    }
    tell(sequences, micros);
  }

  /** The last packets, sent 4 ms apart, arrived so long after their sending. */
  private void tellDelayed(int count, long micros) {
    long[] sequences = new long[count];
    long[] arrivals = new long[count];
    for (int i = 0; i < count; i++) {
      sequences[i] = (long) (sequence - count + i) & 0xffff;
      arrivals[i] = (now - (count - i) * 4L * MILLI) / 1_000 + micros;
    }
    tell(sequences, arrivals);
  }

  private void runSteadily(int reports) {
    for (int i = 0; i < reports; i++) {
      send(15);
      tellDelayed(15, 20_000);
    }
  }

  @Test
  void aLineThatStandsStillForAMomentTakesNoLess() {
    runSteadily(40);
    long before = estimator.bps();
    int first = sequence;
    send(75);
    for (int report = 0; report < 5; report++) {
      long[] sequences = new long[15];
      long[] arrivals = new long[15];
      for (int i = 0; i < 15; i++) {
        sequences[i] = first + 15L * report + i;
        arrivals[i] = now / 1_000 + 15L * report + i;
      }
      tell(sequences, arrivals);
    }
    runSteadily(10);
    assertTrue(estimator.bps() >= before, estimator.bps() + " after " + before);
  }

  @Test
  void aQueueThatGrowsAndStaysTellsWhatTheLineTakes() {
    runSteadily(40);
    for (int report = 1; report <= 20; report++) {
      send(15);
      tellDelayed(15, 20_000 + Math.min(400_000, report * 60_000L));
    }
    assertTrue(estimator.bps() < 2_400_000, "estimate " + estimator.bps());
    assertTrue(estimator.paceBps() < 1_200_000, "pace " + estimator.paceBps());
  }

  @Test
  void impossibleArrivalTimesStayWithoutEffect() {
    RandomGenerator random = new SplittableRandom(7);
    for (int i = 0; i < 2_000; i++) {
      send(10);
      long[] sequences = new long[10];
      long[] micros = new long[10];
      for (int k = 0; k < 10; k++) {
        sequences[k] = 100L + k;
        micros[k] = random.nextLong(1L << 38);
      }
      sequences[9] = 109L + random.nextInt(500);
      tell(sequences, micros);
    }
  }

  @Test
  void whatWasNeverSentDoesNotCount() {
    send(100);
    long before = estimator.bps();
    long[] sequences = new long[500];
    long[] micros = new long[500];
    for (int i = 0; i < 500; i++) {
      sequences[i] = 20_000L + i;
      micros[i] = i * 1_000L;
    }
    tell(sequences, micros);
    assertEquals(before, estimator.bps());
    assertEquals(0, estimator.queueNanos());
  }

  @Test
  void theSequenceTurnsOverWithoutEffect() {
    sequence = 0xffff - 300;
    for (int i = 0; i < 200; i++) {
      send(20);
      tellLast(20, 4_000);
    }
    assertTrue(estimator.bps() >= 2_000_000, "estimate " + estimator.bps());
  }

  @Test
  void arrivalsToldAgainAndAgainCountOnce() {
    send(200);
    tellLast(200, 100);
    long before = estimator.bps();
    for (int i = 0; i < 100; i++) {
      tellLast(200, 100);
    }
    assertEquals(before, estimator.bps());
  }

  @Test
  void mutatedFeedbackStaysWithinBounds() {
    RandomGenerator random = new SplittableRandom(11);
    for (int i = 0; i < 20_000; i++) {
      send(5);
      writer.begin(bytes, 0, bytes.length);
      long[] sequences = {(long) (sequence - 3) & 0xffff, (long) (sequence - 2) & 0xffff};
      if (sequences[1] < sequences[0]) {
        continue;
      }
      writer.transportFeedback(
          1, 2, i & 0xff, sequences[0], sequences, new long[] {now / 1_000, now / 990}, 0, 2);
      for (int flips = random.nextInt(1, 6); flips > 0; flips--) {
        bytes[12 + random.nextInt(writer.length() - 12)] ^= (byte) (1 << random.nextInt(8));
      }
      read(writer.length());
    }
  }

  @Test
  void anEstimateOfTheViewersCountsWithinBoundsWhereThereIsNoFeedback() {
    estimator.remb(now, 700_000);
    assertEquals(700_000, estimator.bps());
    estimator.remb(now, 0);
    assertEquals(LineEstimator.LEAST_BPS, estimator.bps());
    estimator.remb(now, 5_000_000_000_000_000L);
    assertEquals(MOST, estimator.bps());
    estimator.remb(now, Long.MAX_VALUE);
    assertBounded();
    estimator.remb(now, Long.MIN_VALUE);
    assertBounded();
  }

  @Test
  void anEstimateOfTheViewersIsNothingBesideFeedback() {
    send(50);
    tellLast(50, 4_000);
    long before = estimator.bps();
    estimator.remb(now, 40_000);
    assertEquals(before, estimator.bps());
  }
}
