package org.vigie.bridge.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class DependencyDescriptorTest {
  private final DependencyDescriptor descriptor = new DependencyDescriptor();

  @Test
  void readsTheMandatoryFields() {
    assertTrue(read("ff abcd"));
    assertTrue(descriptor.startOfFrame());
    assertTrue(descriptor.endOfFrame());
    assertEquals(63, descriptor.templateId());
    assertEquals(0xabcd, descriptor.frameNumber());
    assertFalse(descriptor.keyFrame());
    assertFalse(descriptor.layerKnown());
    assertTrue(read("40 0001"));
    assertFalse(descriptor.startOfFrame());
    assertTrue(descriptor.endOfFrame());
  }

  @Test
  void aStructureMakesAKeyFrameAndTellsTheSize() {
    assertTrue(read(keyFrame(62).bytes()));
    assertTrue(descriptor.keyFrame());
    assertTrue(descriptor.startOfFrame());
    assertTrue(descriptor.layerKnown());
    assertEquals(0, descriptor.temporalLayer());
    assertEquals(0, descriptor.spatialLayer());
    assertEquals(640, descriptor.width());
    assertEquals(360, descriptor.height());
  }

  @Test
  void laterFramesNameTheirTemplate() {
    read(keyFrame(62).bytes());
    assertLayer(62, 0, 0, 0);
    assertLayer(63, 1, 0, -1);
    assertLayer(0, 0, 1, 1);
    assertLayer(1, 1, 1, -1);
    assertTrue(read(new Bits().raw("1 1").number(2, 6).number(9, 16).bytes()));
    assertFalse(descriptor.layerKnown());
    assertEquals(-1, descriptor.opens());
  }

  @Test
  void indicationsOfTheFrameItselfComeFirst() {
    read(keyFrame(62).bytes());
    // Custom indications: discardable and not present, for a template that is "switch" otherwise.
    Bits bits = mandatory(62).raw("0 0 1 0 0").raw("01 00");
    assertTrue(read(bits.bytes()));
    assertEquals(-1, descriptor.opens());
    assertTrue(read(mandatory(63).raw("0 1 1 0 0").raw("11").raw("00 10").bytes()));
    assertEquals(1, descriptor.opens());
  }

  @Test
  void aBrokenStructureLeavesTheOldOneInPlace() {
    byte[] whole = keyFrame(62).bytes();
    read(whole);
    for (int length = 0; length < whole.length - 1; length++) {
      boolean accepted = read(Arrays.copyOf(whole, length));
      assertEquals(length == 3, accepted, "length " + length);
      assertFalse(descriptor.keyFrame());
    }
    assertLayer(63, 1, 0, -1);
    assertEquals(640, descriptor.width());
  }

  @Test
  void layersBeyondTheBoundsAreMalformed() {
    Bits spatial = mandatory(0).raw("1 0 0 0 0").number(0, 6).number(0, 5).raw("10 10 10 10 11");
    assertFalse(read(spatial.number(0, 64).bytes()));
    Bits temporal = mandatory(0).raw("1 0 0 0 0").number(0, 6).number(0, 5);
    assertFalse(read(temporal.raw("01 01 01 01 01 01 01 01 11").number(0, 64).bytes()));
    Bits endless = mandatory(0).raw("1 0 0 0 0").number(0, 6).number(0, 5);
    assertFalse(read(Arrays.copyOf(endless.bytes(), 255)));
  }

  @Test
  void aResetForgetsTheStructure() {
    read(keyFrame(62).bytes());
    descriptor.reset();
    assertEquals(0, descriptor.width());
    assertFalse(descriptor.keyFrame());
    assertTrue(read(mandatory(62).bytes()));
    assertFalse(descriptor.layerKnown());
  }

  @Test
  void aRangeOutsideTheArrayIsRefused() {
    byte[] bytes = new byte[4];
    assertFalse(descriptor.read(bytes, 2, 3));
    assertFalse(descriptor.read(bytes, -1, 3));
    assertFalse(descriptor.read(bytes, 0, 2));
  }

  /** Two spatial and two temporal layers, two decode targets, two chains, two sizes. */
  private static Bits keyFrame(int idOffset) {
    Bits bits = mandatory(idOffset).raw("1 0 0 0 0").number(idOffset, 6).number(1, 5);
    bits.raw("01 10 01 11");
    bits.raw("10 11").raw("00 01").raw("00 10").raw("00 01");
    bits.raw("0").raw("1 0001 0").raw("1 0000 1 0011 0").raw("1 0010 0");
    // ns(3) = 2 chains is 11; then ns(2) for each target; then four bits each.
    bits.raw("11").raw("0 1").number(0, 16).number(0, 16);
    return bits.raw("1").number(319, 16).number(179, 16).number(639, 16).number(359, 16);
  }

  private static Bits mandatory(int templateId) {
    return new Bits().raw("1 1").number(templateId, 6).number(7, 16);
  }

  private void assertLayer(int templateId, int temporal, int spatial, int opens) {
    assertTrue(read(mandatory(templateId).bytes()));
    assertTrue(descriptor.layerKnown());
    assertEquals(temporal, descriptor.temporalLayer());
    assertEquals(spatial, descriptor.spatialLayer());
    assertEquals(opens, descriptor.opens());
  }

  private boolean read(String hex) {
    return read(HexFormat.of().parseHex(hex.replace(" ", "")));
  }

  private boolean read(byte[] bytes) {
    return descriptor.read(bytes, 0, bytes.length);
  }
}
