package org.vigie.bridge.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What lines do to packets. */
class LineTest {
  private static final long MILLI = 1_000_000;
  private static final int PACKETS = 20_000;

  private record Arrival(int packet, long atNanos, boolean intact) {}

  private final Agenda agenda = new Agenda(0);
  private final List<Arrival> arrivals = new ArrayList<>();
  private Line line = new Line(agenda, new SplittableRandom(1), LineQuality.good(10));

  private void over(LineQuality quality) {
    line = new Line(agenda, new SplittableRandom(1), quality);
  }

  /** Sends one packet of 1,000 bytes every millisecond. */
  private void send(int count) {
    for (int i = 0; i < count; i++) {
      int packet = i;
      agenda.at(
          i * MILLI,
          () ->
              line.send(1_000, intact -> arrivals.add(new Arrival(packet, agenda.now(), intact))));
    }
    agenda.runUntil(count * MILLI + 10_000 * MILLI);
  }

  private boolean inOrder() {
    return IntStream.range(1, arrivals.size())
        .allMatch(i -> arrivals.get(i).packet >= arrivals.get(i - 1).packet);
  }

  @Test
  void aGoodLineOnlyTakesItsTime() {
    send(100);
    assertEquals(100, arrivals.size());
    arrivals.forEach(arrival -> assertEquals((arrival.packet + 10) * MILLI, arrival.atNanos));
  }

  @Test
  void jitterDelaysAndDoesNotOvertake() {
    over(LineQuality.good(10).withJitter(20));
    send(PACKETS);
    assertTrue(inOrder());
    assertTrue(arrivals.stream().anyMatch(a -> a.atNanos > (a.packet + 25) * MILLI));
  }

  @Test
  void reorderedPacketsAreOvertaken() {
    over(LineQuality.good(10).withReordering(0.1, 30));
    send(PACKETS);
    assertEquals(PACKETS, arrivals.size());
    assertFalse(inOrder());
  }

  @Test
  void randomLossTakesItsShare() {
    over(LineQuality.good(10).withLoss(new Loss.Random(0.05)));
    send(PACKETS);
    assertEquals(0.05, line.lost() / (double) PACKETS, 0.005);
  }

  @Test
  void burstsLoseTheSameShareInFewerPieces() {
    over(LineQuality.good(10).withLoss(new Loss.Bursts(0.01, 0.19, 1)));
    send(PACKETS);
    assertEquals(0.05, line.lost() / (double) PACKETS, 0.01);
    long pieces =
        IntStream.range(1, arrivals.size())
            .filter(i -> arrivals.get(i).packet > arrivals.get(i - 1).packet + 1)
            .count();
    assertTrue(line.lost() > 4 * pieces, line.lost() + " in " + pieces);
  }

  @Test
  void duplicatesComeTwiceAndDamageIsSeen() {
    over(LineQuality.good(10).withDuplicates(0.1).withCorruption(0.2));
    send(PACKETS);
    assertEquals(1.1, arrivals.size() / (double) PACKETS, 0.02);
    assertEquals(0.2, arrivals.stream().filter(a -> !a.intact).count() / (double) PACKETS, 0.02);
  }

  @Test
  void aThinLineQueuesForSoLongAndLosesTheRest() {
    over(LineQuality.good(10).withRate(4_000_000, 100));
    send(2_000);
    assertEquals(0.5, line.carried() / 2_000.0, 0.06);
    long longest =
        arrivals.stream().mapToLong(a -> a.atNanos - a.packet * MILLI).max().orElseThrow();
    assertTrue(longest <= (100 + 10 + 2) * MILLI, longest + " ns");
  }

  @Test
  void nothingComesThroughABlackout() {
    line.blackOutUntil(50 * MILLI);
    send(100);
    assertEquals(50, arrivals.getFirst().packet);
  }
}
