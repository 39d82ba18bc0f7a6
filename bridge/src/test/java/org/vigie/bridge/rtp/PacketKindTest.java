package org.vigie.bridge.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PacketKindTest {
  @Test
  void theFirstByteTellsTheProtocolAsRfc7983Says() {
    for (int first = 0; first < 256; first++) {
      PacketKind expected =
          first <= 3
              ? PacketKind.STUN
              : first >= 20 && first <= 63
                  ? PacketKind.DTLS
                  : first >= 128 && first <= 191 ? PacketKind.RTP : PacketKind.OTHER;
      assertEquals(expected, kind(first, 96, 20), "first byte " + first);
    }
  }

  @Test
  void theSecondByteTellsRtcpFromRtpAsRfc5761Says() {
    for (int second = 0; second < 256; second++) {
      PacketKind expected = second >= 192 && second <= 223 ? PacketKind.RTCP : PacketKind.RTP;
      assertEquals(expected, kind(0x80, second, 20), "second byte " + second);
    }
  }

  @Test
  void anythingShorterThanItsHeaderIsNothing() {
    assertEquals(PacketKind.OTHER, PacketKind.of(new byte[0], 0, 0));
    assertEquals(PacketKind.OTHER, kind(0, 1, 19));
    assertEquals(PacketKind.OTHER, kind(22, 254, 12));
    assertEquals(PacketKind.OTHER, kind(0x80, 96, 11));
    assertEquals(PacketKind.OTHER, kind(0x80, 200, 7));
    assertEquals(PacketKind.RTCP, kind(0x80, 200, 8));
  }

  private static PacketKind kind(int first, int second, int length) {
    byte[] packet = new byte[length + 4];
    packet[2] = (byte) first;
    packet[3] = (byte) second;
    return PacketKind.of(packet, 2, length);
  }
}
