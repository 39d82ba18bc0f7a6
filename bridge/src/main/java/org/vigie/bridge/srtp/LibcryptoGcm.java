package org.vigie.bridge.srtp;

import java.lang.foreign.MemorySegment;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;

/** AES in Galois counter mode with tags of 16 bytes (RFC 7714). */
final class LibcryptoGcm extends LibcryptoCipher {
  private static final int IV_BYTES = 12;
  private static final int TAG_BYTES = 16;

  private static final class Ciphers {
    static final MemorySegment AES_128 = Libcrypto.fetch("AES-128-GCM");
    static final MemorySegment AES_256 = Libcrypto.fetch("AES-256-GCM");
  }

  LibcryptoGcm(EvpContexts contexts) {
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
    if (parameters instanceof GCMParameterSpec spec && spec.getTLen() == 8 * TAG_BYTES) {
      byte[] iv = spec.getIV();
      if (iv.length == IV_BYTES) {
        return iv;
      }
    }
    throw new InvalidAlgorithmParameterException("12 bytes and a tag of 16 are needed");
  }

  @Override
  protected void engineUpdateAAD(byte[] array, int offset, int length) {
    if (length > 0 && !Libcrypto.aad(context(), scratch(), array, offset, length)) {
      throw new IllegalStateException("refused by libcrypto");
    }
  }

  @Override
  protected int engineDoFinal(byte[] in, int inOffset, int length, byte[] out, int outOffset)
      throws AEADBadTagException, ShortBufferException {
    requireInPlace(in, inOffset, out, outOffset);
    return encrypting() ? encrypt(in, inOffset, length) : decrypt(in, inOffset, length);
  }

  private int encrypt(byte[] array, int offset, int length) throws ShortBufferException {
    if (array.length - TAG_BYTES - offset < length) {
      throw new ShortBufferException("no room for the tag");
    }
    MemorySegment context = context();
    if (update(context, array, offset, length)
        && Libcrypto.finish(context, scratch())
        && Libcrypto.getTag(context, scratch(), array, offset + length, TAG_BYTES)) {
      return length + TAG_BYTES;
    }
    throw new IllegalStateException("refused by libcrypto");
  }

  /** Nothing of what it decrypted is left in the array when the tag turns out to be wrong. */
  private int decrypt(byte[] array, int offset, int lengthWithTag) throws AEADBadTagException {
    int length = lengthWithTag - TAG_BYTES;
    if (length < 0) {
      throw WrongTag.ONE;
    }
    MemorySegment context = context();
    if (Libcrypto.setTag(context, scratch(), array, offset + length, TAG_BYTES)
        && update(context, array, offset, length)
        && Libcrypto.finish(context, scratch())) {
      return length;
    }
    Arrays.fill(array, offset, offset + length, (byte) 0);
    throw WrongTag.ONE;
  }

  /** libcrypto's update wants at least a byte. */
  private boolean update(MemorySegment context, byte[] array, int offset, int length) {
    return length == 0 || Libcrypto.update(context, scratch(), array, offset, length);
  }

  /** Without a stack: whoever sends forged packets must not cost much. */
  private static final class WrongTag extends AEADBadTagException {
    private static final long serialVersionUID = 1;

    @SuppressWarnings("StaticAssignmentOfThrowable") // it has neither stack nor state
    static final WrongTag ONE = new WrongTag();

    @Override
    public synchronized Throwable fillInStackTrace() {
      return this;
    }
  }
}
