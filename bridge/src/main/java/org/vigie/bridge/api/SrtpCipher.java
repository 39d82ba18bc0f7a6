package org.vigie.bridge.api;

import java.util.Locale;

/** Which implementation of AES protects and opens SRTP. */
public enum SrtpCipher {
  /** The fastest of those that this machine has, measured at start. */
  AUTO,
  /** The JDK's. */
  SUNJCE,
  /** jitsi-srtp's way to OpenSSL. */
  OPENSSL,
  /** OpenSSL's libcrypto 3, called without detours. */
  LIBCRYPTO;

  /** As settings and logs name it. */
  public String settingName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
