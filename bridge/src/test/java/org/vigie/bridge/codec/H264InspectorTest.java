package org.vigie.bridge.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.vigie.bridge.api.Codec;

class H264InspectorTest {
  private static final String SPS = "6742c01fda014016ec0440000003004000000503c60ca8";
  private static final String PPS = "68ce0fc8";

  @Test
  void aParameterSetPromisesAKeyFrameAndTellsTheSize() {
    PayloadInspector seen = inspect(SPS);
    assertTrue(seen.startsFrame());
    assertTrue(seen.keyFrame());
    assertTrue(seen.parameterSets());
    assertTrue(seen.awaitsSlice());
    assertEquals(1280, seen.width());
    assertEquals(720, seen.height());
  }

  @Test
  void anIdrSliceIsAKeyFrameAtItsFirstMacroblockOnly() {
    assertTrue(inspect("65 88 80 40").keyFrame());
    assertTrue(inspect("65 88 80 40").startsFrame());
    assertFalse(inspect("65 88 80 40").parameterSets());
    assertFalse(inspect("65 08 80 40").keyFrame());
    assertFalse(inspect("65 08 80 40").startsFrame());
  }

  @Test
  void anOrdinarySliceIsNoKeyFrame() {
    PayloadInspector seen = inspect("41 9a 00");
    assertTrue(seen.startsFrame());
    assertFalse(seen.keyFrame());
    assertFalse(seen.discardable());
    assertEquals(0, seen.width());
  }

  @Test
  void aSliceThatNothingRefersToIsDiscardable() {
    assertTrue(inspect("01 9a 00").discardable());
    assertTrue(inspect("1c 81 9a 00").discardable());
    assertTrue(inspect("1c 01 9a 00").discardable());
    assertFalse(inspect("3c 01 9a 00").discardable());
  }

  @Test
  void anAggregateIsWhatItsUnitsAre() {
    PayloadInspector sets = inspect("78 0017" + SPS + "0004" + PPS);
    assertTrue(sets.keyFrame());
    assertTrue(sets.parameterSets());
    assertTrue(sets.awaitsSlice());
    assertEquals(1280, sets.width());
    PayloadInspector whole = inspect("78 0017" + SPS + "0004" + PPS + "0003 658880");
    assertTrue(whole.keyFrame());
    assertFalse(whole.awaitsSlice());
    assertFalse(inspect("78 0003 419a00 0002 0600").keyFrame());
  }

  @Test
  void aBrokenAggregateIsMalformed() {
    Inspected.assertMalformed(Codec.H264, "78");
    Inspected.assertMalformed(Codec.H264, "78 00");
    Inspected.assertMalformed(Codec.H264, "78 0000 41");
    Inspected.assertMalformed(Codec.H264, "78 0004 419a00");
    Inspected.assertMalformed(Codec.H264, "78 0003 419a00 0001");
    Inspected.assertMalformed(Codec.H264, "78 0003 780102");
  }

  @Test
  void aFragmentBeginsAFrameOnlyIfItIsTheFirst() {
    assertTrue(inspect("7c 85 8880").keyFrame());
    assertTrue(inspect("7c 85 8880").startsFrame());
    assertFalse(inspect("7c 05 8880").keyFrame());
    assertFalse(inspect("7c 45 8880").startsFrame());
    assertFalse(inspect("7c 81 9a00").keyFrame());
    assertTrue(inspect("7c 81 9a00").startsFrame());
    assertFalse(inspect("7c 85 0880").keyFrame());
  }

  @Test
  void aBrokenFragmentIsMalformed() {
    Inspected.assertMalformed(Codec.H264, "7c");
    Inspected.assertMalformed(Codec.H264, "7c 85");
    Inspected.assertMalformed(Codec.H264, "7c c5 88");
    Inspected.assertMalformed(Codec.H264, "7c 80 88");
    Inspected.assertMalformed(Codec.H264, "7c 9c 88");
  }

  @Test
  void theTypesOfTheInterleavedModeAreMalformed() {
    for (String header : new String[] {"79", "7a", "7b", "7d", "7e", "7f", "60"}) {
      Inspected.assertMalformed(Codec.H264, header + "01020304");
    }
  }

  @Test
  void aDelimiterMayBeginAFrame() {
    assertTrue(inspect("09 f0").startsFrame());
    assertFalse(inspect("09 f0").keyFrame());
  }

  @Test
  void aBrokenParameterSetStillCountsButHasNoSize() {
    assertTrue(inspect("67 42 c0").keyFrame());
    assertEquals(0, inspect("67 42 c0").width());
  }

  @Test
  void anEmptyPayloadIsMalformed() {
    Inspected.assertMalformed(Codec.H264, "");
  }

  private static PayloadInspector inspect(String hex) {
    return Inspected.of(Codec.H264, hex);
  }
}
