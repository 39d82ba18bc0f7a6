package org.vigie.bridge.srtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SsrcTableTest {
  @Test
  void findsWhatWasPut() {
    SsrcTable<Integer> table = new SsrcTable<>(500);
    Map<Integer, Integer> expected = new HashMap<>();
    Random random = new Random(3);
    while (expected.size() < 500) {
      int ssrc = expected.size() < 20 ? expected.size() << 16 : random.nextInt();
      if (expected.putIfAbsent(ssrc, expected.size()) == null) {
        table.put(ssrc, expected.get(ssrc));
      }
    }
    expected.forEach((ssrc, value) -> assertEquals(value, table.get(ssrc)));
    for (int i = 0; i < 1_000; i++) {
      int ssrc = random.nextInt();
      assertEquals(expected.get(ssrc), table.get(ssrc));
    }
  }

  @Test
  void isBounded() {
    SsrcTable<String> table = new SsrcTable<>(1);
    table.put(0, "zero");
    assertTrue(table.isFull());
    assertThrows(IllegalStateException.class, () -> table.put(1, "one"));
    assertNull(table.get(1));
    assertEquals(1, table.size());
  }
}
