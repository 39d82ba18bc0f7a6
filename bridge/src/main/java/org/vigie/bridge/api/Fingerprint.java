package org.vigie.bridge.api;

import java.util.Locale;

/**
 * A certificate fingerprint (RFC 8122, section 5).
 *
 * @param algorithm hash function in lower case, such as {@code sha-256}
 * @param hex the hash as upper-case hexadecimal pairs joined by colons
 */
public record Fingerprint(String algorithm, String hex) {
  public Fingerprint {
    algorithm = algorithm.toLowerCase(Locale.ROOT);
    hex = hex.toUpperCase(Locale.ROOT);
  }
}
