package org.vigie.bridge.srtp;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Native memory through which a thread's packets pass on their way to libcrypto and back. Copying
 * costs some 20 ns each way. Handing over the array itself would need a view of it for every call,
 * which is garbage wherever the compiler does not see through all of a Loop's turn.
 */
final class Scratch {
  /** Bytes of a packet at most: those of the longest datagram. */
  static final int DATA_BYTES = 1 << 16;

  private static final int IV_BYTES = 16;
  private static final int TAG_BYTES = 32;
  private static final int STATE_BYTES = 128;
  private static final long ALIGNMENT = 64;
  private static final ThreadLocal<Scratch> OF_THREAD = ThreadLocal.withInitial(Scratch::new);

  private final Arena arena = Arena.ofAuto();
  private final MemorySegment data = arena.allocate(DATA_BYTES, ALIGNMENT);
  private final MemorySegment iv = arena.allocate(IV_BYTES, ALIGNMENT);
  private final MemorySegment tag = arena.allocate(TAG_BYTES, ALIGNMENT);
  private final MemorySegment state = arena.allocate(STATE_BYTES, ALIGNMENT);
  private final MemorySegment written = arena.allocate(ValueLayout.JAVA_INT);

  private Scratch() {}

  static Scratch ofThisThread() {
    return OF_THREAD.get();
  }

  /**
   * Takes part of a packet.
   *
   * @throws IndexOutOfBoundsException if the range is not in the array, or longer than {@link
   *     #DATA_BYTES}
   */
  MemorySegment take(byte[] array, int offset, int length) {
    return copy(array, offset, length, data);
  }

  /** Takes an initialization vector of at most 16 bytes. */
  MemorySegment takeIv(byte[] bytes) {
    return copy(bytes, 0, bytes.length, iv);
  }

  /** Takes a tag of at most 32 bytes. */
  MemorySegment takeTag(byte[] array, int offset, int length) {
    return copy(array, offset, length, tag);
  }

  private static MemorySegment copy(byte[] array, int offset, int length, MemorySegment to) {
    MemorySegment.copy(array, offset, to, ValueLayout.JAVA_BYTE, 0, length);
    return to;
  }

  /** Gives back what has become of the part that was taken. */
  void give(byte[] array, int offset, int length) {
    MemorySegment.copy(data, ValueLayout.JAVA_BYTE, 0, array, offset, length);
  }

  /** Gives the tag. */
  void giveTag(byte[] array, int offset, int length) {
    MemorySegment.copy(tag, ValueLayout.JAVA_BYTE, 0, array, offset, length);
  }

  /** Where a tag is written. */
  MemorySegment tag() {
    return tag;
  }

  /** Takes the state of a hash. */
  MemorySegment takeState(int[] words) {
    MemorySegment.copy(words, 0, state, ValueLayout.JAVA_INT, 0, words.length);
    return state;
  }

  /** Gives the state of a hash. */
  void giveState(int[] words) {
    MemorySegment.copy(state, ValueLayout.JAVA_INT, 0, words, 0, words.length);
  }

  /** Where libcrypto says how much it wrote, which is known before. */
  MemorySegment written() {
    return written;
  }
}
