package org.vigie.bridge.dtls;

/** A look at datagrams before Bouncy Castle sees them (RFC 6347, sections 4.1 and 4.2.2). */
final class DtlsDatagrams {
  /** The largest handshake message of a sane peer: a few certificates. */
  static final int MAX_HANDSHAKE_BYTES = 16_384;

  private static final int RECORD_HEADER_BYTES = 13;
  private static final int HANDSHAKE_HEADER_BYTES = 12;

  /** Explicit nonce and tag (RFC 5288, section 3). */
  private static final int LEAST_ENCRYPTED_BYTES = 8 + 16;

  private static final int CHANGE_CIPHER_SPEC = 20;
  private static final int HANDSHAKE = 22;
  private static final int FIRST_CONTENT_TYPE = 20;
  private static final int LAST_CONTENT_TYPE = 63; // RFC 7983, section 7

  private DtlsDatagrams() {}

  /**
   * Whether these bytes are whole DTLS records, none of which announces an absurd handshake
   * message: Bouncy Castle reserves whatever length a first fragment claims, up to 16 MiB for each
   * of sixteen messages. Nor is any too short to be encrypted: Bouncy Castle ends the association
   * for that instead of ignoring it (RFC 6347, section 4.1.2.7), and anybody can forge it.
   */
  static boolean isSane(byte[] array, int offset, int length) {
    int end = offset + length;
    int at = offset;
    while (at < end) {
      if (end - at < RECORD_HEADER_BYTES || !isContentType(array[at])) {
        return false;
      }
      int body = at + RECORD_HEADER_BYTES;
      int next = body + u16(array, at + 11);
      if (next > end || !isSaneRecord(array, at, body, next)) {
        return false;
      }
      at = next;
    }
    return length > 0;
  }

  /**
   * Where the first record stands that is ChangeCipherSpec or encrypted; the length if there is
   * none. The datagram must be sane.
   */
  static int changeOfCipher(byte[] datagram) {
    int at = 0;
    while (at < datagram.length
        && datagram[at] != CHANGE_CIPHER_SPEC
        && u16(datagram, at + 3) == 0) {
      at += RECORD_HEADER_BYTES + u16(datagram, at + 11);
    }
    return at;
  }

  private static boolean isContentType(byte type) {
    return type >= FIRST_CONTENT_TYPE && type <= LAST_CONTENT_TYPE;
  }

  private static boolean isSaneRecord(byte[] array, int record, int body, int next) {
    boolean clear = u16(array, record + 3) == 0; // epoch 0
    if (!clear) {
      return next - body >= LEAST_ENCRYPTED_BYTES;
    }
    return array[record] != HANDSHAKE || areSaneMessages(array, body, next);
  }

  private static boolean areSaneMessages(byte[] array, int from, int end) {
    int at = from;
    while (at + HANDSHAKE_HEADER_BYTES <= end) {
      if (u24(array, at + 1) > MAX_HANDSHAKE_BYTES) {
        return false;
      }
      at += HANDSHAKE_HEADER_BYTES + u24(array, at + 9);
    }
    return true;
  }

  private static int u16(byte[] array, int offset) {
    return ((array[offset] & 0xFF) << 8) | (array[offset + 1] & 0xFF);
  }

  private static int u24(byte[] array, int offset) {
    return ((array[offset] & 0xFF) << 16) | u16(array, offset + 1);
  }
}
