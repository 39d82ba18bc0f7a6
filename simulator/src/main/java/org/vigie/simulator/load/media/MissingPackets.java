package org.vigie.simulator.load.media;

/**
 * Sequence numbers that a viewer waits for, and when to ask for them (RFC 4585), much as browsers
 * do: soon after the gap is seen, then again and again, and not for ever.
 */
final class MissingPackets {
  private static final int CAPACITY = 256;
  private static final int MAX_REQUESTS = 8;
  private static final long FIRST_NANOS = 10_000_000;
  private static final long AGAIN_NANOS = 60_000_000;

  private final long[] sequences = new long[CAPACITY];
  private final long[] dueAt = new long[CAPACITY];
  private final int[] requests = new int[CAPACITY];
  private int count;

  /** Numbers {@code [from .. to)} were passed over; of very long gaps only the end is asked for. */
  void add(long from, long to, long nowNanos) {
    for (long sequence = Math.max(from, to - CAPACITY); sequence < to; sequence++) {
      if (count == CAPACITY) {
        removeAt(0);
      }
      sequences[count] = sequence;
      dueAt[count] = nowNanos + FIRST_NANOS;
      requests[count] = 0;
      count++;
    }
  }

  /** A number came after all; returns whether it had been asked for. */
  boolean remove(long sequence) {
    for (int i = 0; i < count; i++) {
      if (sequences[i] == sequence) {
        boolean asked = requests[i] > 0;
        removeAt(i);
        return asked;
      }
    }
    return false;
  }

  boolean isEmpty() {
    return count == 0;
  }

  /**
   * Writes the 16 bits of the numbers to ask for now, ascending, and forgets those asked for in
   * vain.
   *
   * @return how many were written
   */
  int due(long nowNanos, int[] target) {
    int written = 0;
    for (int i = 0; i < count && written < target.length; i++) {
      if (nowNanos - dueAt[i] < 0) {
        continue;
      }
      if (requests[i] == MAX_REQUESTS) {
        removeAt(i--);
        continue;
      }
      target[written++] = (int) sequences[i] & 0xffff;
      requests[i]++;
      dueAt[i] = nowNanos + AGAIN_NANOS;
    }
    return written;
  }

  private void removeAt(int i) {
    count--;
    System.arraycopy(sequences, i + 1, sequences, i, count - i);
    System.arraycopy(dueAt, i + 1, dueAt, i, count - i);
    System.arraycopy(requests, i + 1, requests, i, count - i);
  }
}
