package org.vigie.bridge.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class H264ParameterSetsTest {
  private static final byte[] SPS = hex("6742c01fda014016ec0440000003004000000503c60ca8");
  private static final byte[] PPS = hex("68ce0fc8");
  private static final byte[] SECOND_PPS = hex("6858e0fc");

  private final H264ParameterSets sets = new H264ParameterSets();

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  private byte[] written(int number) {
    byte[] target = new byte[300];
    return Arrays.copyOf(target, sets.write(number, target, 0));
  }

  private void look(byte[] payload) {
    sets.look(payload, 0, payload.length);
  }

  @Test
  void oneOfEachKindIsEnoughAndSequenceParametersComeFirst() {
    look(PPS);
    assertFalse(sets.complete());
    look(SPS);
    assertTrue(sets.complete());
    assertEquals(2, sets.count());
    assertEquals(HexFormat.of().formatHex(SPS), HexFormat.of().formatHex(written(0)));
    assertEquals(HexFormat.of().formatHex(PPS), HexFormat.of().formatHex(written(1)));
  }

  @Test
  void findsThemInAnAggregate() {
    look(hex("780017" + HexFormat.of().formatHex(SPS) + "0004" + HexFormat.of().formatHex(PPS)));
    assertTrue(sets.complete());
    assertEquals(HexFormat.of().formatHex(PPS), HexFormat.of().formatHex(written(1)));
  }

  @Test
  void theNewestOfAnIdCountsAndOthersStandBesideIt() {
    look(PPS);
    look(hex("68ce0fc9"));
    assertEquals(1, sets.count());
    assertEquals("68ce0fc9", HexFormat.of().formatHex(written(0)));
    look(SECOND_PPS);
    assertEquals(2, sets.count());
  }

  @Test
  void readsThemFromTheDescriptionOfTheFormat() {
    Base64.Encoder encoder = Base64.getEncoder();
    sets.describe(encoder.encodeToString(SPS) + "," + encoder.encodeToString(PPS));
    assertTrue(sets.complete());
    sets.clear();
    sets.describe("not base 64!");
    assertEquals(0, sets.count());
  }

  @Test
  void whateverComesThereAreNoMoreThanItsBound() {
    Random random = new Random(4);
    for (int i = 0; i < 20_000; i++) {
      byte[] payload = new byte[random.nextInt(400)];
      random.nextBytes(payload);
      if (payload.length > 0) {
        payload[0] = (byte) (random.nextBoolean() ? 0x67 + random.nextInt(2) : payload[0]);
      }
      look(payload);
      assertTrue(sets.count() <= H264ParameterSets.MOST);
    }
    for (int i = 0; i < sets.count(); i++) {
      assertTrue(written(i).length <= H264ParameterSets.MAX_BYTES);
    }
  }
}
