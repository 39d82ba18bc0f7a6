package org.vigie.bridge.codec;

/** A reusable view of an AV1 sequence header (AV1 specification, section 5.5.1) up to the size. */
final class Av1SequenceHeader {
  private final BitReader bits = new BitReader();

  private boolean decoderModelPresent;
  private int bufferDelayBits;
  private int width;
  private int height;

  /** Reads the OBU's payload; the range lies in the array. False if it is cut short. */
  boolean read(byte[] array, int offset, int length) {
    bits.wrap(array, offset, length);
    bits.skip(3 + 1);
    boolean reduced = bits.flag();
    if (reduced) {
      bits.skip(5);
    } else {
      skipTiming();
      skipOperatingPoints();
    }
    readSize();
    return !bits.overrun();
  }

  /** Pixels across of the largest frame, 1..65536. */
  int width() {
    return width;
  }

  /** Pixels down of the largest frame, 1..65536. */
  int height() {
    return height;
  }

  private void skipTiming() {
    decoderModelPresent = false;
    if (!bits.flag()) {
      return;
    }
    bits.skip(32 + 32);
    if (bits.flag()) {
      bits.skipVariableLength();
    }
    decoderModelPresent = bits.flag();
    if (decoderModelPresent) {
      bufferDelayBits = bits.bits(5) + 1;
      bits.skip(32 + 5 + 5);
    }
  }

  private void skipOperatingPoints() {
    boolean displayDelayPresent = bits.flag();
    int points = bits.bits(5) + 1;
    for (int i = 0; i < points; i++) {
      skipOperatingPoint(displayDelayPresent);
    }
  }

  private void skipOperatingPoint(boolean displayDelayPresent) {
    bits.skip(12);
    int level = bits.bits(5);
    if (level > 7) {
      bits.skip(1);
    }
    if (decoderModelPresent && bits.flag()) {
      bits.skip(2 * bufferDelayBits + 1);
    }
    if (displayDelayPresent && bits.flag()) {
      bits.skip(4);
    }
  }

  private void readSize() {
    int widthBits = bits.bits(4) + 1;
    int heightBits = bits.bits(4) + 1;
    width = bits.bits(widthBits) + 1;
    height = bits.bits(heightBits) + 1;
  }
}
