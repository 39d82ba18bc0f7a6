package org.vigie.bridge.dtls;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.vigie.bridge.api.Fingerprint;

/** The hash functions that a fingerprint may use (RFC 8122, section 5), without the broken ones. */
enum CertificateHash {
  SHA_256("sha-256", "SHA-256"),
  SHA_384("sha-384", "SHA-384"),
  SHA_512("sha-512", "SHA-512");

  private static final HexFormat HEX = HexFormat.ofDelimiter(":").withUpperCase();

  private final String sdpName;
  private final String jdkName;

  CertificateHash(String sdpName, String jdkName) {
    this.sdpName = sdpName;
    this.jdkName = jdkName;
  }

  Fingerprint fingerprint(byte[] certificate) {
    try {
      byte[] hash = MessageDigest.getInstance(jdkName).digest(certificate);
      return new Fingerprint(sdpName, HEX.formatHex(hash));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + jdkName, e);
    }
  }

  /** Whether one of the announced fingerprints with a hash listed here is this certificate's. */
  static boolean matchesAny(List<Fingerprint> announced, byte[] certificate) {
    return announced.stream().anyMatch(fingerprint -> matches(fingerprint, certificate));
  }

  private static boolean matches(Fingerprint announced, byte[] certificate) {
    return named(announced.algorithm())
        .map(hash -> hash.fingerprint(certificate).equals(announced))
        .orElse(false);
  }

  private static Optional<CertificateHash> named(String sdpName) {
    for (CertificateHash hash : values()) {
      if (hash.sdpName.equals(sdpName)) {
        return Optional.of(hash);
      }
    }
    return Optional.empty();
  }
}
