package org.vigie.simulator.load.media;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.vigie.simulator.rtp.ExtensionIds;

class RtpBytesTest {
  private final byte[] packet = new byte[100];

  @Test
  void whatACameraWritesIsRead() {
    PacketComposer composer = new PacketComposer(new ExtensionIds(1, 2, 3), "0");
    composer.write(packet, true, 96, 0x12345, -7, -9, 0);
    composer.write(packet, true, 96, 0x12345, -7, -9, 0);
    assertEquals(96, RtpBytes.payloadType(packet, 0));
    assertEquals(0x2345, RtpBytes.sequenceNumber(packet, 0));
    assertEquals(-7, RtpBytes.timestamp(packet, 0));
    assertEquals(-9, RtpBytes.ssrc(packet, 0));
    assertEquals(1, RtpBytes.twoByteExtension(packet, 0, composer.length(), 2)); // the second
    assertEquals(-1, RtpBytes.twoByteExtension(packet, 0, composer.length(), 4));
    assertEquals(0, composer.length() % 4);
  }

  @Test
  void anExtensionThatIsCutShortIsNotRead() {
    PacketComposer composer = new PacketComposer(new ExtensionIds(0, 2, 0), "");
    composer.write(packet, false, 96, 1, 1, 1, 0);
    for (int length = 12; length < 18; length++) {
      assertEquals(-1, RtpBytes.twoByteExtension(packet, 0, length, 2));
    }
  }

  @Test
  void withoutExtensionsTheHeaderIsShort() {
    assertEquals(12, new PacketComposer(ExtensionIds.NONE, "0").length());
  }
}
