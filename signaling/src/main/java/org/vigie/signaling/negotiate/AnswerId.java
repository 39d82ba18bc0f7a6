package org.vigie.signaling.negotiate;

import java.security.SecureRandom;

/**
 * Session ids for {@code o=} (RFC 8866, section 5.2): numeric, and never the secret id of a
 * Session.
 */
final class AnswerId {
  private static final SecureRandom RANDOM = new SecureRandom();

  private AnswerId() {}

  /** 62 random bits, as browsers have them, so that they fit a signed number. */
  static String random() {
    return String.valueOf(RANDOM.nextLong() >>> 2);
  }
}
