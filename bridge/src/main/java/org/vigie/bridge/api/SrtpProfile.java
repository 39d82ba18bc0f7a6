package org.vigie.bridge.api;

/**
 * The SRTP protection profiles that the bridge offers, best first (RFC 5764, section 4.1.2; RFC
 * 7714, section 14.2).
 */
public enum SrtpProfile {
  AEAD_AES_128_GCM(0x0007, 16, 12),
  AEAD_AES_256_GCM(0x0008, 32, 12),
  AES128_CM_HMAC_SHA1_80(0x0001, 16, 14);

  private final int id;
  private final int keyLength;
  private final int saltLength;

  SrtpProfile(int id, int keyLength, int saltLength) {
    this.id = id;
    this.keyLength = keyLength;
    this.saltLength = saltLength;
  }

  /** The two-byte identifier in {@code use_srtp}. */
  public int id() {
    return id;
  }

  /** Master key length in bytes. */
  public int keyLength() {
    return keyLength;
  }

  /** Master salt length in bytes. */
  public int saltLength() {
    return saltLength;
  }
}
