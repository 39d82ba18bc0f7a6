package org.vigie.simulator.load.media;

import org.vigie.bridge.rtp.BigEndian;

/**
 * Reads what SRTP leaves in the clear (RFC 3711, section 3.1), straight from the datagram. The
 * padding count is not among it, which is why a view of the whole packet does not do.
 */
final class RtpBytes {
  private static final int ONE_BYTE_ELEMENTS = 0xbede;

  private RtpBytes() {}

  static int payloadType(byte[] array, int offset) {
    return array[offset + 1] & 0x7f;
  }

  static int sequenceNumber(byte[] array, int offset) {
    return BigEndian.u16(array, offset + 2);
  }

  static int timestamp(byte[] array, int offset) {
    return BigEndian.i32(array, offset + 4);
  }

  static int ssrc(byte[] array, int offset) {
    return BigEndian.i32(array, offset + 8);
  }

  /** The two bytes of the extension with this id (RFC 8285, section 4.2), or -1 without it. */
  static int twoByteExtension(byte[] array, int offset, int length, int id) {
    int start = offset + 12 + 4 * (array[offset] & 0x0f);
    boolean extended = (array[offset] & 0x10) != 0 && start + 4 <= offset + length;
    if (!extended || BigEndian.u16(array, start) != ONE_BYTE_ELEMENTS) {
      return -1;
    }
    int end = Math.min(start + 4 + 4 * BigEndian.u16(array, start + 2), offset + length);
    int at = start + 4;
    while (at + 2 < end) {
      int head = array[at] & 0xff;
      if (head >> 4 == id && (head & 0x0f) == 1) {
        return BigEndian.u16(array, at + 1);
      }
      at += head == 0 ? 1 : 2 + (head & 0x0f);
    }
    return -1;
  }
}
