package org.vigie.bridge.rtp;

/**
 * A reusable view of one transport-wide congestion control feedback packet
 * (draft-holmer-rmcat-transport-wide-cc-extensions-01, section 3.1). Iterate with {@link #next()};
 * everything was checked before, so iterating cannot fail.
 */
public final class TransportFeedback {
  /**
   * The most packets that one feedback may speak of. The format allows 65,535 in a few bytes, which
   * would let one small datagram cost as much as a thousand others.
   */
  public static final int MAX_PACKETS = 4096;

  /** The resolution of arrival times in microseconds. */
  public static final int TICK_MICROS = 250;

  static final int REFERENCE_TICKS = 256;
  static final int FIXED_LENGTH = 16;

  private static final byte[] NOTHING = new byte[0];

  private byte[] array = NOTHING;
  private int offset;
  private int packetCount;
  private int deltasOffset;

  private int seen;
  private int chunkAt;
  private int chunk;
  private int chunkLeft;
  private int deltaAt;
  private int symbol;
  private int delta;
  private long ticks;

  /**
   * Takes the feedback into view.
   *
   * @param offset where the sender's SSRC stands
   * @param length from there to the end, padding removed
   * @return false if it is malformed or speaks of more than {@link #MAX_PACKETS}
   */
  boolean wrap(byte[] array, int offset, int length) {
    if (length < FIXED_LENGTH) {
      return false;
    }
    this.array = array;
    this.offset = offset;
    packetCount = BigEndian.u16(array, offset + 10);
    if (packetCount == 0 || packetCount > MAX_PACKETS) {
      return false;
    }
    if (!measure(offset + length)) {
      return false;
    }
    rewind();
    return true;
  }

  /** The source that reports. */
  public int senderSsrc() {
    return BigEndian.i32(array, offset);
  }

  /** The source that the report names; it covers the whole transport all the same. */
  public int mediaSsrc() {
    return BigEndian.i32(array, offset + 4);
  }

  /** The transport-wide sequence number of the first packet, 0..65535. */
  public int baseSequence() {
    return BigEndian.u16(array, offset + 8);
  }

  /** How many packets it speaks of, 1..{@link #MAX_PACKETS}. */
  public int packetCount() {
    return packetCount;
  }

  /** The number of this feedback, 0..255, turning over. */
  public int feedbackCount() {
    return BigEndian.u8(array, offset + 15);
  }

  /** The time that arrival times count from, by the receiver's clock; turns over after 12 days. */
  public long referenceMicros() {
    return (long) signedReference() * REFERENCE_TICKS * TICK_MICROS;
  }

  /** Goes back to before the first packet. */
  public void rewind() {
    seen = 0;
    chunkAt = offset + FIXED_LENGTH;
    chunkLeft = 0;
    deltaAt = deltasOffset;
    symbol = 0;
    delta = 0;
    ticks = (long) signedReference() * REFERENCE_TICKS;
  }

  /** Moves to the next packet; false after the last. */
  public boolean next() {
    if (seen == packetCount) {
      return false;
    }
    if (chunkLeft == 0) {
      chunk = BigEndian.u16(array, chunkAt);
      chunkAt += 2;
      chunkLeft = capacity(chunk);
    }
    symbol = symbolAt(chunk, capacity(chunk) - chunkLeft);
    chunkLeft--;
    seen++;
    readDelta();
    return true;
  }

  /** The transport-wide sequence number of this packet, 0..65535. */
  public int sequenceNumber() {
    return (baseSequence() + seen - 1) & 0xffff;
  }

  /** Whether this packet arrived. */
  public boolean received() {
    return symbol != 0;
  }

  /**
   * Microseconds between the last packet that arrived (or the reference) and this one, if it did.
   */
  public long deltaMicros() {
    return (long) delta * TICK_MICROS;
  }

  /** When this packet arrived, by the receiver's clock, in microseconds; only if it did. */
  public long arrivalMicros() {
    return ticks * TICK_MICROS;
  }

  private int signedReference() {
    return BigEndian.u24(array, offset + 12) << 8 >> 8;
  }

  /** Walks the chunks once: they must cover all packets, and the deltas must be there. */
  private boolean measure(int end) {
    int at = offset + FIXED_LENGTH;
    int left = packetCount;
    int deltaBytes = 0;
    while (left > 0) {
      if (at + 2 > end) {
        return false;
      }
      int measured = BigEndian.u16(array, at);
      int covered = Math.min(left, capacity(measured));
      int bytes = deltaBytes(measured, covered);
      if (covered == 0 || bytes < 0) {
        return false;
      }
      deltaBytes += bytes;
      left -= covered;
      at += 2;
    }
    deltasOffset = at;
    return deltaBytes <= end - at;
  }

  /** Bytes of the deltas of a chunk's first packets, or -1 if one has the reserved symbol 3. */
  private static int deltaBytes(int chunk, int packets) {
    if (chunk >> 15 == 0) {
      int symbol = chunk >> 13;
      return symbol == 3 ? -1 : symbol * packets;
    }
    int bytes = 0;
    for (int i = 0; i < packets; i++) {
      int symbol = symbolAt(chunk, i);
      if (symbol == 3) {
        return -1;
      }
      bytes += symbol;
    }
    return bytes;
  }

  private static int capacity(int chunk) {
    return switch (chunk >> 14) {
      case 2 -> 14;
      case 3 -> 7;
      default -> chunk & 0x1fff;
    };
  }

  /** The symbol is also the number of bytes of its delta: 0 lost, 1 small, 2 large or negative. */
  private static int symbolAt(int chunk, int index) {
    return switch (chunk >> 14) {
      case 2 -> chunk >> (13 - index) & 1;
      case 3 -> chunk >> (12 - 2 * index) & 3;
      default -> chunk >> 13;
    };
  }

  private void readDelta() {
    delta =
        switch (symbol) {
          case 1 -> BigEndian.u8(array, deltaAt);
          case 2 -> (short) BigEndian.u16(array, deltaAt);
          default -> 0;
        };
    deltaAt += symbol;
    ticks += delta;
  }
}
