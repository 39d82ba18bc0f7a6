package org.vigie.signaling.sdp;

/**
 * {@code a=fingerprint} (RFC 8122, section 5).
 *
 * @param algorithm hash function as written, such as {@code sha-256}
 * @param hex at least one hexadecimal pair, pairs joined by colons
 */
public record FingerprintAttribute(String algorithm, String hex) implements Attribute {
  static FingerprintAttribute parse(String value) {
    String[] fields = Grammar.fields(value, 2, "a=fingerprint needs a hash function and a hash");
    if (!isHexPairs(fields[1])) {
      throw Grammar.fault(
          "the hash of a=fingerprint must be hexadecimal pairs, but is "
              + Grammar.quote(fields[1]));
    }
    return new FingerprintAttribute(
        Grammar.token(fields[0], "hash function of a=fingerprint"), fields[1]);
  }

  @Override
  public String attributeName() {
    return "fingerprint";
  }

  @Override
  public String attributeValue() {
    return algorithm + ' ' + hex;
  }

  private static boolean isHexPairs(String text) {
    if (text.length() % 3 != 2) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (i % 3 == 2 ? c != ':' : !isHexDigit(c)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isHexDigit(char c) {
    return c < 0x80 && Character.digit(c, 16) >= 0;
  }
}
