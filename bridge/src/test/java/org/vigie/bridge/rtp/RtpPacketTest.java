package org.vigie.bridge.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class RtpPacketTest {
  private static final String PLAIN = "80 e0 ffff 89abcdef deadbeef";

  private final RtpPacket packet = new RtpPacket();

  @Test
  void readsEveryFieldOfTheFixedHeader() {
    assertTrue(wrap(PLAIN + "010203"));
    assertEquals(96, packet.payloadType());
    assertTrue(packet.marker());
    assertEquals(65535, packet.sequenceNumber());
    assertEquals(0x89abcdef, packet.timestamp());
    assertEquals(0x89abcdefL, packet.unsignedTimestamp());
    assertEquals(0xdeadbeef, packet.ssrc());
    assertEquals(0, packet.contributingSourceCount());
    assertEquals(12, packet.headerLength());
    assertEquals(12, packet.payloadOffset());
    assertEquals(3, packet.payloadLength());
    assertEquals(0, packet.paddingLength());
    assertEquals(0, packet.extensionCount());
    assertEquals(-1, packet.extension(1));
  }

  @Test
  void offsetsAreAbsoluteInTheArray() {
    byte[] bytes = HexFormat.of().parseHex("ffffff" + (PLAIN + "010203").replace(" ", "") + "ff");
    assertTrue(packet.wrap(bytes, 3, 15));
    assertEquals(3, packet.offset());
    assertEquals(15, packet.length());
    assertEquals(15, packet.payloadOffset());
    assertEquals(1, packet.array()[packet.payloadOffset()]);
  }

  @Test
  void contributingSourcesLengthenTheHeader() {
    assertTrue(wrap("82 60 0001 00000001 00000002 00000003 00000004 aa"));
    assertEquals(2, packet.contributingSourceCount());
    assertEquals(20, packet.headerLength());
    assertEquals(1, packet.payloadLength());
    assertFalse(packet.marker());
  }

  @Test
  void anotherVersionIsRefused() {
    assertFalse(wrap("40 60 0001 00000001 00000002 aa"));
    assertFalse(wrap("00 60 0001 00000001 00000002 aa"));
    assertFalse(wrap("c0 60 0001 00000001 00000002 aa"));
  }

  @Test
  void everyTruncationOfTheHeaderIsRefused() {
    byte[] whole = bytes("92 60 0001 00000001 00000002 00000003 00000004 bede0001 10aa0000");
    for (int length = 0; length < whole.length; length++) {
      assertFalse(packet.wrap(Arrays.copyOf(whole, length), 0, length), "length " + length);
    }
    assertTrue(packet.wrap(whole, 0, whole.length));
    assertEquals(0, packet.payloadLength());
  }

  @Test
  void aRangeOutsideTheArrayIsRefused() {
    byte[] bytes = bytes(PLAIN + "00");
    assertFalse(packet.wrap(bytes, 0, bytes.length + 1));
    assertFalse(packet.wrap(bytes, 1, bytes.length));
    assertFalse(packet.wrap(bytes, -1, bytes.length));
    assertFalse(packet.wrap(bytes, 0, -1));
    assertFalse(packet.wrap(bytes, Integer.MAX_VALUE, 13));
    assertFalse(packet.wrap(bytes, 2, Integer.MAX_VALUE));
  }

  @Test
  void paddingIsNoPayload() {
    assertTrue(wrap("a0 60 0001 00000001 00000002 aabb 000003"));
    assertEquals(3, packet.paddingLength());
    assertEquals(2, packet.payloadLength());
    assertTrue(wrap("a0 60 0001 00000001 00000002 000003"));
    assertEquals(0, packet.payloadLength());
  }

  @Test
  void paddingOfZeroOrBeyondThePayloadIsRefused() {
    assertFalse(wrap("a0 60 0001 00000001 00000002 aabb 00"));
    assertFalse(wrap("a0 60 0001 00000001 00000002 aabb 04"));
    assertFalse(wrap("a0 60 0001 00000001 00000001"));
    assertFalse(wrap("a0 60 0001 00000001 00000002 ff"));
  }

  @Test
  void findsOneByteElementsAroundPadding() {
    assertTrue(wrap("90 60 0001 00000001 00000002 bede0003 10aa 00 32010203 00 51 beef 00 99"));
    assertEquals(3, packet.extensionCount());
    assertElement(1, 17, 1);
    assertElement(3, 20, 3);
    assertElement(5, 25, 2);
    assertEquals(-1, packet.extension(2));
    assertEquals(-1, packet.extensionLength(2));
    assertEquals(1, packet.payloadLength());
  }

  @Test
  void findsTwoByteElementsEvenEmptyOnes() {
    assertTrue(wrap("90 60 0001 00000001 00000002 10070003 0100 00 1503010203 ff01ee 00 99"));
    assertEquals(3, packet.extensionCount());
    assertElement(1, 18, 0);
    assertElement(0x15, 21, 3);
    assertElement(0xff, 26, 1);
  }

  @Test
  void theFirstOfTwoElementsWithOneIdCounts() {
    assertTrue(wrap("90 60 0001 00000001 00000002 bede0001 10aa 10bb"));
    assertElement(1, 17, 1);
    assertEquals(2, packet.extensionCount());
  }

  @Test
  void idFifteenEndsOneByteElements() {
    assertTrue(wrap("90 60 0001 00000001 00000002 bede0002 10aa f0bb 20cc 0000"));
    assertEquals(1, packet.extensionCount());
    assertEquals(-1, packet.extension(15));
    assertEquals(-1, packet.extension(2));
  }

  @Test
  void idZeroWithALengthEndsOneByteElements() {
    assertTrue(wrap("90 60 0001 00000001 00000002 bede0002 10aa 01bbcc 20dd 00"));
    assertEquals(1, packet.extensionCount());
  }

  @Test
  void anElementThatRunsOutOfTheExtensionIsLeftOut() {
    assertTrue(wrap("90 60 0001 00000001 00000002 bede0001 10aa 2fbb 0102030405060708090a0b0c"));
    assertEquals(1, packet.extensionCount());
    assertTrue(wrap("90 60 0001 00000001 00000002 10000001 0101aa 02 03040506"));
    assertEquals(1, packet.extensionCount());
    assertTrue(wrap("90 60 0001 00000001 00000002 10000001 0101aa 00 03040506"));
    assertEquals(1, packet.extensionCount());
  }

  @Test
  void anUnknownProfileHasNoElementsButIsSkipped() {
    assertTrue(wrap("90 60 0001 00000001 00000002 abcd0001 10aa20bb 99"));
    assertEquals(0, packet.extensionCount());
    assertEquals(1, packet.payloadLength());
  }

  @Test
  void moreElementsThanThereIsRoomForAreCutOff() {
    byte[] bytes = new byte[16 + 200];
    System.arraycopy(bytes("90 60 0001 00000001 00000002 1000 0032"), 0, bytes, 0, 16);
    for (int i = 0; i < 100; i++) {
      bytes[16 + 2 * i] = (byte) (i + 1);
    }
    assertTrue(packet.wrap(bytes, 0, bytes.length));
    assertEquals(RtpPacket.MAX_EXTENSIONS, packet.extensionCount());
  }

  @Test
  void nothingOfAPacketIsLeftInTheNext() {
    assertTrue(wrap("90 60 0001 00000001 00000002 bede0001 10aa20bb 99"));
    assertEquals(2, packet.extensionCount());
    assertTrue(wrap("90 60 0001 00000001 00000002 bede0001 30aa0000 99"));
    assertEquals(1, packet.extensionCount());
    assertEquals(-1, packet.extension(1));
    assertTrue(wrap(PLAIN));
    assertEquals(0, packet.extensionCount());
  }

  private void assertElement(int id, int offset, int length) {
    assertEquals(offset, packet.extension(id), "offset of " + id);
    assertEquals(length, packet.extensionLength(id), "length of " + id);
  }

  private boolean wrap(String hex) {
    byte[] bytes = bytes(hex);
    return packet.wrap(bytes, 0, bytes.length);
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }
}
