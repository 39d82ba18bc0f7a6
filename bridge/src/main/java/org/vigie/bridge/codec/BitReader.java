package org.vigie.bridge.codec;

/**
 * Bits, most significant first, out of an array. Reading past the end gives zeros and is remembered
 * in {@link #overrun()}, so parsers check once at their end rather than at every step; loops must
 * be bounded by something else than the bits.
 */
final class BitReader {
  private static final byte[] NOTHING = new byte[0];

  private byte[] array = NOTHING;
  private int at;
  private int end;
  private boolean escaped;
  private int zeros;
  private int current;
  private int bitsLeft;
  private boolean overrun;

  /** Starts at {@code array[offset]}; the range must lie in the array. */
  void wrap(byte[] array, int offset, int length) {
    this.array = array;
    at = offset;
    end = offset + length;
    escaped = false;
    zeros = 0;
    current = 0;
    bitsLeft = 0;
    overrun = false;
  }

  /** As {@link #wrap}, leaving out the 3 of every 00 00 03 (H.264, section 7.4.1.1). */
  void wrapEscaped(byte[] array, int offset, int length) {
    wrap(array, offset, length);
    escaped = true;
  }

  /** Whether more was read than there is. */
  boolean overrun() {
    return overrun;
  }

  boolean flag() {
    return bit() != 0;
  }

  /** An unsigned number of {@code count} bits, 0..32, of which the low 32 are returned raw. */
  int bits(int count) {
    int value = 0;
    int wanted = count;
    while (wanted > 0) {
      if (bitsLeft == 0) {
        fill();
      }
      int taken = Math.min(wanted, bitsLeft);
      bitsLeft -= taken;
      value = value << taken | (current >> bitsLeft & (1 << taken) - 1);
      wanted -= taken;
    }
    return value;
  }

  void skip(int count) {
    int left = count;
    while (left > 0 && !overrun) {
      int taken = Math.min(left, 32);
      bits(taken);
      left -= taken;
    }
  }

  /**
   * An Exp-Golomb number (H.264, section 9.1), 0..2^31-2. A larger one counts as an overrun: no
   * field that is read here may be that large.
   */
  int unsignedGolomb() {
    int leadingZeros = 0;
    while (!flag()) {
      leadingZeros++;
      if (leadingZeros > 30 || overrun) {
        overrun = true;
        return 0;
      }
    }
    return (1 << leadingZeros) - 1 + bits(leadingZeros);
  }

  /** A signed Exp-Golomb number (H.264, section 9.1.1). */
  int signedGolomb() {
    int code = unsignedGolomb();
    return (code & 1) == 0 ? -(code >>> 1) : (code >>> 1) + 1;
  }

  /** AV1's uvlc() (AV1 specification, section 4.10.3), of which only the length matters here. */
  void skipVariableLength() {
    int leadingZeros = 0;
    while (!flag() && !overrun) {
      leadingZeros++;
    }
    if (leadingZeros < 32) {
      skip(leadingZeros);
    }
  }

  /**
   * AV1's ns(n) (AV1 specification, section 4.10.7): a number below {@code n}, for n of 1..2^30.
   */
  int nonSymmetric(int n) {
    int width = 32 - Integer.numberOfLeadingZeros(n);
    int shortCodes = (1 << width) - n;
    int value = bits(width - 1);
    return value < shortCodes ? value : (value << 1) - shortCodes + bit();
  }

  private int bit() {
    if (bitsLeft == 0) {
      fill();
    }
    bitsLeft--;
    return current >> bitsLeft & 1;
  }

  private void fill() {
    skipEscape();
    bitsLeft = 8;
    if (at >= end) {
      overrun = true;
      current = 0;
      return;
    }
    current = array[at++] & 0xff;
    zeros = current == 0 ? zeros + 1 : 0;
  }

  private void skipEscape() {
    if (escaped && zeros >= 2 && at < end && array[at] == 3) {
      at++;
      zeros = 0;
    }
  }
}
