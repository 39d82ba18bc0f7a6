package org.vigie.bridge.udp;

import java.net.InetSocketAddress;
import java.util.Arrays;

/**
 * Preallocated room for datagrams that arrive together. Slot {@code i} holds {@code length(i)}
 * bytes of {@code array(i)} from {@code offset(i)}; they may be changed in place, and stand until
 * the batch is filled again.
 */
public final class ReceiveBatch {
  /** Bytes in a slot; longer datagrams are dropped. */
  public static final int SLOT_BYTES = 2048;

  /** Slots that suit a Loop. */
  public static final int DEFAULT_CAPACITY = 64;

  static final Path NOWHERE = new Path(0, new InetSocketAddress(0));

  private final byte[] bytes;
  private final int[] lengths;
  private final Path[] paths;
  private int size;

  /** A batch of {@link #DEFAULT_CAPACITY} slots. */
  public ReceiveBatch() {
    this(DEFAULT_CAPACITY);
  }

  /** A batch of this many slots, 1 to 65,536. */
  public ReceiveBatch(int capacity) {
    bytes = new byte[capacity * SLOT_BYTES];
    lengths = new int[capacity];
    paths = new Path[capacity];
    Arrays.fill(paths, NOWHERE);
  }

  /** How many datagrams fit. */
  public int capacity() {
    return lengths.length;
  }

  /** How many datagrams stand in it. */
  public int size() {
    return size;
  }

  /** The array that holds datagram {@code i}. */
  public byte[] array(int i) {
    return bytes;
  }

  /** Where datagram {@code i} begins in its array. */
  public int offset(int i) {
    return i * SLOT_BYTES;
  }

  /** Bytes of datagram {@code i}, at least 1: empty datagrams are left out. */
  public int length(int i) {
    return lengths[i];
  }

  /** Between which addresses datagram {@code i} came. */
  public Path path(int i) {
    return paths[i];
  }

  /** Which of {@link UdpSocket#localAddresses()} datagram {@code i} came to. */
  public int localIndex(int i) {
    return paths[i].localIndex();
  }

  /** Where datagram {@code i} came from. */
  public InetSocketAddress remote(int i) {
    return paths[i].remote();
  }

  void clear() {
    size = 0;
  }

  boolean isFull() {
    return size == lengths.length;
  }

  /** Keeps {@code length} bytes, already written to the slot {@code size()}. */
  void add(int length, Path path) {
    lengths[size] = length;
    paths[size] = path;
    size++;
  }
}
