package org.vigie.bridge.rtp;

/**
 * Packs arrived packets into the chunks and deltas of one transport-wide congestion control
 * feedback. {@link #plan} works out what fits, {@link #write} then writes just that.
 */
final class TransportFeedbackWriter {
  private static final int FIXED_LENGTH = 8;
  private static final int MAX_RUN = 0x1fff;
  private static final int ONE_BIT_CAPACITY = 14;
  private static final int TWO_BIT_CAPACITY = 7;
  private static final int SMALL = 1;
  private static final int LARGE = 2;

  private final byte[] symbols = new byte[TransportFeedback.MAX_PACKETS];
  private final short[] deltas = new short[TransportFeedback.MAX_PACKETS];
  private final short[] chunks = new short[TransportFeedback.MAX_PACKETS / TWO_BIT_CAPACITY + 1];

  private long base;
  private long reference;
  private int symbolCount;
  private int deltaCount;
  private int deltaBytes;
  private int chunkCount;

  /**
   * Chooses how many of the packets {@code [from .. to)} go into {@code space} bytes.
   *
   * @return the index of the first that does not; {@code from} if none does
   */
  int plan(
      long firstSequence, long[] sequences, long[] arrivalMicros, int from, int to, int space) {
    int end = to;
    while (end > from) {
      end = collect(firstSequence, sequences, arrivalMicros, from, end);
      packChunks();
      if (length() <= space) {
        return end;
      }
      // Halving costs a few more rounds, only where one datagram cannot hold everything.
      end = from + (end - from) / 2;
    }
    return from;
  }

  /** Bytes of what was planned, rounded up to whole words. */
  int length() {
    return (FIXED_LENGTH + 2 * chunkCount + deltaBytes + 3) & ~3;
  }

  /**
   * Writes what was planned; zeros fill the last word, since receivers count packets, not bytes.
   */
  void write(byte[] array, int offset, int feedbackCount) {
    BigEndian.put16(array, offset, (int) base);
    BigEndian.put16(array, offset + 2, symbolCount);
    BigEndian.put24(array, offset + 4, (int) reference);
    BigEndian.put8(array, offset + 7, feedbackCount);
    int at = offset + FIXED_LENGTH;
    for (int i = 0; i < chunkCount; i++) {
      BigEndian.put16(array, at, chunks[i]);
      at += 2;
    }
    at = writeDeltas(array, at);
    int end = offset + length();
    while (at < end) {
      array[at++] = 0;
    }
  }

  /** Fills symbols and deltas as far as count and delta range reach; returns the index after. */
  private int collect(
      long firstSequence, long[] sequences, long[] arrivalMicros, int from, int to) {
    long lostBefore = sequences[from] - firstSequence;
    boolean reachable = lostBefore >= 0 && lostBefore < TransportFeedback.MAX_PACKETS;
    base = reachable ? firstSequence : sequences[from];
    long ticks = Math.floorDiv(arrivalMicros[from], TransportFeedback.TICK_MICROS);
    reference = Math.floorDiv(ticks, TransportFeedback.REFERENCE_TICKS);
    long last = reference * TransportFeedback.REFERENCE_TICKS;
    symbolCount = 0;
    deltaCount = 0;
    deltaBytes = 0;
    for (int i = from; i < to; i++) {
      ticks = Math.floorDiv(arrivalMicros[i], TransportFeedback.TICK_MICROS);
      long delta = ticks - last;
      long index = sequences[i] - base;
      boolean inReach = index >= symbolCount && index < TransportFeedback.MAX_PACKETS;
      if (!inReach || delta != (short) delta) {
        return i;
      }
      add((int) index, (short) delta);
      last = ticks;
    }
    return to;
  }

  private void add(int index, short delta) {
    while (symbolCount < index) {
      symbols[symbolCount++] = 0;
    }
    int symbol = delta >= 0 && delta <= 255 ? SMALL : LARGE;
    symbols[symbolCount++] = (byte) symbol;
    deltas[deltaCount++] = delta;
    deltaBytes += symbol;
  }

  private void packChunks() {
    chunkCount = 0;
    int at = 0;
    while (at < symbolCount) {
      int run = runLength(at);
      int oneBit = oneBitLength(at);
      if (run >= oneBit && run >= Math.min(TWO_BIT_CAPACITY, symbolCount - at)) {
        chunks[chunkCount++] = (short) (symbols[at] << 13 | run);
        at += run;
      } else if (oneBit > 0) {
        chunks[chunkCount++] = (short) (0x8000 | vector(at, oneBit, 13, 1));
        at += oneBit;
      } else {
        int taken = Math.min(TWO_BIT_CAPACITY, symbolCount - at);
        chunks[chunkCount++] = (short) (0xc000 | vector(at, taken, 12, 2));
        at += taken;
      }
    }
  }

  private int runLength(int from) {
    int end = from + 1;
    int bound = Math.min(symbolCount, from + MAX_RUN);
    while (end < bound && symbols[end] == symbols[from]) {
      end++;
    }
    return end - from;
  }

  /** How many packets a one-bit vector could tell: fourteen, all that are left, or 0 if none. */
  private int oneBitLength(int from) {
    int bound = Math.min(symbolCount, from + ONE_BIT_CAPACITY);
    for (int i = from; i < bound; i++) {
      if (symbols[i] == LARGE) {
        return 0;
      }
    }
    return bound - from;
  }

  private int vector(int from, int count, int firstShift, int width) {
    int bits = 0;
    for (int i = 0; i < count; i++) {
      bits |= symbols[from + i] << (firstShift - i * width);
    }
    return bits;
  }

  private int writeDeltas(byte[] array, int offset) {
    int at = offset;
    for (int i = 0; i < deltaCount; i++) {
      int delta = deltas[i];
      if (delta >= 0 && delta <= 255) {
        array[at++] = (byte) delta;
      } else {
        BigEndian.put16(array, at, delta);
        at += 2;
      }
    }
    return at;
  }
}
