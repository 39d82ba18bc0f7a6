package org.vigie.bridge.srtp;

import java.util.ArrayList;
import java.util.List;
import org.jitsi.srtp.crypto.Aes;
import org.jitsi.srtp.crypto.CipherFactory;
import org.jitsi.srtp.crypto.JitsiOpenSslProvider;

/**
 * One implementation of AES that jitsi-srtp can use.
 *
 * @param name as jitsi-srtp calls it
 * @param factory makes its ciphers
 */
record CipherSource(String name, CipherFactory factory) {
  private static final class Pinned {
    static final CipherSource SOURCE = pin();
  }

  /**
   * The one that this process uses. Left alone, jitsi-srtp times each implementation ten times and
   * keeps the winner, which is chance. It takes a choice only before its first cipher, so the first
   * call here measures, for up to half a second.
   */
  static CipherSource pinned() {
    return Pinned.SOURCE;
  }

  private static CipherSource pin() {
    CipherSource fastest = CipherRace.winner(available());
    Aes.setFactoryClassName(fastest.name());
    return fastest;
  }

  /**
   * All that can be loaded here; the JDK's own comes first. Bouncy Castle's takes 10 µs per packet
   * against some 0.4 µs and is not asked.
   */
  static List<CipherSource> available() {
    List<CipherSource> sources = new ArrayList<>();
    sources.add(new CipherSource("SunJCE", new Aes.SunJCECipherFactory()));
    if (hasOpenSsl()) {
      sources.add(new CipherSource("OpenSSL", new Aes.OpenSSLCipherFactory()));
    }
    return sources;
  }

  /** The native library is for some systems only. */
  private static boolean hasOpenSsl() {
    try {
      return JitsiOpenSslProvider.isLoaded();
    } catch (LinkageError _) {
      return false;
    }
  }
}
