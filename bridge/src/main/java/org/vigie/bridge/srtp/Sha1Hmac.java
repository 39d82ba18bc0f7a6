package org.vigie.bridge.srtp;

import java.lang.foreign.MemorySegment;

/**
 * HMAC-SHA1 (RFC 2104) on libcrypto's bare SHA-1: the key is worked in once, and each packet starts
 * from a copy of that state. A state is a plain C structure, here in an array of the heap, so that
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
  private final int[] state = new int[STATE_WORDS];
  private final MemorySegment stateSegment = MemorySegment.ofArray(state);
  private final byte[] tag = new byte[TAG_BYTES];
  private final MemorySegment tagSegment = MemorySegment.ofArray(tag);

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
    int[] state = new int[STATE_WORDS];
    MemorySegment segment = MemorySegment.ofArray(state);
    Libcrypto.sha1Init(segment);
    Libcrypto.sha1Update(segment, block, 0, BLOCK_BYTES);
    return state;
  }

  /** The tag of this range followed by four bytes; the same array each time. */
  byte[] tag(byte[] array, int offset, int length, byte[] four) {
    System.arraycopy(inner, 0, state, 0, STATE_WORDS);
    Libcrypto.sha1Update(stateSegment, array, offset, length);
    Libcrypto.sha1Update(stateSegment, four, 0, 4);
    Libcrypto.sha1Final(tagSegment, stateSegment);
    System.arraycopy(outer, 0, state, 0, STATE_WORDS);
    Libcrypto.sha1Update(stateSegment, tag, 0, TAG_BYTES);
    Libcrypto.sha1Final(tagSegment, stateSegment);
    return tag;
  }
}
