package org.vigie.bridge.api;

import java.util.Locale;

/** Which implementation of AES protects media. */
public enum CipherChoice {
  /** The one that measures fastest at start. */
  AUTO,
  /** The JDK's own. */
  SUNJCE,
  /** OpenSSL by JNI, as jitsi-srtp brings it. */
  OPENSSL,
  /** The machine's libcrypto by {@code java.lang.foreign}. */
  LIBCRYPTO;

  /** As settings and logs name it. */
  public String settingName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
