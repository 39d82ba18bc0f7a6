package org.vigie.bridge.udp;

import java.net.InetSocketAddress;
import java.util.Arrays;

/**
 * Preallocated room for datagrams that leave together.
 *
 * <p>{@link #next()} names the free slot; write at most {@link #SLOT_BYTES} bytes into {@code
 * array(i)} from {@code offset(i)}, then {@link #commit}. A slot that is not committed is offered
 * again. Put datagrams of one size for one Path next to each other: they become one system call
 * where the machine can.
 */
public final class SendBatch {
  /** Bytes in a slot: a packet of 1,500 bytes and ample room for what SRTP appends. */
  public static final int SLOT_BYTES = 2048;

  /** Slots that suit a Loop. */
  public static final int DEFAULT_CAPACITY = 256;

  private static final Path NOWHERE = new Path(0, new InetSocketAddress(0));

  private final byte[] bytes;
  private final int[] lengths;
  private final Path[] paths;
  private int size;

  /** A batch of {@link #DEFAULT_CAPACITY} slots. */
  public SendBatch() {
    this(DEFAULT_CAPACITY);
  }

  /** A batch of this many slots, 1 to 65,536. */
  public SendBatch(int capacity) {
    bytes = new byte[capacity * SLOT_BYTES];
    lengths = new int[capacity];
    paths = new Path[capacity];
    Arrays.fill(paths, NOWHERE);
  }

  /** How many datagrams fit. */
  public int capacity() {
    return lengths.length;
  }

  /** How many datagrams are committed. */
  public int size() {
    return size;
  }

  /** Whether no slot is free; send it before {@link #next()}. */
  public boolean isFull() {
    return size == lengths.length;
  }

  /**
   * The free slot to write into.
   *
   * @throws IllegalStateException if the batch is full
   */
  public int next() {
    if (isFull()) {
      throw new IllegalStateException("the batch is full; send it first");
    }
    return size;
  }

  /** The array that holds slot {@code i}. */
  public byte[] array(int i) {
    return bytes;
  }

  /** Where slot {@code i} begins in its array. */
  public int offset(int i) {
    return i * SLOT_BYTES;
  }

  /** Bytes of committed datagram {@code i}. */
  public int length(int i) {
    return lengths[i];
  }

  /** Where committed datagram {@code i} goes. */
  public Path path(int i) {
    return paths[i];
  }

  /**
   * Makes the slot of {@link #next()} part of the batch.
   *
   * @param length its bytes, 1 to {@link #SLOT_BYTES}
   * @param path from which local address it leaves, and where to
   * @throws IllegalArgumentException if the length is out of range
   */
  public void commit(int length, Path path) {
    requireFits(length);
    lengths[next()] = length;
    paths[size] = path;
    size++;
  }

  /** Copies a datagram into the next slot and commits it. */
  public void add(byte[] array, int offset, int length, Path path) {
    requireFits(length);
    System.arraycopy(array, offset, bytes, offset(next()), length);
    commit(length, path);
  }

  /** Forgets every committed datagram. */
  public void clear() {
    size = 0;
  }

  private static void requireFits(int length) {
    if (length < 1 || length > SLOT_BYTES) {
      throw new IllegalArgumentException("datagram of " + length + " bytes");
    }
  }
}
