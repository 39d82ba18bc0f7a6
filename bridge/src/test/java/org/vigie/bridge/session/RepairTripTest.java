package org.vigie.bridge.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class RepairTripTest {
  private static final long MILLI = 1_000_000L;

  private final RepairTrip trip = new RepairTrip();

  @Test
  void isAUsualTripUntilOneWasMeasured() {
    assertEquals(RepairTrip.INITIAL_NANOS, trip.nanos());
    trip.answered(50 * MILLI, 7);
    assertEquals(RepairTrip.INITIAL_NANOS, trip.nanos(), "nobody asked");
  }

  @Test
  void theFirstAnswerCountsAndLaterOnesAreSmoothed() {
    trip.asked(0, 7);
    trip.answered(40 * MILLI, 7);
    assertEquals(40 * MILLI, trip.nanos());
    trip.asked(100 * MILLI, 8);
    trip.answered(220 * MILLI, 8);
    assertEquals(50 * MILLI, trip.nanos());
  }

  @Test
  void oneRequestAtATimeIsTimed() {
    trip.asked(0, 7);
    trip.asked(30 * MILLI, 8);
    trip.answered(35 * MILLI, 8);
    assertEquals(RepairTrip.INITIAL_NANOS, trip.nanos());
    trip.answered(60 * MILLI, 7);
    assertEquals(60 * MILLI, trip.nanos());
  }

  @Test
  void aPacketThatWasAskedForTwiceSaysNothing() {
    trip.asked(0, 7);
    trip.asked(125 * MILLI, 7);
    trip.answered(130 * MILLI, 7);
    assertEquals(RepairTrip.INITIAL_NANOS, trip.nanos());
  }

  @Test
  void aRequestSaidTwiceCountsAsOne() {
    trip.asked(0, 7);
    trip.asked(12 * MILLI, 7);
    trip.answered(90 * MILLI, 7);
    assertEquals(90 * MILLI, trip.nanos());
  }

  @Test
  void aRequestThatIsNeverAnsweredIsGivenUp() {
    trip.asked(0, 7);
    trip.asked(1_001 * MILLI, 8);
    trip.answered(1_051 * MILLI, 8);
    assertEquals(50 * MILLI, trip.nanos());
  }
}
