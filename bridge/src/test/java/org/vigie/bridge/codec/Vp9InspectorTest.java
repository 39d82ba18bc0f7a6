package org.vigie.bridge.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.vigie.bridge.api.Codec;

class Vp9InspectorTest {
  /** The start of a 640x360 key frame and of an inter frame as libvpx wrote them. */
  private static final String KEY_FRAME = "824983420027f016760a38241c18";

  private static final String INTER_FRAME = "860040929c2450010009";

  @Test
  void aKeyFrameWithoutStructureTellsItsSizeInItsHeader() {
    PayloadInspector seen = inspect("88 05" + KEY_FRAME);
    assertTrue(seen.startsFrame());
    assertTrue(seen.keyFrame());
    assertEquals(640, seen.width());
    assertEquals(360, seen.height());
  }

  @Test
  void profileOneHasOtherColorBits() {
    PayloadInspector seen = inspect("08" + "a249834200050202d2c207048383");
    assertTrue(seen.keyFrame());
    assertEquals(642, seen.width());
    assertEquals(362, seen.height());
  }

  @Test
  void srgbHasNoRangeAndHighProfilesHaveABitDepth() {
    Bits srgb = new Bits().raw("00001000").raw("10 1 0 0 0 1 0").number(0x498342, 24).raw("111 0");
    assertSize(320, 240, srgb.number(319, 16).number(239, 16));
    Bits deep = new Bits().raw("00001000").raw("10 0 1 0 0 1 0").number(0x498342, 24);
    assertSize(320, 240, deep.raw("0 010 1").number(319, 16).number(239, 16));
    Bits both = new Bits().raw("00001000").raw("10 1 1 0 0 0 1 0").number(0x498342, 24);
    assertSize(320, 240, both.raw("1 010 1 000").number(319, 16).number(239, 16));
  }

  @Test
  void theStructureTellsTheSizeOfTheHighestLayer() {
    // Two spatial layers with sizes, then a group of two pictures with one and two references.
    PayloadInspector seen = inspect("8a 8005 38 0140 00b4 0280 0168 02 04 01 18 0102" + KEY_FRAME);
    assertTrue(seen.keyFrame());
    assertEquals(640, seen.width());
    assertEquals(360, seen.height());
  }

  @Test
  void layersAreReadInBothModes() {
    PayloadInspector nonFlexible = inspect("e8 05 52 07" + INTER_FRAME);
    assertEquals(2, nonFlexible.temporalLayer());
    assertEquals(1, nonFlexible.spatialLayer());
    assertTrue(nonFlexible.switchingPoint());
    assertFalse(nonFlexible.keyFrame());
    PayloadInspector flexible = inspect("f8 8005 20 03 05 06" + INTER_FRAME);
    assertEquals(1, flexible.temporalLayer());
    assertFalse(flexible.switchingPoint());
    assertTrue(flexible.startsFrame());
  }

  @Test
  void onlyTheLowestSpatialLayerBeginsAKeyFrame() {
    assertTrue(inspect("a8 05 00 07" + KEY_FRAME).keyFrame());
    PayloadInspector upper = inspect("a8 05 03 07" + KEY_FRAME);
    assertFalse(upper.keyFrame());
    assertTrue(upper.startsFrame());
    assertEquals(1, upper.spatialLayer());
  }

  @Test
  void aContinuationIsNoFrameStart() {
    PayloadInspector seen = inspect("84 05 aabbcc");
    assertFalse(seen.startsFrame());
    assertFalse(seen.keyFrame());
  }

  @Test
  void anUnreadableFrameHeaderLeavesTheSizeOpen() {
    PayloadInspector seen = inspect("08 ffffffff");
    assertTrue(seen.keyFrame());
    assertEquals(0, seen.width());
    assertEquals(0, inspect("08 824983420027").width());
  }

  @Test
  void everyTruncationOfTheDescriptorIsMalformed() {
    String whole = "aa8005000738014000b40280016802040118" + "0102";
    for (int length = 0; length <= whole.length(); length += 2) {
      Inspected.assertMalformed(Codec.VP9, whole.substring(0, length));
    }
    assertTrue(inspect(whole + "aa").keyFrame());
    for (String flexible : new String[] {"f0", "f005", "f00500", "f0050003", "f005000305"}) {
      Inspected.assertMalformed(Codec.VP9, flexible);
    }
  }

  @Test
  void moreThanThreeReferencesAreMalformed() {
    Inspected.assertMalformed(Codec.VP9, "50 03 05 07 08 aabb");
    inspect("50 03 05 06 aabb");
  }

  private static void assertSize(int width, int height, Bits bits) {
    byte[] payload = bits.bytes();
    PayloadInspector seen = PayloadInspector.of(Codec.VP9);
    assertTrue(seen.inspect(payload, 0, payload.length));
    assertEquals(width, seen.width());
    assertEquals(height, seen.height());
  }

  private static PayloadInspector inspect(String hex) {
    return Inspected.of(Codec.VP9, hex);
  }
}
