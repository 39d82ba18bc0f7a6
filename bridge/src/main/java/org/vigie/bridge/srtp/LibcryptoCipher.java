package org.vigie.bridge.srtp;

import java.lang.foreign.MemorySegment;
import java.security.AlgorithmParameters;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.CipherSpi;
import javax.crypto.NoSuchPaddingException;
import org.jspecify.annotations.Nullable;

/**
 * AES by libcrypto, as far as jitsi-srtp asks for it: each packet comes with its initialization
 * vector and is worked on in place and in one piece. The native context is opened with the first
 * packet and keeps the expanded key.
 */
abstract sealed class LibcryptoCipher extends CipherSpi permits LibcryptoCtr, LibcryptoGcm {
  private static final int BLOCK_BYTES = 16;

  private final EvpContexts contexts;
  private @Nullable Scratch scratch;
  private EvpContexts.@Nullable Context context;
  private @Nullable Key key;
  private boolean encrypting;

  LibcryptoCipher(EvpContexts contexts) {
    this.contexts = contexts;
  }

  /**
   * The cipher for a key of this length.
   *
   * @throws InvalidKeyException if there is none
   */
  abstract MemorySegment cipher(int keyBytes) throws InvalidKeyException;

  /** The initialization vector in them, of the right length. */
  abstract byte[] iv(@Nullable AlgorithmParameterSpec parameters)
      throws InvalidAlgorithmParameterException;

  /** The memory of the thread that started the packet. */
  final Scratch scratch() {
    if (scratch == null) {
      throw new IllegalStateException("no packet yet");
    }
    return scratch;
  }

  final boolean encrypting() {
    return encrypting;
  }

  /** The native context of a packet that was started. */
  final MemorySegment context() {
    if (context == null) {
      throw new IllegalStateException("no key yet");
    }
    return context.pointer();
  }

  @Override
  protected final void engineInit(
      int mode, Key newKey, @Nullable AlgorithmParameterSpec parameters, SecureRandom random)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    start(mode, newKey, parameters);
  }

  /** Starts a packet. */
  @SuppressWarnings("ReferenceEquality") // comparing keys would copy them
  final void start(int mode, Key newKey, @Nullable AlgorithmParameterSpec parameters)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    encrypting = mode == Cipher.ENCRYPT_MODE;
    byte[] iv = iv(parameters);
    if (context == null || !context.isOpen() || key != newKey) {
      takeKey(newKey);
    }
    Scratch used = Scratch.ofThisThread();
    scratch = used;
    if (!Libcrypto.setIv(context(), used, iv, encrypting)) {
      throw new InvalidAlgorithmParameterException("refused by libcrypto");
    }
  }

  private void takeKey(Key newKey) throws InvalidKeyException {
    byte[] bytes = newKey.getEncoded();
    if (bytes == null) {
      throw new InvalidKeyException("without bytes");
    }
    MemorySegment cipher = cipher(bytes.length);
    if (context == null || !context.isOpen()) {
      context = contexts.open();
    }
    boolean taken = Libcrypto.setKey(context.pointer(), cipher, bytes);
    Arrays.fill(bytes, (byte) 0);
    key = newKey;
    if (!taken) {
      throw new InvalidKeyException("refused by libcrypto");
    }
  }

  @Override
  protected final void engineInit(int mode, Key newKey, SecureRandom random)
      throws InvalidKeyException {
    throw new InvalidKeyException("an initialization vector is needed");
  }

  @Override
  protected final void engineInit(
      int mode, Key newKey, @Nullable AlgorithmParameters parameters, SecureRandom random)
      throws InvalidKeyException {
    engineInit(mode, newKey, random);
  }

  /** What jitsi-srtp never asks for is not offered. */
  @SuppressWarnings("ReferenceEquality") // the same array is meant
  static void requireInPlace(byte[] in, int inOffset, byte[] out, int outOffset) {
    if (in != out || inOffset != outOffset) {
      throw new UnsupportedOperationException("only in place");
    }
  }

  @Override
  protected final byte[] engineDoFinal(byte @Nullable [] in, int offset, int length) {
    throw new UnsupportedOperationException("only in place");
  }

  @Override
  protected final byte[] engineUpdate(byte[] in, int offset, int length) {
    throw new UnsupportedOperationException("only in one piece");
  }

  @Override
  protected final int engineUpdate(byte[] in, int inOffset, int length, byte[] out, int offset) {
    throw new UnsupportedOperationException("only in one piece");
  }

  @Override
  protected final void engineSetMode(String mode) throws NoSuchAlgorithmException {
    throw new NoSuchAlgorithmException("the mode is fixed");
  }

  @Override
  protected final void engineSetPadding(String padding) throws NoSuchPaddingException {
    throw new NoSuchPaddingException("there is none");
  }

  @Override
  protected final int engineGetBlockSize() {
    return BLOCK_BYTES;
  }

  @Override
  protected final int engineGetOutputSize(int length) {
    return length + BLOCK_BYTES;
  }

  @Override
  protected final byte @Nullable [] engineGetIV() {
    return null;
  }

  @Override
  protected final @Nullable AlgorithmParameters engineGetParameters() {
    return null;
  }
}
