package org.vigie.bridge.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vigie.bridge.rtp.BigEndian;

class SegmentTest {
  private final Segment segment = new Segment();
  private final Decision decision = new Decision();
  private final byte[] bytes = new byte[100];
  private final Layer layer = new TestCamera(0, 0, TestCamera.H264, 1, new Random(1)).layer;

  @ParameterizedTest(name = "{0} ticks of the past, {1} since, told in {2}")
  @CsvSource({"900000, 2999, 27001", "90001, 0, 1", "3000, 17, 89999", "1, 1, 7", "0, 0, 450000"})
  void theToldPastMeetsTheLiveLineAndNeverOvertakesTheTruth(int past, int since, int told) {
    bytes[0] = (byte) 0x80;
    segment.begin(at(0), TestCamera.H264, 0, 0, 0, 0);
    segment.beginInThePast(past, 0, since, told);
    int end = past + since + Math.max(told, (past + since) / 256) + 100;
    int before = toldAt(0);
    for (int timestamp = 1; timestamp < end; timestamp++) {
      int now = toldAt(timestamp);
      assertTrue(now >= before && now - before <= 1, timestamp + ": " + before + " to " + now);
      before = now;
    }
    assertEquals(-since - past, before - (end - 1), "live from there on");
  }

  @Test
  void aReplayedStretchGoesOnForHoursOnceItIsLive() {
    bytes[0] = (byte) 0x80;
    segment.begin(at(0), TestCamera.H264, 0, 0, 0, 0);
    segment.beginInThePast(90_000, 0, 0, 9_000);
    int before = toldAt(100_000);
    for (int second = 1; second < 15 * 3_600; second++) {
      int told = toldAt(100_000 + second * 90_000);
      assertEquals(90_000, told - before, "after " + second + " s");
      before = told;
    }
  }

  private IncomingPacket at(int timestamp) {
    BigEndian.put32(bytes, 4, timestamp);
    return new TestPacket(layer, TestCamera.H264, bytes, 1, 0, 0, 0, false).incoming(0);
  }

  private int toldAt(int timestamp) {
    segment.decide(at(timestamp), 1, 0, decision);
    return decision.timestamp();
  }
}
