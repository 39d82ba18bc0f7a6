package org.vigie.bridge.bandwidth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BurstMeterTest {
  private static final int BYTES = 1_000;
  private static final long TWO_MILLIS = 2_000_000;

  private final BurstMeter meter = new BurstMeter();
  private final SentPackets packets = new SentPackets();

  @Test
  void knowsNothingBeforeABurstWasMeasured() {
    assertFalse(meter.known());
    send(1, 1, 7);
    tell(new long[] {1}, new long[] {0});
    assertFalse(meter.known(), "one packet is no burst");
  }

  @Test
  void theSpreadOfABurstIsTheSpeedOfTheLine() {
    send(10, 5, 7);
    tell(new long[] {10, 11, 12, 13, 14}, new long[] {0, 1_000, 2_000, 3_000, 4_000});
    assertEquals(2 * BYTES, meter.bytesWithin(TWO_MILLIS));
  }

  @Test
  void aBurstThatArrivesAtOnceSetsNoBound() {
    send(10, 5, 7);
    tell(new long[] {10, 11, 12, 13, 14}, new long[] {0, 0, 0, 0, 0});
    assertEquals(Integer.MAX_VALUE, meter.bytesWithin(TWO_MILLIS));
  }

  @Test
  void theTimeBetweenBurstsDoesNotCount() {
    send(10, 2, 7);
    send(12, 2, 8);
    tell(new long[] {10, 11, 12, 13}, new long[] {0, 1_000, 30_000, 31_000});
    assertEquals(2 * BYTES, meter.bytesWithin(TWO_MILLIS));
  }

  @Test
  void packetsOutsideBurstsDoNotCount() {
    send(10, 3, SentPackets.NO_BURST);
    tell(new long[] {10, 11, 12}, new long[] {0, 20_000, 40_000});
    assertFalse(meter.known());
  }

  @Test
  void oneStrangeBurstDoesNotDecide() {
    for (int i = 0; i < 50; i++) {
      send(10 * i, 3, i + 1);
      tell(new long[] {10L * i, 10L * i + 1, 10L * i + 2}, new long[] {0, 250, 500});
    }
    send(1_000, 2, 99);
    tell(new long[] {1_000, 1_001}, new long[] {0, 2_000});
    assertTrue(meter.bytesWithin(TWO_MILLIS) > 3 * BYTES);
  }

  @Test
  void whatArrivedBackwardsDoesNoHarm() {
    send(10, 3, 7);
    tell(new long[] {10, 11, 12}, new long[] {8_000, 4_000, 0});
    assertEquals(Integer.MAX_VALUE, meter.bytesWithin(TWO_MILLIS));
  }

  private void send(int first, int count, int burst) {
    for (int i = 0; i < count; i++) {
      packets.sent(0, first + i, BYTES, burst, 0);
    }
  }

  private void tell(long[] sequences, long[] micros) {
    meter.begin();
    for (int i = 0; i < sequences.length; i++) {
      int sequence = (int) sequences[i];
      meter.arrived(packets.burst(sequence), packets.bytes(sequence), micros[i]);
    }
    meter.end();
  }
}
