package org.vigie.bridge.srtp;

import javax.crypto.Cipher;
import org.jitsi.srtp.crypto.CipherFactory;

/**
 * The factory that jitsi-srtp is told to use, by its class name, for the whole process. It passes
 * each request on to what the Session at hand has chosen, so that ciphers may differ by profile.
 */
public final class ScopedCipherFactory extends CipherFactory {
  /** For jitsi-srtp, by reflection. */
  public ScopedCipherFactory() {
    super("SunJCE");
  }

  @Override
  public Cipher createCipher(String transformation) throws Exception {
    return CipherScope.currentSource().factory().createCipher(transformation);
  }
}
