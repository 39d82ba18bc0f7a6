package org.vigie.bridge.udp;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * Datagrams to one far address that leave in one system call where the machine can: all of one
 * size, only the last may be shorter. That is the rule of Linux' {@code UDP_SEGMENT} (udp(7)),
 * under which a whole burst costs the kernel little more than one datagram.
 *
 * <p>The bytes lie outside the heap, one datagram behind the other. For one thread; {@link
 * BurstPool} lends them.
 */
public final class Burst {
  /** Bytes in a burst. */
  public static final int CAPACITY = 16 * 1024;

  /** Datagrams in a burst; older kernels take 64 at most. */
  public static final int MAX_SEGMENTS = 60;

  private static final Path NOWHERE = new Path(0, new InetSocketAddress(0));

  private final MemorySegment memory;
  private final ByteBuffer buffer;
  private Path path = NOWHERE;
  private int segmentBytes;
  private int count;
  private int totalBytes;
  private boolean ended;

  /** An empty burst in {@link #CAPACITY} bytes of native memory. */
  Burst(MemorySegment memory) {
    if (!memory.isNative() || memory.byteSize() != CAPACITY) {
      throw new IllegalArgumentException("a burst lies in " + CAPACITY + " bytes off the heap");
    }
    this.memory = memory;
    this.buffer = memory.asByteBuffer();
  }

  /** Begins anew, for datagrams that take this path. */
  public void open(Path newPath) {
    path = newPath;
    segmentBytes = 0;
    count = 0;
    totalBytes = 0;
    ended = false;
  }

  /** Whether a datagram of this many bytes may follow. */
  public boolean fits(int length) {
    return !ended
        && count < MAX_SEGMENTS
        && length > 0
        && length <= CAPACITY - totalBytes
        && (count == 0 || length <= segmentBytes);
  }

  /**
   * Copies a datagram behind the others; a shorter one ends the burst.
   *
   * @throws IllegalArgumentException if it does not fit
   */
  public void append(byte[] array, int offset, int length) {
    if (!fits(length)) {
      throw new IllegalArgumentException(
          "a datagram of " + length + " bytes after " + count + " of " + segmentBytes);
    }
    MemorySegment.copy(array, offset, memory, ValueLayout.JAVA_BYTE, totalBytes, length);
    if (count == 0) {
      segmentBytes = length;
    }
    ended = length < segmentBytes;
    count++;
    totalBytes += length;
  }

  /** Between which addresses its datagrams go. */
  public Path path() {
    return path;
  }

  /** How many datagrams stand in it. */
  public int count() {
    return count;
  }

  /** Bytes of each datagram but the last; 0 in an empty burst. */
  public int segmentBytes() {
    return segmentBytes;
  }

  /** Bytes of all datagrams. */
  public int totalBytes() {
    return totalBytes;
  }

  /** Where datagram {@code i} begins in {@link #memory()}. */
  public int offset(int i) {
    return i * segmentBytes;
  }

  /** Bytes of datagram {@code i}. */
  public int length(int i) {
    return Math.min(segmentBytes, totalBytes - offset(i));
  }

  /** Where the datagrams lie; valid as long as this object. */
  public MemorySegment memory() {
    return memory;
  }

  /** The same bytes for the JDK's channels, one and the same object each time. */
  ByteBuffer buffer() {
    return buffer.clear();
  }
}
