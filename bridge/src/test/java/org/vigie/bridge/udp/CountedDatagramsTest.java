package org.vigie.bridge.udp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CountedDatagramsTest {
  private final CountedDatagrams counted = new CountedDatagrams();

  @ParameterizedTest
  @CsvSource({
    "11, udp.send-blocked",
    "105, udp.send-no-buffers",
    "12, udp.send-no-buffers",
    "111, udp.send-unreachable",
    "101, udp.send-unreachable",
    "113, udp.send-unreachable",
    "100, udp.send-unreachable",
    "90, udp.send-too-long",
    "1, udp.send-forbidden",
    "13, udp.send-forbidden",
    "22, udp.send-failed",
    "9999, udp.send-failed"
  })
  void eachErrorCountsEveryDatagramOfItsMessage(int errno, String counter) {
    counted.sendRefused(errno, 7);
    Map<String, Long> counters = new HashMap<>();
    counted.snapshot(0).addTo(counters);
    assertEquals(7, counters.remove(counter));
    assertEquals(0, counters.values().stream().mapToLong(Long::longValue).sum());
  }

  @Test
  void onlyDatagramsThatLeftTogetherAreSegmented() {
    counted.sent(1);
    counted.sent(5);
    assertEquals(6, counted.snapshot(0).sent());
    assertEquals(5, counted.snapshot(0).segmented());
  }
}
