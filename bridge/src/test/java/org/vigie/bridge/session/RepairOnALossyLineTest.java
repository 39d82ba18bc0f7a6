package org.vigie.bridge.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.vigie.bridge.feedback.NackGenerator;
import org.vigie.bridge.feedback.RepairPatience;

/** What viewers are told and how late pictures are whole, where a camera's line loses both ways. */
class RepairOnALossyLineTest {
  private static final long MILLI = 1_000_000L;
  private static final long SECOND = 1_000 * MILLI;
  private static final long LEARNT_NANOS = 10 * SECOND;
  private static final int SEEDS = 20;

  /** A picture that stays for so much longer than the usual 33 ms counts as a freeze (W3C). */
  private static final long FREEZE_NANOS = 150 * MILLI;

  @Test
  void atFivePerCentAnd100MillisecondsPicturesAreHeldBackAbout200() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      Line line = new Line(seed, 0.05, 100);
      line.run(60 * SECOND);
      assertTrue(line.mostHeld >= 200 && line.mostHeld < 225, "held back " + line.mostHeld);
    }
  }

  @Test
  void atFivePerCentAnd100MillisecondsHardlyAPictureIsSoLateThatItLooksLikeAStop() {
    int late = 0;
    int all = 0;
    for (long seed = 1; seed <= SEEDS; seed++) {
      Line line = new Line(seed, 0.05, 100);
      line.run(60 * SECOND);
      late += line.stops;
      all += line.pictures;
    }
    assertTrue(late * 2_000 < all, late + " of " + all);
  }

  @Test
  void sixSecondsAfterTheLastLossNothingIsHeldBack() {
    Line line = new Line(1, 0.05, 100);
    line.run(20 * SECOND);
    assertTrue(line.patience.millis() > 0);
    line.loss = 0;
    line.run(26 * SECOND);
    assertEquals(0, line.patience.millis());
  }

  @Test
  void aPacketIsAskedForAboutOncePerRoundTripHoweverTripsVary() {
    Line line = new Line(1, 0.05, 100);
    line.jitterMillis = 40;
    line.run(60 * SECOND);
    assertTrue(line.useless * 10 < line.repaired, line.useless + " of " + line.repaired);
  }

  /** A camera of 30 pictures a second, six packets each, that answers as browsers do. */
  private static final class Line {
    private static final int PACKETS = 6;
    private static final long STEP = MILLI;
    private static final long PICTURE_NANOS = 33 * MILLI;

    private final Random random;
    private final long oneWayNanos;
    private final long tripNanos;
    private final NackGenerator losses = new NackGenerator();
    private final RepairTrip trip = new RepairTrip();
    private final RepairPatience patience = new RepairPatience();
    private final Queue<Flight> toRelay = new ArrayDeque<>();
    private final Queue<Flight> repairs = new ArrayDeque<>();
    private final Queue<Flight> requests = new ArrayDeque<>();
    private final Map<Long, Long> answeredNanos = new HashMap<>();
    private final Map<Long, Long> arrivedNanos = new HashMap<>();
    private double loss;
    private long jitterMillis;
    private long now;
    private long nextPicture;
    private int mostHeld;
    private int stops;
    private int pictures;
    private int repaired;
    private int useless;

    private record Flight(long atNanos, long sequence) {}

    Line(long seed, double loss, long tripMillis) {
      this.random = new Random(seed);
      this.loss = loss;
      this.tripNanos = tripMillis * MILLI;
      this.oneWayNanos = tripNanos / 2;
    }

    void run(long untilNanos) {
      for (; now < untilNanos; now += STEP) {
        if (now >= nextPicture * PICTURE_NANOS) {
          sendPicture();
        }
        takeRequests();
        takeMedia();
        takeRepairs();
        losses.poll(now, trip.usualNanos(), this::ask);
        patience.observed(now, losses.recovered(), trip.nanos());
        if (now > LEARNT_NANOS) {
          mostHeld = Math.max(mostHeld, patience.millis());
        }
      }
    }

    private void sendPicture() {
      for (int i = 0; i < PACKETS; i++) {
        send(toRelay, nextPicture * PACKETS + i, 0);
      }
      nextPicture++;
    }

    private void send(Queue<Flight> way, long sequence, long extraNanos) {
      if (random.nextDouble() >= loss) {
        way.add(new Flight(now + oneWayNanos + extraNanos, sequence));
      }
    }

    private void ask(long sequence) {
      trip.asked(now, sequence);
      send(requests, sequence, 0);
    }

    /** Not within a round trip of the last time, as it is on its way. */
    private void takeRequests() {
      for (; due(requests); requests.remove()) {
        long sequence = requests.element().sequence();
        long before = answeredNanos.getOrDefault(sequence, -SECOND);
        if (now - before >= tripNanos + 5 * MILLI) {
          answeredNanos.put(sequence, now);
          send(repairs, sequence, jitterMillis == 0 ? 0 : random.nextLong(jitterMillis) * MILLI);
        }
      }
    }

    private void takeMedia() {
      for (; due(toRelay); toRelay.remove()) {
        losses.received(now, toRelay.element().sequence());
        arrived(toRelay.element().sequence());
      }
    }

    private void takeRepairs() {
      for (; due(repairs); repairs.remove()) {
        long sequence = repairs.element().sequence();
        if (arrivedNanos.containsKey(sequence)) {
          useless++;
        }
        repaired++;
        losses.recovered(now, sequence);
        trip.answered(now, sequence);
        arrived(sequence);
      }
    }

    private boolean due(Queue<Flight> way) {
      return !way.isEmpty() && way.element().atNanos() <= now;
    }

    private void arrived(long sequence) {
      arrivedNanos.putIfAbsent(sequence, now);
      long picture = sequence / PACKETS;
      for (int i = 0; i < PACKETS; i++) {
        if (!arrivedNanos.containsKey(picture * PACKETS + i)) {
          return;
        }
      }
      pictures++;
      long usual = picture * PICTURE_NANOS + oneWayNanos;
      boolean stop = now - usual > patience.millis() * MILLI + FREEZE_NANOS;
      stops += now > LEARNT_NANOS && stop ? 1 : 0;
    }
  }
}
