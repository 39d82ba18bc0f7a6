package org.vigie.bridge.srtp;

import org.jspecify.annotations.Nullable;

/**
 * A bounded map from SSRC to what belongs to it; looking up allocates nothing. Nothing is removed.
 */
final class SsrcTable<T> {
  private final int most;
  private int[] ssrcs = new int[8];
  private @Nullable Object[] values = new @Nullable Object[8];
  private int size;

  /** A table for this many SSRCs. */
  SsrcTable(int most) {
    this.most = most;
  }

  boolean isFull() {
    return size == most;
  }

  int size() {
    return size;
  }

  @SuppressWarnings("unchecked") // only put() writes
  @Nullable T get(int ssrc) {
    return (T) values[place(ssrc, ssrcs, values)];
  }

  /**
   * Adds an SSRC that is not in the table.
   *
   * @throws IllegalStateException if the table is full
   */
  void put(int ssrc, T value) {
    if (isFull()) {
      throw new IllegalStateException("more than " + most + " SSRCs");
    }
    if (2 * (size + 1) > ssrcs.length) {
      enlarge();
    }
    int place = place(ssrc, ssrcs, values);
    ssrcs[place] = ssrc;
    values[place] = value;
    size++;
  }

  private void enlarge() {
    int[] moreSsrcs = new int[ssrcs.length * 2];
    @Nullable Object[] moreValues = new @Nullable Object[values.length * 2];
    for (int i = 0; i < ssrcs.length; i++) {
      if (values[i] != null) {
        int place = place(ssrcs[i], moreSsrcs, moreValues);
        moreSsrcs[place] = ssrcs[i];
        moreValues[place] = values[i];
      }
    }
    ssrcs = moreSsrcs;
    values = moreValues;
  }

  /** Where the SSRC stands or would stand; at least half of the places are free. */
  private static int place(int ssrc, int[] ssrcs, @Nullable Object[] values) {
    int mask = ssrcs.length - 1;
    int place = ((ssrc * 0x9E3779B9) >>> 16) & mask;
    while (values[place] != null && ssrcs[place] != ssrc) {
      place = (place + 1) & mask;
    }
    return place;
  }
}
