package org.vigie.bridge.srtp;

import java.security.GeneralSecurityException;

/**
 * Whose ciphers jitsi-srtp makes while it derives a context: it has one static place to ask for a
 * cipher and does not say what for.
 *
 * @param source the implementation
 * @param contexts what native memory belongs to
 */
record CipherScope(CipherSource source, EvpContexts contexts) {
  private static final ScopedValue<CipherScope> CURRENT = ScopedValue.newInstance();

  static {
    ScopedCipherFactory.install();
    if (CipherSource.isOpenSslBarred()) {
      HmacProviders.keepToTheJdk();
    }
  }

  /** What jitsi-srtp is to use now; the JDK's when nobody has chosen. */
  static CipherSource currentSource() {
    return CURRENT.isBound() ? CURRENT.get().source : CipherSource.SUNJCE;
  }

  /**
   * What the ciphers that are made now belong to.
   *
   * @throws IllegalStateException outside of a Session
   */
  static EvpContexts currentContexts() {
    return CURRENT.orElseThrow(() -> new IllegalStateException("outside of a Session")).contexts;
  }

  /** Derives; the native contexts that only the derivation needed are freed. */
  <T> T derive(Derivation<T> derivation) throws GeneralSecurityException {
    int before = contexts.size();
    try {
      return ScopedValue.where(CURRENT, this).call(derivation::derive);
    } finally {
      contexts.freeAllBut(before);
    }
  }

  @FunctionalInterface
  interface Derivation<T> {
    T derive() throws GeneralSecurityException;
  }
}
