package org.vigie.bridge.ice;

import org.jspecify.annotations.Nullable;

/** Reads the receiver's user fragment out of a STUN Binding message without decoding it. */
@SuppressWarnings("DoNotCallSuggester")
public final class UserFragments {
  private UserFragments() {}

  /**
   * The part of USERNAME before the colon (RFC 8445, section 7.2.2): the user fragment of the
   * Session that the message is for.
   *
   * @return null if these bytes are no STUN Binding request or indication, or carry no well-formed
   *     USERNAME
   */
  public static @Nullable String of(byte[] array, int offset, int length) {
    throw new UnsupportedOperationException();
  }
}
