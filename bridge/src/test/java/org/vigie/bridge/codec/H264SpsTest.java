package org.vigie.bridge.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class H264SpsTest {
  private final H264Sps sps = new H264Sps();

  /** Made by encoding test pictures of these sizes with x264 in each profile. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "baseline, 6742c01fda014016ec0440000003004000000503c60ca8, 1280, 720, 66, 31",
    "cropped to 1080, 6742c028da01e0089f97011000000300100000030140f1832a, 1920, 1080, 66, 40",
    "interlaced, 674d4028f403c0227ef011000003000100000300141f162ea0, 1920, 1080, 77, 40",
    "4:4:4, 67f40016919680a02fee2f011000000300100000030140f162ea, 638, 358, 244, 22",
    "scaling matrix, 67640016acb405217f1126022000000300200000030281e2c5d4, 642, 362, 100, 22",
  })
  void readsWhatAnEncoderWrote(
      String name, String hex, int width, int height, int profile, int level) {
    byte[] unit = HexFormat.of().parseHex(hex);
    assertTrue(sps.read(unit, 0, unit.length));
    assertEquals(width, sps.width());
    assertEquals(height, sps.height());
    assertEquals(profile, sps.profile());
    assertEquals(level, sps.level());
  }

  @Test
  void skipsScalingListsThatEndEarly() {
    // Eight lists: the first absent, the second ends at once (8 - 8 = 0), the rest absent.
    Bits bits = high().golomb(1).golomb(0).golomb(0).raw("0 1 0 1").golomb(16).raw("000000");
    assertSize(320, 240, size(order0(bits), 20, 15, "1"));
  }

  @Test
  void skipsTheOrderCycleOfTypeOne() {
    Bits bits = baseline().golomb(0).golomb(0).golomb(1).raw("0").golomb(3).golomb(4);
    bits.golomb(2).golomb(7).golomb(8);
    assertSize(320, 240, size(bits, 20, 15, "1"));
  }

  @Test
  void fieldsDoubleTheHeight() {
    assertSize(320, 480, size(order0(baseline().golomb(0)), 20, 15, "0 1"));
  }

  @Test
  void refusesWhatIsCutShortAnywhere() {
    byte[] unit = HexFormat.of().parseHex("6742c01fda014016ec");
    for (int length = 0; length < unit.length - 1; length++) {
      assertFalse(sps.read(Arrays.copyOf(unit, length), 0, length), "length " + length);
    }
  }

  @Test
  void refusesAnotherUnitAndRangesOutsideTheArray() {
    byte[] unit = HexFormat.of().parseHex("6842c01fda014016ec0440");
    assertFalse(sps.read(unit, 0, unit.length));
    unit[0] = 0x67;
    assertTrue(sps.read(unit, 0, unit.length));
    assertFalse(sps.read(unit, 0, unit.length + 1));
    assertFalse(sps.read(unit, -1, unit.length));
  }

  @Test
  void refusesAbsurdValues() {
    assertRefused(size(order0(baseline().golomb(0)), 5000, 15, "1"));
    assertRefused(size(order0(baseline().golomb(0)), 20, 5000, "1"));
    assertRefused(size(baseline().golomb(0).golomb(0).golomb(3), 20, 15, "1"));
    Bits cycle = baseline().golomb(0).golomb(0).golomb(1).raw("0").golomb(0).golomb(0).golomb(256);
    assertRefused(size(cycle, 20, 15, "1"));
    assertRefused(size(order0(high().golomb(4).golomb(0).golomb(0).raw("00")), 20, 15, "1"));
    assertRefused(order0(baseline().golomb(1 << 30)).bytes());
  }

  @Test
  void refusesACropThatLeavesNothing() {
    Bits bits = sizeBits(order0(baseline().golomb(0)), 20, 15, "1");
    assertRefused(bits.raw("1").golomb(80).golomb(80).golomb(0).golomb(0).raw("0 1").bytes());
    bits = sizeBits(order0(baseline().golomb(0)), 20, 15, "1");
    int most = (1 << 30) - 2;
    assertRefused(bits.raw("1").golomb(most).golomb(most).golomb(0).golomb(0).raw("0 1").bytes());
  }

  private static Bits baseline() {
    return new Bits().number(0x67, 8).number(66, 8).number(0, 8).number(30, 8);
  }

  private static Bits high() {
    return new Bits().number(0x67, 8).number(100, 8).number(0, 8).number(30, 8).golomb(0);
  }

  private static Bits order0(Bits bits) {
    return bits.golomb(0).golomb(0).golomb(2);
  }

  private static Bits sizeBits(Bits bits, int across, int down, String frames) {
    return bits.golomb(1).raw("0").golomb(across - 1).golomb(down - 1).raw(frames).raw("1");
  }

  private static byte[] size(Bits bits, int across, int down, String frames) {
    return sizeBits(bits, across, down, frames).raw("0 0 1").bytes();
  }

  private void assertSize(int width, int height, byte[] unit) {
    assertTrue(sps.read(unit, 0, unit.length));
    assertEquals(width, sps.width());
    assertEquals(height, sps.height());
  }

  private void assertRefused(byte[] unit) {
    assertFalse(sps.read(unit, 0, unit.length));
  }
}
