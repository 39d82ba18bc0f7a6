package org.vigie.bridge.ice;

import java.security.MessageDigest;
import java.util.Arrays;
import org.ice4j.attribute.FingerprintAttribute;
import org.ice4j.attribute.MessageIntegrityAttribute;

/**
 * A flyweight over the bytes of a STUN Binding request. It keeps to the bytes that
 * MESSAGE-INTEGRITY covers, whereas ice4j's {@code Message.decode} also takes attributes appended
 * behind it (a USE-CANDIDATE for instance), does not tell which unknown attributes must be
 * understood, and throws on damage.
 */
final class BindingRequest {
  private static final int MAX_UNKNOWN = 8;

  private final char[] unknown = new char[MAX_UNKNOWN];
  private byte[] array = new byte[0];
  private int offset;
  private int length;
  private int usernameAt;
  private int usernameLength;
  private int integrityAt;
  private int fingerprintAt;
  private int unknownCount;
  private boolean useCandidate;
  private boolean controlled;

  /**
   * Looks at a message.
   *
   * @return whether it is well-formed, its FINGERPRINT included if it has one
   */
  boolean wrap(byte[] newArray, int newOffset, int newLength) {
    array = newArray;
    offset = newOffset;
    length = newLength;
    usernameAt = integrityAt = fingerprintAt = -1;
    usernameLength = unknownCount = 0;
    useCandidate = controlled = false;
    return Stun.isMessage(array, offset, length) && readAttributes() && fingerprintHolds();
  }

  private boolean readAttributes() {
    int end = offset + length;
    int at = offset + Stun.HEADER_BYTES;
    while (at < end) {
      int valueLength = Stun.u16(array, at + 2); // length is a multiple of 4, so 4 bytes are there
      int next = at + Stun.paddedBytes(valueLength);
      if (next > end || fingerprintAt >= 0) {
        return false; // FINGERPRINT is the last one (RFC 8489, section 14.7)
      }
      if (!readAttribute(Stun.u16(array, at), at, valueLength)) {
        return false;
      }
      at = next;
    }
    return true;
  }

  private boolean readAttribute(int type, int at, int valueLength) {
    if (type == Stun.FINGERPRINT) {
      fingerprintAt = at;
      return valueLength == Stun.FINGERPRINT_BYTES;
    }
    if (integrityAt >= 0) {
      return true; // not covered, hence ignored (RFC 8489, section 14.5)
    }
    switch (type) {
      case Stun.USERNAME -> readUsername(at, valueLength);
      case Stun.MESSAGE_INTEGRITY -> integrityAt = at;
      case Stun.USE_CANDIDATE -> useCandidate = true;
      case Stun.ICE_CONTROLLED -> controlled = true;
      case Stun.PRIORITY, Stun.MESSAGE_INTEGRITY_SHA256 -> {
        // Understood, but a lite agent without checks of its own has no use for them.
      }
      default -> noteUnknown(type);
    }
    return type != Stun.MESSAGE_INTEGRITY || valueLength == Stun.INTEGRITY_BYTES;
  }

  /** Of repeated attributes the first counts (RFC 8489, section 14). */
  private void readUsername(int at, int valueLength) {
    if (usernameAt < 0) {
      usernameAt = at + Stun.ATTRIBUTE_HEADER_BYTES;
      usernameLength = valueLength;
    }
  }

  /** Types from 0x8000 may be ignored, such as 0xC057 of Chrome. */
  private void noteUnknown(int type) {
    if (type < 0x8000 && unknownCount < MAX_UNKNOWN) {
      unknown[unknownCount++] = (char) type;
    }
  }

  private boolean fingerprintHolds() {
    if (fingerprintAt < 0) {
      return true;
    }
    byte[] expected = FingerprintAttribute.calculateXorCRC32(array, offset, fingerprintAt - offset);
    int at = fingerprintAt + Stun.ATTRIBUTE_HEADER_BYTES;
    return Arrays.equals(expected, 0, expected.length, array, at, at + Stun.FINGERPRINT_BYTES);
  }

  boolean hasCredentials() {
    return usernameAt >= 0 && integrityAt >= 0;
  }

  boolean hasUsername(byte[] username) {
    return usernameAt >= 0
        && Arrays.equals(
            username, 0, username.length, array, usernameAt, usernameAt + usernameLength);
  }

  /** Whether MESSAGE-INTEGRITY was made with this password, in a time that tells nothing. */
  boolean isSignedWith(byte[] password) {
    int at = integrityAt + Stun.ATTRIBUTE_HEADER_BYTES;
    byte[] claimed = Arrays.copyOfRange(array, at, at + Stun.INTEGRITY_BYTES);
    return MessageDigest.isEqual(signature(password), claimed);
  }

  /** The length field counts as if MESSAGE-INTEGRITY were the last attribute. */
  private byte[] signature(byte[] password) {
    int covered = integrityAt - offset;
    Stun.putU16(
        array, offset + 2, covered - Stun.HEADER_BYTES + Stun.paddedBytes(Stun.INTEGRITY_BYTES));
    try {
      return MessageIntegrityAttribute.calculateHmacSha1(array, offset, covered, password);
    } finally {
      Stun.putU16(array, offset + 2, length - Stun.HEADER_BYTES);
    }
  }

  boolean useCandidate() {
    return useCandidate;
  }

  /** Whether the sender takes itself for the controlled side, which is ours. */
  boolean senderIsControlled() {
    return controlled;
  }

  /** The first few attributes that must be understood and are not. */
  char[] unknownAttributes() {
    return Arrays.copyOf(unknown, unknownCount);
  }

  boolean hasUnknownAttributes() {
    return unknownCount > 0;
  }

  byte[] transactionId() {
    int at = offset + Stun.TRANSACTION_ID_OFFSET;
    return Arrays.copyOfRange(array, at, at + Stun.TRANSACTION_ID_BYTES);
  }

  int length() {
    return length;
  }
}
