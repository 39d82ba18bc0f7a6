package org.vigie.bridge.rtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class RtxTest {
  private final RtpPacket packet = new RtpPacket();
  private final byte[] target = new byte[64];

  @Test
  void encapsulatingPutsTheOriginalSequenceBeforeThePayload() {
    wrap("b0 e0 1234 00000001 00000002 bede0001 10aa0000 010203 0002");
    int length = Rtx.encapsulate(packet, 97, 7, 9, target, 1, target.length);
    assertEquals(25, length);
    assertArrayEquals(
        hex("90 e1 0007 00000001 00000009 bede0001 10aa0000 1234 010203"),
        Arrays.copyOfRange(target, 1, 1 + length));
  }

  @Test
  void nothingIsWrittenWhereItDoesNotFit() {
    wrap("80 e0 1234 00000001 00000002 010203");
    assertEquals(-1, Rtx.encapsulate(packet, 97, 7, 9, target, 0, 16));
    assertEquals(-1, Rtx.encapsulate(packet, 97, 7, 9, target, 0, 65));
    assertEquals(-1, Rtx.encapsulate(packet, 97, 7, 9, target, -1, 20));
    assertArrayEquals(new byte[64], target);
    assertEquals(17, Rtx.encapsulate(packet, 97, 7, 9, target, 0, 17));
  }

  @Test
  void decapsulatingRestoresTheOriginalWhereItLies() {
    byte[] bytes = wrap("90 e1 0007 00000001 00000009 bede0001 10aa0000 1234 010203");
    assertFalse(Rtx.isProbe(packet));
    assertEquals(0x1234, Rtx.originalSequence(packet));
    assertTrue(Rtx.decapsulate(packet, 96, 2));
    assertEquals(2, packet.offset());
    assertArrayEquals(
        hex("90 e0 1234 00000001 00000002 bede0001 10aa0000 010203"),
        Arrays.copyOfRange(bytes, packet.offset(), packet.offset() + packet.length()));
    assertEquals(3, packet.payloadLength());
    assertEquals(packet.offset() + 17, packet.extension(1));
  }

  @Test
  void decapsulatingKeepsPaddingApart() {
    wrap("a0 61 0007 00000001 00000009 1234 010203 0002");
    assertTrue(Rtx.decapsulate(packet, 96, 2));
    assertEquals(3, packet.payloadLength());
    assertEquals(2, packet.paddingLength());
  }

  @Test
  void paddingAloneIsAProbeAndStaysAsItIs() {
    byte[] bytes = wrap("a0 61 0007 00000001 00000009 000003");
    byte[] before = bytes.clone();
    assertTrue(Rtx.isProbe(packet));
    assertFalse(Rtx.decapsulate(packet, 96, 2));
    assertArrayEquals(before, bytes);
    wrap("80 61 0007 00000001 00000009 12");
    assertTrue(Rtx.isProbe(packet));
  }

  @Test
  void anEmptyOriginalIsRestored() {
    wrap("80 61 0007 00000001 00000009 1234");
    assertTrue(Rtx.decapsulate(packet, 96, 2));
    assertEquals(0, packet.payloadLength());
    assertEquals(0x1234, packet.sequenceNumber());
  }

  private byte[] wrap(String text) {
    byte[] bytes = hex(text);
    assertTrue(packet.wrap(bytes, 0, bytes.length));
    return bytes;
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }
}
