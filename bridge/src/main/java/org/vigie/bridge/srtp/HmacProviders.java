package org.vigie.bridge.srtp;

import java.lang.invoke.MethodHandles;
import java.security.Provider;
import java.security.Security;
import java.util.List;
import org.jitsi.srtp.crypto.HmacSha1;

/** From whom jitsi-srtp takes its HMAC, where it must not look for itself. */
final class HmacProviders {
  private HmacProviders() {}

  /**
   * Leaves it the JDK's alone. It asks for OpenSSL first, and where that cannot even be asked for
   * (see {@link CipherSource#isOpenSslBarred}) it fails once with an Error and then, as of 1.1-23,
   * has none at all for the rest of the process.
   */
  static void keepToTheJdk() {
    List<Provider> only = List.of(Security.getProvider("SunJCE"));
    try {
      MethodHandles.privateLookupIn(HmacSha1.class, MethodHandles.lookup())
          .findStaticSetter(HmacSha1.class, "providers", List.class)
          .invoke(only);
    } catch (Throwable e) {
      throw new IllegalStateException("another jitsi-srtp than this was written for", e);
    }
  }
}
