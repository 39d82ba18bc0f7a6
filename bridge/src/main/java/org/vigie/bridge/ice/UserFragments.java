package org.vigie.bridge.ice;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads the receiver's user fragment out of a STUN Binding message without decoding it. */
public final class UserFragments {
  private static final int LEAST = 4;
  private static final int MOST = 256;

  private UserFragments() {}

  /**
   * The part of USERNAME before the colon (RFC 8445, section 7.2.2): the user fragment of the
   * Session that the message is for. Costs nothing but the returned text.
   *
   * @return null if these bytes are no STUN Binding request or indication, or carry no well-formed
   *     USERNAME
   */
  public static @Nullable String of(byte[] array, int offset, int length) {
    if (!Stun.isMessage(array, offset, length) || !isBinding(Stun.type(array, offset))) {
      return null;
    }
    int end = offset + length;
    int at = offset + Stun.HEADER_BYTES;
    while (at + Stun.ATTRIBUTE_HEADER_BYTES <= end) {
      int valueLength = Stun.u16(array, at + 2);
      int next = at + Stun.paddedBytes(valueLength);
      if (next > end) {
        return null;
      }
      if (Stun.u16(array, at) == Stun.USERNAME) {
        return beforeColon(array, at + Stun.ATTRIBUTE_HEADER_BYTES, valueLength);
      }
      at = next;
    }
    return null;
  }

  private static boolean isBinding(int type) {
    return type == Stun.BINDING_REQUEST || type == Stun.BINDING_INDICATION;
  }

  private static @Nullable String beforeColon(byte[] array, int offset, int length) {
    int most = Math.min(length, MOST + 1);
    for (int i = 0; i < most; i++) {
      byte b = array[offset + i];
      if (b == ':') {
        return i < LEAST ? null : new String(array, offset, i, StandardCharsets.US_ASCII);
      }
      if (!isIceChar(b)) {
        return null;
      }
    }
    return null;
  }

  private static boolean isIceChar(byte b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || b == '+'
        || b == '/';
  }
}
