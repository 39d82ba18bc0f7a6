package org.vigie.bridge.feedback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.vigie.bridge.feedback.NackGenerator.Arrival;

class NackGeneratorTest {
  private static final long MS = 1_000_000L;

  private final NackGenerator nack = new NackGenerator();

  private List<Long> poll(long nowNanos, long rttNanos) {
    List<Long> asked = new ArrayList<>();
    nack.poll(nowNanos, rttNanos, asked::add);
    return asked;
  }

  @Test
  void asksForNothingWhileNothingIsMissing() {
    for (int i = 0; i < 100; i++) {
      nack.received(i * MS, i);
    }
    assertEquals(Long.MAX_VALUE, nack.nextDeadline());
    assertEquals(List.of(), poll(1_000 * MS, 0));
  }

  @Test
  void asksForEachMissingPacketAfterTheFirstWait() {
    nack.received(0, 10);
    nack.received(0, 13);
    assertEquals(List.of(), poll(MS, 0));
    assertEquals(List.of(11L, 12L), poll(nack.nextDeadline(), 0));
  }

  @Test
  void afterASilenceItWantsAKeyFrameAndNotWhatWasMissed() {
    nack.received(0, 10);
    nack.received(10 * MS, 12);
    nack.received(10_000 * MS, 900);
    assertEquals(List.of(), poll(10_100 * MS, 0));
    assertTrue(nack.takeKeyFrameNeeded());
    nack.received(10_200 * MS, 902);
    assertEquals(List.of(901L), poll(10_300 * MS, 0));
    assertFalse(nack.takeKeyFrameNeeded());
  }

  @Test
  void aSilenceWithoutALossChangesNothing() {
    nack.received(0, 10);
    nack.received(10_000 * MS, 11);
    assertFalse(nack.takeKeyFrameNeeded());
  }

  @Test
  void doesNotAskForPacketsThatWereOnlyOvertaken() {
    nack.received(0, 10);
    nack.received(0, 12);
    nack.received(MS, 11);
    assertEquals(List.of(), poll(100 * MS, 0));
    assertEquals(0, nack.missing());
  }

  @Test
  void waitsLongerOnAPathThatReorders() {
    nack.received(0, 10);
    nack.received(0, 12);
    nack.received(3 * MS, 11);
    long calm = deadlineOfNextLoss(100 * MS, 13);
    nack.received(101 * MS, 13);
    for (int i = 0; i < 10; i++) {
      nack.received((200L + i * 100L) * MS, 16 + 2 * i);
      nack.received((220L + i * 100L) * MS, 15 + 2 * i);
    }
    nack.received(4_990 * MS, 34);
    assertTrue(deadlineOfNextLoss(5_000 * MS, 35) > calm + 15 * MS);
  }

  private long deadlineOfNextLoss(long nowNanos, long lost) {
    poll(nowNanos, 0);
    nack.received(nowNanos, lost + 1);
    return nack.nextDeadline() - nowNanos;
  }

  @Test
  void aPlainRetransmissionIsNoReordering() {
    for (int i = 0; i < 20; i++) {
      long now = i * 400L * MS;
      nack.received(now, 2L * i);
      nack.received(now, 2L * i + 2);
      assertEquals(1, poll(now + 10 * MS, 200 * MS).size());
      nack.received(now + 210 * MS, 2L * i + 1);
    }
    assertEquals(20, nack.recovered());
    nack.received(8_000 * MS, 42);
    assertTrue(nack.nextDeadline() - 8_000 * MS < 10 * MS);
  }

  @Test
  void asksAgainOncePerRoundTrip() {
    nack.received(0, 1);
    nack.received(0, 3);
    assertEquals(List.of(2L), poll(10 * MS, 40 * MS));
    assertEquals(List.of(), poll(55 * MS, 40 * MS));
    assertEquals(List.of(2L), poll(56 * MS, 40 * MS));
    assertEquals(2, nack.nacked());
  }

  @Test
  void onALongRoundTripSaysEachRequestTwice() {
    nack.received(0, 1);
    nack.received(0, 3);
    assertEquals(List.of(2L), poll(10 * MS, 100 * MS));
    assertEquals(22 * MS, nack.nextDeadline());
    assertEquals(List.of(2L), poll(22 * MS, 100 * MS));
    assertEquals(116_250_000, nack.nextDeadline());
    assertEquals(List.of(2L), poll(117 * MS, 100 * MS));
    assertEquals(List.of(2L), poll(129 * MS, 100 * MS));
    assertEquals(List.of(), poll(223 * MS, 100 * MS));
  }

  @Test
  void neverAsksSoSoonAgainThatABrowserRefuses() {
    for (long rtt = 1; rtt <= 400; rtt++) {
      NackGenerator each = new NackGenerator();
      each.received(0, 1);
      each.received(0, 3);
      each.poll(10 * MS, rtt * MS, sequence -> {});
      each.poll(22 * MS, rtt * MS, sequence -> {});
      assertTrue(each.nextDeadline() - 10 * MS >= (rtt + 5) * MS, "after " + rtt);
    }
  }

  @Test
  void whoStoodStillDoesNotSayTheSameTwiceAtOnce() {
    nack.received(0, 1);
    nack.received(0, 3);
    assertEquals(List.of(2L), poll(10 * MS, 100 * MS));
    assertEquals(List.of(2L), poll(300 * MS, 100 * MS));
    assertEquals(List.of(), poll(311 * MS, 100 * MS));
    assertEquals(List.of(2L), poll(312 * MS, 100 * MS));
  }

  @Test
  void givesUpAfterTenRequestsAndCallsForAKeyFrame() {
    nack.received(0, 1);
    nack.received(0, 3);
    int asked = 0;
    for (long now = 0; now < 3_000 * MS; now += MS) {
      asked += poll(now, 0).size();
    }
    assertEquals(NackGenerator.MAX_REQUESTS, asked);
    assertEquals(1, nack.lost());
    assertTrue(nack.takeKeyFrameNeeded());
    assertFalse(nack.takeKeyFrameNeeded());
    assertEquals(Long.MAX_VALUE, nack.nextDeadline());
  }

  @Test
  void givesUpAfterASecondWhateverTheRoundTrip() {
    nack.received(0, 1);
    nack.received(0, 3);
    int asked = 0;
    for (long now = 0; now < 3_000 * MS; now += MS) {
      asked += poll(now, 400 * MS).size();
    }
    assertTrue(asked <= 6, "asked " + asked);
    assertEquals(1, nack.lost());
  }

  @Test
  void untilATripIsMeasuredAPlainAnswerIsKnownByComingAfterARequest() {
    lose(0);
    assertEquals(Arrival.ANSWER, nack.receivedOrAnswered(6 * MS, 2, 0));
    assertEquals(1, nack.recovered());
    assertEquals(4 * MS, waitAfterLoss(100 * MS, 4));
  }

  @Test
  void onceATripIsMeasuredWhatComesSoonerIsAStraggler() {
    lose(0);
    assertEquals(Arrival.BY_ITSELF, nack.receivedOrAnswered(12 * MS, 2, 100 * MS));
    assertEquals(15 * MS, waitAfterLoss(100 * MS, 4));
  }

  @Test
  void whatComesTwiceAfterOneRequestWasAStraggler() {
    lose(0);
    assertEquals(Arrival.ANSWER, nack.receivedOrAnswered(12 * MS, 2, 0));
    assertEquals(Arrival.REPEATED, nack.receivedOrAnswered(104 * MS, 2, 8 * MS));
    assertEquals(15 * MS, waitAfterLoss(200 * MS, 4));
  }

  @Test
  void whatComesTwiceAfterTwoRequestsSaysNothing() {
    lose(0);
    assertEquals(List.of(2L), poll(40 * MS, 20 * MS));
    assertEquals(Arrival.ANSWER, nack.receivedOrAnswered(54 * MS, 2, 20 * MS));
    assertEquals(Arrival.ANSWER, nack.receivedOrAnswered(80 * MS, 2, 20 * MS));
    assertEquals(4 * MS, waitAfterLoss(200 * MS, 4));
  }

  /** Packet 2 of three, which is asked for after 4 ms. */
  private void lose(long nowNanos) {
    nack.receivedOrAnswered(nowNanos, 1, 0);
    nack.receivedOrAnswered(nowNanos, 3, 0);
    assertEquals(List.of(2L), poll(nowNanos + 4 * MS, 20 * MS));
  }

  private long waitAfterLoss(long nowNanos, long lost) {
    poll(nowNanos, 0);
    nack.receivedOrAnswered(nowNanos, lost + 1, 0);
    return nack.nextDeadline() - nowNanos;
  }

  @Test
  void whereNothingCanBeAskedForWhatNoReorderingExplainsIsLost() {
    nack.received(0, 1);
    nack.received(0, 4);
    nack.received(30 * MS, 2);
    nack.received(40 * MS, 6);
    nack.expire(59 * MS);
    assertEquals(0, nack.lost());
    nack.expire(60 * MS);
    assertEquals(1, nack.lost());
    assertTrue(nack.takeKeyFrameNeeded());
    assertEquals(100 * MS, nack.nextDeadline());
    nack.expire(100 * MS);
    assertEquals(2, nack.lost());
    assertEquals(Long.MAX_VALUE, nack.nextDeadline());
  }

  @Test
  void aRecoveredPacketIsForgotten() {
    nack.received(0, 1);
    nack.received(0, 4);
    assertEquals(List.of(2L, 3L), poll(10 * MS, 0));
    nack.recovered(20 * MS, 2);
    assertEquals(List.of(3L), poll(60 * MS, 0));
    assertEquals(1, nack.recovered());
  }

  @Test
  void aRecoveredPacketThatNobodyMissesChangesNothing() {
    nack.received(0, 1);
    nack.recovered(0, 900);
    nack.received(MS, 2);
    assertEquals(0, nack.missing());
    assertEquals(0, nack.recovered());
  }

  @Test
  void moreLossesThanTheListHoldsClearItAndCallForAKeyFrame() {
    nack.received(0, 1);
    nack.received(0, 2 + NackGenerator.MAX_MISSING + 1);
    assertEquals(0, nack.missing());
    assertEquals(1, nack.overflows());
    assertEquals(NackGenerator.MAX_MISSING + 1, nack.lost());
    assertTrue(nack.takeKeyFrameNeeded());
  }

  @Test
  void aBigJumpIsANewStart() {
    nack.received(0, 1);
    nack.received(0, 3);
    nack.received(0, 20_000);
    assertEquals(0, nack.missing());
    assertTrue(nack.takeKeyFrameNeeded());
    nack.received(0, 20_002);
    assertEquals(List.of(20_001L), poll(10 * MS, 0));
  }

  @Test
  void whateverTheOrderOfArrivalExactlyTheMissingAreFollowed() {
    for (long seed = 1; seed <= 200; seed++) {
      followsExactlyTheMissing(new Random(seed));
    }
  }

  private static void followsExactlyTheMissing(Random random) {
    NackGenerator nack = new NackGenerator();
    Set<Long> missing = new TreeSet<>();
    long highest = 100;
    nack.received(0, highest);
    for (int i = 0; i < 500; i++) {
      long sequence = Math.max(100, highest - 20 + random.nextInt(24));
      for (long gap = highest + 1; gap < sequence; gap++) {
        missing.add(gap);
      }
      highest = Math.max(highest, sequence);
      missing.remove(sequence);
      nack.received(i * 1_000L, sequence);
      assertEquals(missing.size(), nack.missing());
    }
    List<Long> asked = new ArrayList<>();
    nack.poll(100 * MS, 0, asked::add);
    assertEquals(List.copyOf(missing), asked);
  }
}
