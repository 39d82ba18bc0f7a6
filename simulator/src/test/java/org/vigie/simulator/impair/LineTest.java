package org.vigie.simulator.impair;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** Lines in virtual time: a packet of 100 bytes each millisecond. */
class LineTest {
  private static final long MILLI = 1_000_000;
  private static final int BYTES = 100;

  private record Arrived(long atMillis, int number, int bitsSet) {}

  private final List<Arrived> arrived = new ArrayList<>();
  private Line line = line(1);
  private long now;

  private static Line line(long seed) {
    return new Line(RandomGeneratorFactory.<RandomGenerator>of("L64X128MixRandom").create(seed));
  }

  private void traits(String text) throws BadTraitException {
    line.traits(now, line.traits().with(text));
  }

  private void send(int packets) {
    for (int i = 0; i < packets; i++) {
      int number = i;
      line.enter(
          now,
          new Packet(
              new byte[BYTES],
              0,
              bytes -> arrived.add(new Arrived(now / MILLI, number, bitsSet(bytes)))));
      runUntil(now + MILLI);
    }
  }

  private void runUntil(long end) {
    while (line.nextDeadline() <= end) {
      now = Math.max(now, line.nextDeadline());
      line.advance(now);
    }
    now = end;
  }

  private static int bitsSet(byte[] bytes) {
    int bits = 0;
    for (byte each : bytes) {
      bits += Integer.bitCount(each & 0xff);
    }
    return bits;
  }

  private List<Integer> numbers() {
    return arrived.stream().map(Arrived::number).toList();
  }

  @Test
  void anUnimpairedLinePassesEverythingOnAtOnce() {
    send(10);
    assertEquals(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9), numbers());
    assertEquals(9, arrived.getLast().atMillis());
  }

  @Test
  void delayPostponesAndJitterKeepsTheOrder() throws Exception {
    traits("delayMs=50,jitterMs=30");
    send(1_000);
    runUntil(now + 100 * MILLI);
    assertEquals(numbers().stream().sorted().toList(), numbers());
    assertEquals(1_000, arrived.size());
    for (Arrived each : arrived) {
      long late = each.atMillis() - each.number();
      assertTrue(late >= 50 && late <= 80, "late by " + late);
    }
  }

  @Test
  void randomLossTakesItsShare() throws Exception {
    traits("loss=0.1");
    send(10_000);
    assertEquals(9_000, arrived.size(), 150);
  }

  @Test
  void lossInBurstsTakesItsShareButMoreAtOnce() throws Exception {
    // Bad for 5 packets on average, one packet of 20 in all.
    traits("badEnter=0.0105,badLeave=0.2,badLoss=1");
    send(20_000);
    assertEquals(19_000, arrived.size(), 250);
    int gaps = 0;
    for (int i = 1; i < arrived.size(); i++) {
      gaps += arrived.get(i).number() - arrived.get(i - 1).number() > 1 ? 1 : 0;
    }
    double mean = (20_000.0 - arrived.size()) / gaps;
    assertTrue(mean > 4 && mean < 6, "mean burst " + mean);
  }

  @Test
  void reorderedPacketsAreOvertakenAndComeLater() throws Exception {
    traits("reorder=0.05,reorderMs=10");
    send(1_000);
    runUntil(now + 100 * MILLI);
    assertEquals(1_000, arrived.size());
    long overtaken = arrived.stream().filter(each -> each.atMillis() - each.number() == 10).count();
    assertEquals(line.counts().reordered, overtaken);
    assertTrue(overtaken > 30 && overtaken < 70, overtaken + " overtaken");
  }

  @Test
  void duplicatesComeTwiceAndCorruptionTurnsOneBit() throws Exception {
    traits("duplicate=0.1");
    send(1_000);
    assertEquals(1_000 + line.counts().duplicated, arrived.size());
    assertTrue(Math.abs(line.counts().duplicated - 100) < 30);
    arrived.clear();
    traits("duplicate=0,corrupt=1");
    send(1);
    assertEquals(1, arrived.getFirst().bitsSet());
  }

  @Test
  void theBottleneckSpreadsPacketsAndItsQueueIsBounded() throws Exception {
    traits("rateKbps=400,queueMs=100"); // half of what is sent: 2 ms a packet
    send(1_000);
    runUntil(now + 1_000 * MILLI);
    assertEquals(550, arrived.size(), 5);
    for (Arrived each : arrived) {
      assertTrue(each.atMillis() - each.number() <= 102, each::toString);
    }
    assertEquals(1_000, arrived.size() + line.counts().overflowed);
  }

  @Test
  void theQueueHasABoundInBytesToo() throws Exception {
    traits("rateKbps=8,queueMs=60000,queueBytes=1000");
    send(100);
    runUntil(now + 20_000 * MILLI);
    assertEquals(10, arrived.size(), 1);
  }

  @Test
  void aFasterBottleneckLetsNobodyOvertakeWhatWasLetIn() throws Exception {
    traits("rateKbps=8,queueMs=60000");
    send(10);
    traits("rateKbps=800");
    send(1);
    runUntil(now + 1_000 * MILLI);
    assertTrue(arrived.getLast().atMillis() >= 1_000, "nobody overtakes what was let in");
  }

  @Test
  void nothingPassesABlackoutAndEverythingAfterIt() throws Exception {
    traits("delayMs=5");
    send(10);
    traits("blackout=1");
    send(100);
    assertEquals(5, arrived.size(), 1);
    traits("blackout=0");
    send(10);
    runUntil(now + 100 * MILLI);
    assertEquals(15, arrived.size(), 1);
  }

  @Test
  void theSameSeedGivesTheSameFate() throws Exception {
    List<Integer> first = numbersOf(7);
    assertEquals(first, numbersOf(7));
    assertTrue(!first.equals(numbersOf(8)));
  }

  private List<Integer> numbersOf(long seed) throws BadTraitException {
    line = line(seed);
    arrived.clear();
    traits("loss=0.2,reorder=0.1,reorderMs=5,duplicate=0.1,jitterMs=3");
    send(500);
    return numbers();
  }

  @Test
  void whatIsUnderWayIsBounded() throws Exception {
    traits("delayMs=10000");
    for (int i = 0; i < 3 * Line.MAX_UNDER_WAY; i++) {
      line.enter(now, new Packet(new byte[1], 0, _ -> {}));
    }
    assertEquals(2L * Line.MAX_UNDER_WAY, line.counts().overflowed);
  }

  @Test
  void aCorruptedPacketIsACopy() throws Exception {
    byte[] sent = new byte[BYTES];
    traits("corrupt=1");
    line.enter(now, new Packet(sent, 0, _ -> {}));
    line.advance(now);
    assertArrayEquals(new byte[BYTES], sent);
  }
}
