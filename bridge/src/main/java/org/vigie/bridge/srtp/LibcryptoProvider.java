package org.vigie.bridge.srtp;

import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import org.jspecify.annotations.Nullable;

/** Gives jitsi-srtp the ciphers of libcrypto; it is not registered with the JVM. */
final class LibcryptoProvider extends Provider {
  static final LibcryptoProvider ONE = new LibcryptoProvider();

  private static final long serialVersionUID = 1;

  private LibcryptoProvider() {
    super("VigieLibcrypto", "1", "AES for SRTP by OpenSSL's libcrypto");
    putService(new AesService(this, "AES/GCM/NoPadding", LibcryptoGcm.class));
    putService(new AesService(this, "AES/CTR/NoPadding", LibcryptoCtr.class));
  }

  private static final class AesService extends Service {
    private final boolean gcm;

    AesService(Provider provider, String transformation, Class<? extends LibcryptoCipher> type) {
      super(provider, "Cipher", transformation, type.getName(), null, null);
      gcm = type == LibcryptoGcm.class;
    }

    @Override
    public Object newInstance(@Nullable Object parameter) throws NoSuchAlgorithmException {
      EvpContexts contexts = CipherScope.currentContexts();
      return gcm ? new LibcryptoGcm(contexts) : new LibcryptoCtr(contexts);
    }
  }
}
