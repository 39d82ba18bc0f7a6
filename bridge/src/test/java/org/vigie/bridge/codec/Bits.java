package org.vigie.bridge.codec;

/** Bit strings written by hand, field by field. */
final class Bits {
  private final StringBuilder written = new StringBuilder();

  /** Adds zeros and ones as they stand; blanks only part them. */
  Bits raw(String bits) {
    written.append(bits.replace(" ", ""));
    return this;
  }

  /** Adds a number in so many bits. */
  Bits number(int value, int width) {
    for (int i = width - 1; i >= 0; i--) {
      written.append(value >> i & 1);
    }
    return this;
  }

  /** Adds an unsigned Exp-Golomb number. */
  Bits golomb(int value) {
    int width = 32 - Integer.numberOfLeadingZeros(value + 1);
    return number(0, width - 1).number(value + 1, width);
  }

  /** The whole bytes so far, the last filled up with zeros. */
  byte[] bytes() {
    byte[] bytes = new byte[(written.length() + 7) / 8];
    for (int i = 0; i < written.length(); i++) {
      bytes[i / 8] |= (byte) ((written.charAt(i) - '0') << (7 - i % 8));
    }
    return bytes;
  }
}
