package org.vigie.bridge.api;

import java.security.SecureRandom;
import java.util.Base64;

/** Names one peer's Session; 128 random bits or more, so that it cannot be guessed. */
public record SessionId(String value) {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTES = 18;

  /** A new id of 144 random bits in base64url. */
  public static SessionId random() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return new SessionId(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  @Override
  public String toString() {
    return value;
  }
}
