package org.vigie.bridge.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class RepairTripTest {
  private static final long MILLI = 1_000_000L;

  private final RepairTrip trip = new RepairTrip();

  private void takes(long firstSequence, long... millis) {
    for (int i = 0; i < millis.length; i++) {
      trip.asked(i * 1_000L * MILLI, firstSequence + i);
      trip.answered((i * 1_000L + millis[i]) * MILLI, firstSequence + i);
    }
  }

  @Test
  void isAUsualTripUntilOneWasMeasured() {
    assertEquals(RepairTrip.INITIAL_NANOS, trip.nanos());
    trip.answered(50 * MILLI, 7);
    assertEquals(RepairTrip.INITIAL_NANOS, trip.nanos(), "nobody asked");
  }

  @Test
  void whatWasTakenForTheAnswerIsCorrectedByTheTrueOne() {
    trip.asked(0, 7);
    trip.answered(6 * MILLI, 7);
    trip.asked(10 * MILLI, 8);
    trip.answeredOnlyNow(40 * MILLI, 7);
    assertEquals(40 * MILLI, trip.nanos());
    trip.answeredOnlyNow(90 * MILLI, 7);
    trip.answeredOnlyNow(90 * MILLI, 8);
    assertEquals(40 * MILLI, trip.nanos(), "nothing was taken for these");
  }

  @Test
  void theFirstAnswerCounts() {
    takes(7, 40);
    assertEquals(40 * MILLI, trip.nanos());
  }

  @Test
  void aLostRequestAndAnUnaskedAnswerChangeNothing() {
    takes(7, 100, 101, 225, 99, 24, 12, 100, 350, 100);
    assertEquals(100 * MILLI, trip.nanos());
  }

  @Test
  void whoAsksAgainWaitsForThoseThatTakeALittleLonger() {
    takes(7, 100, 101, 102, 103, 104, 110, 111, 112, 113);
    assertEquals(104 * MILLI, trip.nanos());
    assertEquals(111 * MILLI, trip.usualNanos());
  }

  @Test
  void whoAsksAgainDoesNotWaitForThoseThatWereLost() {
    assertEquals(RepairTrip.INITIAL_NANOS, trip.usualNanos());
    takes(7, 100, 100, 100, 100, 100, 225, 225, 225, 350);
    assertEquals(125 * MILLI, trip.usualNanos());
  }

  @Test
  void aLineThatBecomesSlowerIsFollowed() {
    takes(7, 40, 40, 40, 40, 40, 40, 40, 40, 40);
    takes(100, 200, 200, 200, 200, 200);
    assertEquals(200 * MILLI, trip.nanos());
  }

  @Test
  void anEstimateThatIsTooShortDoesNotKeepItselfAlive() {
    takes(7, 10, 10, 10, 10, 10, 10, 10, 10, 10);
    for (int i = 0; i < 5; i++) {
      long begun = 20_000 * MILLI + i * 1_000L * MILLI;
      trip.asked(begun, 100 + i);
      trip.asked(begun + 20 * MILLI, 100 + i);
      trip.asked(begun + 40 * MILLI, 100 + i);
      trip.answered(begun + 100 * MILLI, 100 + i);
    }
    assertEquals(100 * MILLI, trip.nanos());
  }

  @Test
  void oneRequestAtATimeIsTimed() {
    trip.asked(0, 7);
    trip.asked(30 * MILLI, 8);
    trip.answered(35 * MILLI, 8);
    assertEquals(RepairTrip.INITIAL_NANOS, trip.nanos());
    trip.answered(60 * MILLI, 7);
    assertEquals(60 * MILLI, trip.nanos());
    trip.asked(70 * MILLI, 8);
    trip.answered(75 * MILLI, 8);
    assertEquals(60 * MILLI, trip.nanos(), "it had been asked for before");
  }

  @Test
  void aRequestThatIsNeverAnsweredIsGivenUp() {
    trip.asked(0, 7);
    trip.asked(1_001 * MILLI, 8);
    trip.answered(1_051 * MILLI, 8);
    assertEquals(50 * MILLI, trip.nanos());
  }
}
