package org.vigie.bridge.rtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RtpHeaderWriterTest {
  private static final byte[] SOURCE =
      HexFormat.of().parseHex("0102030405060708090a0b0c0d0e0f10f1");

  private final RtpHeaderWriter writer = new RtpHeaderWriter();
  private final byte[] target = new byte[256];

  @BeforeEach
  void begin() {
    Arrays.fill(target, (byte) 0xee);
    writer.begin(111, true, 0x12345, 0x89abcdef, 0xcafebabe);
  }

  @Test
  void writesAPlainHeader() {
    assertEquals(12, writer.write(target, 4, target.length));
    assertWritten("80 ef 2345 89abcdef cafebabe");
  }

  @Test
  void writesOneByteElementsWithPadding() {
    assertTrue(writer.extension(1, SOURCE, 2, 1));
    assertTrue(writer.extension(14, SOURCE, 0, 3));
    assertEquals(24, writer.length());
    assertEquals(24, writer.write(target, 4, target.length));
    assertWritten("90 ef 2345 89abcdef cafebabe bede0002 1003 e2010203 0000");
    assertEquals(4 + 17, writer.extensionOffset(1));
    assertEquals(4 + 19, writer.extensionOffset(14));
    assertEquals(-1, writer.extensionOffset(2));
  }

  @Test
  void anElementThatNeedsItBringsTheTwoByteForm() {
    writer.allowTwoByteForm(true);
    assertTrue(writer.extension(1, SOURCE, 0, 1));
    assertTrue(writer.extension(2, SOURCE, 0, 17));
    assertTrue(writer.extension(3, SOURCE, 0, 0));
    assertEquals(12 + 4 + 24, writer.write(target, 4, target.length));
    assertWritten(
        "90 ef 2345 89abcdef cafebabe 10000006 010101 0211 0102030405060708090a0b0c0d0e0f10f1"
            + "0300");
  }

  @Test
  void theTwoByteFormIsNotUsedWithoutLeave() {
    assertFalse(writer.extension(16, SOURCE, 0, 1));
    assertFalse(writer.extension(1, SOURCE, 0, 17));
    assertFalse(writer.extension(1, SOURCE, 0, 0));
    assertEquals(12, writer.write(target, 4, target.length));
  }

  @Test
  void idsAndLengthsOutOfRangeAreRefused() {
    writer.allowTwoByteForm(true);
    byte[] large = new byte[300];
    assertFalse(writer.extension(0, SOURCE, 0, 1));
    assertFalse(writer.extension(15, SOURCE, 0, 1));
    assertFalse(writer.extension(256, SOURCE, 0, 1));
    assertFalse(writer.extension(-1, SOURCE, 0, 1));
    assertFalse(writer.extension(1, SOURCE, 0, -1));
    assertFalse(writer.extension(1, large, 0, 256));
    assertTrue(writer.extension(255, large, 0, 255));
  }

  @Test
  void aSecondElementWithOneIdIsRefused() {
    assertTrue(writer.extension(1, SOURCE, 0, 1));
    assertFalse(writer.extension(1, SOURCE, 0, 1));
  }

  @Test
  void moreElementsThanTheBoundAreRefused() {
    writer.allowTwoByteForm(true);
    for (int i = 0; i < RtpHeaderWriter.MAX_EXTENSIONS; i++) {
      assertTrue(writer.extension(i + 16, SOURCE, 0, 1));
    }
    assertFalse(writer.extension(200, SOURCE, 0, 1));
  }

  @Test
  void nothingIsWrittenWhereItDoesNotFit() {
    writer.extension(1, SOURCE, 0, 4);
    int length = writer.length();
    assertEquals(-1, writer.write(target, 4, 4 + length - 1));
    assertEquals(-1, writer.write(target, -1, target.length));
    assertEquals(-1, writer.write(target, 4, target.length + 1));
    assertEquals(-1, writer.write(target, target.length, target.length));
    for (byte b : target) {
      assertEquals((byte) 0xee, b);
    }
    assertEquals(length, writer.write(target, 4, 4 + length));
  }

  @Test
  void reservedElementsAreFilledInLater() {
    assertTrue(writer.reserve(3, 2));
    assertTrue(writer.reserve(4, 3));
    writer.write(target, 4, target.length);
    assertWritten("90 ef 2345 89abcdef cafebabe bede0002 310000 42000000 00");
    RtpHeaderWriter.patchTransportSequence(target, writer.extensionOffset(3), 0x1beef);
    RtpHeaderWriter.patchAbsSendTime(target, writer.extensionOffset(4), 65_500_000_000L);
    assertWritten("90 ef 2345 89abcdef cafebabe bede0002 31beef 42060000 00");
  }

  @Test
  void nothingOfAHeaderIsLeftInTheNext() {
    writer.allowTwoByteForm(true);
    writer.extension(20, SOURCE, 0, 1);
    writer.begin(0, false, 1, 2, 3);
    writer.extension(1, SOURCE, 0, 1);
    writer.write(target, 4, target.length);
    assertWritten("90 00 0001 00000002 00000003 bede0001 10010000");
  }

  @Test
  void whatIsWrittenReadsBack() {
    writer.allowTwoByteForm(true);
    writer.extension(1, SOURCE, 3, 4);
    writer.extension(17, SOURCE, 0, 16);
    writer.extension(200, SOURCE, 5, 0);
    int length = writer.write(target, 4, target.length);
    RtpPacket packet = new RtpPacket();
    assertTrue(packet.wrap(target, 4, length + 9));
    assertEquals(9, packet.payloadLength());
    assertEquals(3, packet.extensionCount());
    assertEquals(writer.extensionOffset(17), packet.extension(17));
    assertEquals(16, packet.extensionLength(17));
    assertEquals(0, packet.extensionLength(200));
    assertEquals(4, target[packet.extension(1)]);
  }

  private void assertWritten(String hex) {
    byte[] expected = HexFormat.of().parseHex(hex.replace(" ", ""));
    assertArrayEquals(expected, Arrays.copyOfRange(target, 4, 4 + expected.length));
    assertEquals((byte) 0xee, target[4 + expected.length]);
  }
}
