package org.vigie.bridge.api;

import java.security.SecureRandom;

/**
 * One side's ICE user fragment and password (RFC 8839, section 5.4).
 *
 * @param ufrag 4 to 256 ice-chars
 * @param password 22 to 256 ice-chars
 */
public record IceCredentials(String ufrag, String password) {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String ICE_CHARS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  private static final int UFRAG_LENGTH = 12;
  private static final int PASSWORD_LENGTH = 32;

  public IceCredentials {
    requireIceChars("ufrag", ufrag, 4);
    requireIceChars("password", password, 22);
  }

  /** New credentials: 72 random bits of user fragment, 192 of password. */
  public static IceCredentials random() {
    return new IceCredentials(randomIceChars(UFRAG_LENGTH), randomIceChars(PASSWORD_LENGTH));
  }

  /** Says the user fragment only: a password never reaches a log. */
  @Override
  public String toString() {
    return "IceCredentials[ufrag=" + ufrag + "]";
  }

  private static void requireIceChars(String name, String value, int least) {
    if (value.length() < least || value.length() > 256) {
      throw new IllegalArgumentException(
          "ICE " + name + " must have " + least + " to 256 characters");
    }
    if (value.chars().anyMatch(c -> ICE_CHARS.indexOf(c) < 0)) {
      throw new IllegalArgumentException(
          "ICE " + name + " may hold letters, digits, '+' and '/' only");
    }
  }

  private static String randomIceChars(int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(ICE_CHARS.charAt(RANDOM.nextInt(ICE_CHARS.length())));
    }
    return text.toString();
  }
}
