package org.vigie.bridge.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BitReaderTest {
  private final BitReader reader = new BitReader();

  @Test
  void readsFieldsAcrossBytes() {
    wrap(new Bits().raw("101").number(0x1234567, 27).number(-2, 32).raw("1 0").bytes());
    assertEquals(5, reader.bits(3));
    assertEquals(0x1234567, reader.bits(27));
    assertEquals(-2, reader.bits(32));
    assertTrue(reader.flag());
    assertEquals(0, reader.bits(0));
    assertFalse(reader.overrun());
  }

  @Test
  void readingPastTheEndGivesZerosAndIsRemembered() {
    wrap(new byte[] {(byte) 0xff});
    assertEquals(0xff, reader.bits(8));
    assertFalse(reader.overrun());
    assertEquals(0, reader.bits(8));
    assertTrue(reader.overrun());
  }

  @Test
  void readsExponentialGolombNumbers() {
    wrap(new Bits().golomb(0).golomb(1).golomb(2).golomb(255).golomb(1 << 29).bytes());
    assertEquals(0, reader.unsignedGolomb());
    assertEquals(1, reader.unsignedGolomb());
    assertEquals(2, reader.unsignedGolomb());
    assertEquals(255, reader.unsignedGolomb());
    assertEquals(1 << 29, reader.unsignedGolomb());
    assertFalse(reader.overrun());
  }

  @Test
  void readsSignedExponentialGolombNumbers() {
    wrap(new Bits().golomb(0).golomb(1).golomb(2).golomb(3).golomb(4).bytes());
    assertEquals(0, reader.signedGolomb());
    assertEquals(1, reader.signedGolomb());
    assertEquals(-1, reader.signedGolomb());
    assertEquals(2, reader.signedGolomb());
    assertEquals(-2, reader.signedGolomb());
  }

  @Test
  void anEndlessGolombNumberIsAnOverrun() {
    wrap(new byte[100]);
    assertEquals(0, reader.unsignedGolomb());
    assertTrue(reader.overrun());
  }

  @Test
  void leavesOutEmulationPrevention() {
    byte[] bytes = {0, 0, 3, 1, 0, 0, 3, 0, 0, 3};
    reader.wrapEscaped(bytes, 0, bytes.length);
    assertEquals(0x000001, reader.bits(24));
    assertEquals(0, reader.bits(32));
    assertFalse(reader.overrun());
    assertEquals(0, reader.bits(1));
    assertTrue(reader.overrun());
  }

  @Test
  void readsNonSymmetricNumbers() {
    // Five values: 0, 1, 2 in two bits; 3 and 4 in three.
    wrap(new Bits().raw("00 01 10 110 111").bytes());
    for (int i = 0; i < 5; i++) {
      assertEquals(i, reader.nonSymmetric(5));
    }
    assertEquals(0, reader.nonSymmetric(1));
  }

  @Test
  void skipsVariableLengthNumbers() {
    wrap(new Bits().raw("1 01x 001xx 1".replace('x', '0')).bytes());
    for (int i = 0; i < 3; i++) {
      reader.skipVariableLength();
    }
    assertTrue(reader.flag());
    wrap(new byte[20]);
    reader.skipVariableLength();
    assertTrue(reader.overrun());
  }

  private void wrap(byte[] bytes) {
    reader.wrap(bytes, 0, bytes.length);
  }
}
