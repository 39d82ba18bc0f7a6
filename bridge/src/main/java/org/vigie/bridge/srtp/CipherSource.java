package org.vigie.bridge.srtp;

import java.util.ArrayList;
import java.util.List;
import org.jitsi.srtp.crypto.Aes;
import org.jitsi.srtp.crypto.CipherFactory;
import org.jitsi.srtp.crypto.JitsiOpenSslProvider;
import org.vigie.bridge.api.CipherChoice;

/**
 * One implementation of AES that jitsi-srtp can use.
 *
 * @param cipher which
 * @param factory makes its ciphers
 * @param withoutGarbage whether a packet costs next to no garbage; its HMAC is then {@link
 *     Sha1Hmac}
 */
record CipherSource(CipherChoice cipher, CipherFactory factory, boolean withoutGarbage) {
  static final CipherSource SUNJCE =
      new CipherSource(CipherChoice.SUNJCE, new Aes.SunJCECipherFactory(), false);

  /** As the setting names it. */
  String name() {
    return cipher.settingName();
  }

  /**
   * All that can be loaded here; the JDK's own comes first. Bouncy Castle's takes 10 µs per packet
   * against some 0.4 µs and is not asked.
   */
  static List<CipherSource> available() {
    List<CipherSource> sources = new ArrayList<>();
    sources.add(SUNJCE);
    if (hasOpenSsl()) {
      sources.add(new CipherSource(CipherChoice.OPENSSL, new Aes.OpenSSLCipherFactory(), false));
    }
    if (Libcrypto.available()) {
      sources.add(
          new CipherSource(CipherChoice.LIBCRYPTO, new CipherFactory(LibcryptoProvider.ONE), true));
    }
    return sources;
  }

  /** The native library is for some systems only. */
  private static boolean hasOpenSsl() {
    return !isOpenSslBarred() && JitsiOpenSslProvider.isLoaded();
  }

  /**
   * Whether jitsi-srtp's way to OpenSSL throws instead of saying that it is not there: so it does
   * in a JVM that forbids native code, each time it is asked.
   */
  static boolean isOpenSslBarred() {
    try {
      boolean _ = JitsiOpenSslProvider.isLoaded();
      return false;
    } catch (LinkageError _) {
      return true;
    }
  }
}
