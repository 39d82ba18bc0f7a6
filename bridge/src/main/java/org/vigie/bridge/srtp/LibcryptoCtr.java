package org.vigie.bridge.srtp;

import java.lang.foreign.MemorySegment;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import org.jspecify.annotations.Nullable;

/** AES in counter mode (RFC 3711, section 4.1.1). */
final class LibcryptoCtr extends LibcryptoCipher {
  private static final int IV_BYTES = 16;

  private static final class Ciphers {
    static final MemorySegment AES_128 = Libcrypto.fetch("AES-128-CTR");
    static final MemorySegment AES_256 = Libcrypto.fetch("AES-256-CTR");
  }

  LibcryptoCtr(EvpContexts contexts) {
    super(contexts);
  }

  @Override
  MemorySegment cipher(int keyBytes) throws InvalidKeyException {
    return switch (keyBytes) {
      case 16 -> Ciphers.AES_128;
      case 32 -> Ciphers.AES_256;
      default -> throw new InvalidKeyException(keyBytes + " bytes");
    };
  }

  @Override
  byte[] iv(@Nullable AlgorithmParameterSpec parameters) throws InvalidAlgorithmParameterException {
    if (parameters instanceof IvParameterSpec spec) {
      byte[] iv = spec.getIV();
      if (iv.length == IV_BYTES) {
        return iv;
      }
    }
    throw new InvalidAlgorithmParameterException("16 bytes are needed");
  }

  @Override
  protected int engineDoFinal(byte[] in, int inOffset, int length, byte[] out, int outOffset) {
    requireInPlace(in, inOffset, out, outOffset);
    if (length > 0 && !Libcrypto.update(context(), scratch(), in, inOffset, length)) {
      throw new IllegalStateException("refused by libcrypto");
    }
    return length;
  }
}
