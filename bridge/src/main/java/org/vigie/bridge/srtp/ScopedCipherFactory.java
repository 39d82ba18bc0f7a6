package org.vigie.bridge.srtp;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import org.jitsi.srtp.crypto.Aes;
import org.jitsi.srtp.crypto.CipherFactory;

/**
 * The one factory that jitsi-srtp uses in this process. It passes each request on to what the
 * Session at hand has chosen, so that implementations may differ, and jitsi-srtp holds no race of
 * its own: that takes a second and is won by chance.
 */
final class ScopedCipherFactory extends CipherFactory {
  private static final List<String> TRANSFORMATIONS =
      List.of("AES/GCM/NoPadding", "AES/CTR/NoPadding");

  private ScopedCipherFactory() {
    super("SunJCE");
  }

  /**
   * Puts it where jitsi-srtp remembers the winner of its race. {@link Aes#setFactoryClassName} is
   * made for this, but as of 1.1-23 it forgets every class that jitsi-srtp does not bring itself.
   */
  @SuppressWarnings("LockOnNonEnclosingClassLiteral") // as jitsi-srtp does
  static void install() {
    Map<String, CipherFactory> winners = winners();
    synchronized (Aes.class) {
      ScopedCipherFactory factory = new ScopedCipherFactory();
      TRANSFORMATIONS.forEach(transformation -> winners.put(transformation, factory));
    }
  }

  @SuppressWarnings("unchecked") // as it is declared there
  private static Map<String, CipherFactory> winners() {
    try {
      MethodHandle getter =
          MethodHandles.privateLookupIn(Aes.class, MethodHandles.lookup())
              .findStaticGetter(Aes.class, "fastestFactories", Map.class);
      return (Map<String, CipherFactory>) getter.invoke();
    } catch (Throwable e) {
      throw new IllegalStateException("another jitsi-srtp than this was written for", e);
    }
  }

  @Override
  public Cipher createCipher(String transformation) throws Exception {
    return CipherScope.currentSource().factory().createCipher(transformation);
  }
}
