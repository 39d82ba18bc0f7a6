package org.vigie.bridge.srtp;

import java.lang.foreign.MemorySegment;

/**
 * HMAC-SHA1 (RFC 2104) on libcrypto's bare SHA-1: the key is worked in once, and each packet starts
 * from a copy of that state. A state is a plain C structure, kept in an array of the heap, so that
 * there is nothing to free. For one thread.
 */
final class Sha1Hmac {
  static final int TAG_BYTES = 20;

  // SHA_CTX: five words of state, the length in two, a block of 64 bytes, how full it is.
  private static final int STATE_WORDS = 24;
  private static final int BLOCK_BYTES = 64;
  private static final int INNER = 0x36;
  private static final int OUTER = 0x5C;

  private final int[] inner;
  private final int[] outer;
  private final byte[] tag = new byte[TAG_BYTES];

  /** Takes a key of at most 64 bytes. */
  Sha1Hmac(byte[] key) {
    inner = keyed(key, INNER);
    outer = keyed(key, OUTER);
  }

  private static int[] keyed(byte[] key, int pad) {
    byte[] block = new byte[BLOCK_BYTES];
    System.arraycopy(key, 0, block, 0, key.length);
    for (int i = 0; i < BLOCK_BYTES; i++) {
      block[i] ^= (byte) pad;
    }
    Scratch scratch = Scratch.ofThisThread();
    int[] words = new int[STATE_WORDS];
    MemorySegment state = scratch.takeState(words);
    Libcrypto.sha1Init(state);
    Libcrypto.sha1Update(state, scratch.take(block, 0, BLOCK_BYTES), BLOCK_BYTES);
    scratch.giveState(words);
    return words;
  }

  /** The tag of this range followed by four bytes; the same array each time. */
  byte[] tag(byte[] array, int offset, int length, byte[] four) {
    Scratch scratch = Scratch.ofThisThread();
    MemorySegment state = scratch.takeState(inner);
    Libcrypto.sha1Update(state, scratch.take(array, offset, length), length);
    Libcrypto.sha1Update(state, scratch.take(four, 0, 4), 4);
    Libcrypto.sha1Final(scratch.tag(), state);
    state = scratch.takeState(outer);
    Libcrypto.sha1Update(state, scratch.tag(), TAG_BYTES);
    Libcrypto.sha1Final(scratch.tag(), state);
    scratch.giveTag(tag, 0, TAG_BYTES);
    return tag;
  }
}
