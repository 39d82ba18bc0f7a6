package org.vigie.bridge.ice;

/** Numbers of the STUN format (RFC 8489, sections 5, 14 and 18; RFC 8445, section 16). */
final class Stun {
  static final int HEADER_BYTES = 20;
  static final int ATTRIBUTE_HEADER_BYTES = 4;
  static final int TRANSACTION_ID_OFFSET = 8;
  static final int TRANSACTION_ID_BYTES = 12;
  static final int MAGIC_COOKIE = 0x2112A442;
  static final int MAX_USERNAME_BYTES = 513; // two fragments of 256 ice-chars and the colon

  static final int BINDING_REQUEST = 0x0001;
  static final int BINDING_INDICATION = 0x0011;
  static final int BINDING_SUCCESS = 0x0101;
  static final int BINDING_ERROR = 0x0111;

  static final int USERNAME = 0x0006;
  static final int MESSAGE_INTEGRITY = 0x0008;
  static final int MESSAGE_INTEGRITY_SHA256 = 0x001C;
  static final int PRIORITY = 0x0024;
  static final int USE_CANDIDATE = 0x0025;
  static final int FINGERPRINT = 0x8028;
  static final int ICE_CONTROLLED = 0x8029;

  static final int INTEGRITY_BYTES = 20;
  static final int FINGERPRINT_BYTES = 4;

  private Stun() {}

  static int u16(byte[] array, int offset) {
    return ((array[offset] & 0xFF) << 8) | (array[offset + 1] & 0xFF);
  }

  static void putU16(byte[] array, int offset, int value) {
    array[offset] = (byte) (value >> 8);
    array[offset + 1] = (byte) value;
  }

  static void putU32(byte[] array, int offset, int value) {
    putU16(array, offset, value >>> 16);
    putU16(array, offset + 2, value);
  }

  private static int u32(byte[] array, int offset) {
    return (u16(array, offset) << 16) | u16(array, offset + 2);
  }

  /** Whether a whole STUN message, and nothing else, stands there; its attributes may be broken. */
  static boolean isMessage(byte[] array, int offset, int length) {
    return length >= HEADER_BYTES
        && (array[offset] & 0xC0) == 0
        && (length & 3) == 0
        && u16(array, offset + 2) == length - HEADER_BYTES
        && u32(array, offset + 4) == MAGIC_COOKIE;
  }

  /** Method and class, as one number. */
  static int type(byte[] array, int offset) {
    return u16(array, offset);
  }

  /** Bytes of an attribute with its header and padding. */
  static int paddedBytes(int valueLength) {
    return ATTRIBUTE_HEADER_BYTES + ((valueLength + 3) & ~3);
  }
}
