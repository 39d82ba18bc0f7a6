package org.vigie.bridge.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.vigie.bridge.api.Codec;

class Av1InspectorTest {
  /** A sequence header for 642x362 as libaom wrote it, without OBU header and size. */
  private static final String SEQUENCE = "0000000cc5036936be4010";

  @Test
  void aNewSequenceIsAKeyFrameWithItsSize() {
    PayloadInspector seen = inspect("28 0c 08" + SEQUENCE + "30 aabbcc");
    assertTrue(seen.startsFrame());
    assertTrue(seen.keyFrame());
    assertTrue(seen.parameterSets());
    assertEquals(642, seen.width());
    assertEquals(362, seen.height());
  }

  @Test
  void aSizeInsideTheElementIsPassedOver() {
    assertEquals(642, inspect("28 0d 0a 0b" + SEQUENCE + "30 aabbcc").width());
    assertEquals(642, inspect("28 0e 0a 8b 00" + SEQUENCE + "30 aabbcc").width());
    assertEquals(642, inspect("28 0d 0c 00" + SEQUENCE + "30 aabbcc").width());
  }

  @Test
  void aSequenceHeaderIsAKeyFrameEvenIfTheSenderForgotToSaySo() {
    assertTrue(inspect("20 0c 08" + SEQUENCE + "30 aabbcc").keyFrame());
  }

  @Test
  void elementsMayAllHaveTheirLengthBefore() {
    PayloadInspector seen = inspect("08 02 1000 0c 08" + SEQUENCE + "04 30aabbcc");
    assertTrue(seen.keyFrame());
    assertEquals(642, seen.width());
  }

  @Test
  void aFrameIsNoKeyFrame() {
    PayloadInspector seen = inspect("10 30 aabbcc");
    assertTrue(seen.startsFrame());
    assertFalse(seen.keyFrame());
    assertFalse(seen.parameterSets());
    assertEquals(0, seen.width());
  }

  @Test
  void aContinuationOrATileGroupStartsNoFrame() {
    assertFalse(inspect("90 30 aabbcc").startsFrame());
    assertFalse(inspect("90 08" + SEQUENCE).keyFrame());
    assertFalse(inspect("a0 02 aabb 08" + SEQUENCE).keyFrame());
    assertFalse(inspect("10 20 aabbcc").startsFrame());
  }

  @Test
  void layersComeFromTheExtension() {
    PayloadInspector seen = inspect("10 34 50 aabbcc");
    assertEquals(2, seen.temporalLayer());
    assertEquals(2, seen.spatialLayer());
  }

  @Test
  void aSequenceHeaderThatGoesOnInTheNextPacketHasNoSizeYet() {
    PayloadInspector seen = inspect("58 08 0000000cc5");
    assertTrue(seen.keyFrame());
    assertEquals(0, seen.width());
  }

  @Test
  void readsASequenceHeaderWithTimingAndModels() {
    Bits bits = new Bits().raw("00011000 00001000").raw("000 0 0");
    bits.raw("1").number(1, 32).number(30, 32).raw("1 010");
    bits.raw("1").number(9, 5).number(1, 32).number(3, 5).number(3, 5);
    bits.raw("1").number(1, 5);
    bits.number(0x103, 12).number(8, 5).raw("1").raw("1").number(0, 21).raw("1 0101");
    bits.number(0x101, 12).number(7, 5).raw("0").raw("0");
    bits.number(9, 4).number(8, 4).number(639, 10).number(359, 9);
    assertSize(640, 360, bits.bytes());
  }

  @Test
  void readsAReducedSequenceHeader() {
    Bits bits = new Bits().raw("00011000 00001000").raw("000 1 1").number(4, 5);
    assertSize(640, 360, bits.number(15, 4).number(15, 4).number(639, 16).number(359, 16).bytes());
  }

  @Test
  void brokenElementsAreMalformed() {
    Inspected.assertMalformed(Codec.AV1, "");
    Inspected.assertMalformed(Codec.AV1, "10");
    Inspected.assertMalformed(Codec.AV1, "98 30 aa");
    Inspected.assertMalformed(Codec.AV1, "10 b0 aa");
    Inspected.assertMalformed(Codec.AV1, "10 34");
    Inspected.assertMalformed(Codec.AV1, "20 05 30 aa");
    Inspected.assertMalformed(Codec.AV1, "20 02 30 aa");
    Inspected.assertMalformed(Codec.AV1, "20 00 30 aa");
    Inspected.assertMalformed(Codec.AV1, "00 ff");
    Inspected.assertMalformed(Codec.AV1, "00 ffffffffff 01");
    Inspected.assertMalformed(Codec.AV1, "00 8080808008 30 aa");
    Inspected.assertMalformed(Codec.AV1, "00 02 30 aa 01");
  }

  private static void assertSize(int width, int height, byte[] payload) {
    PayloadInspector seen = PayloadInspector.of(Codec.AV1);
    assertTrue(seen.inspect(payload, 0, payload.length));
    assertEquals(width, seen.width());
    assertEquals(height, seen.height());
  }

  private static PayloadInspector inspect(String hex) {
    return Inspected.of(Codec.AV1, hex);
  }
}
