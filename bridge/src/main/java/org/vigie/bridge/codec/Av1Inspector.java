package org.vigie.bridge.codec;

/**
 * AV1: the aggregation header and OBU elements of its RTP payload format (sections 4.3 and 4.4),
 * OBU headers (AV1 specification, section 5.3) and sequence headers.
 */
final class Av1Inspector extends PayloadInspector {
  private static final int CONTINUES = 0x80;
  private static final int CONTINUED = 0x40;
  private static final int NEW_SEQUENCE = 0x08;

  private static final int SEQUENCE_HEADER = 1;
  private static final int TEMPORAL_DELIMITER = 2;
  private static final int FRAME_HEADER = 3;
  private static final int FRAME = 6;

  private static final int HAS_EXTENSION = 0x04;
  private static final int HAS_SIZE = 0x02;
  private static final int MAX_LEB128_BYTES = 5;

  private final Av1SequenceHeader sequenceHeader = new Av1SequenceHeader();

  private byte[] array = new byte[0];
  private int at;
  private int end;

  @Override
  boolean parse(byte[] array, int offset, int length) {
    this.array = array;
    at = offset + 1;
    end = offset + length;
    int header = array[offset];
    boolean continues = (header & CONTINUES) != 0;
    boolean newSequence = (header & NEW_SEQUENCE) != 0;
    if (at == end || (continues && newSequence)) {
      return false;
    }
    if (newSequence) {
      foundFrameStart();
      foundKeyFrame();
    }
    return elements(header >> 4 & 3, continues, (header & CONTINUED) != 0);
  }

  /**
   * Each element has its length before it, but the last if their count is given. A packet that goes
   * on with an element of the one before is within a frame, whatever follows in it.
   *
   * @param count 1..3, or 0 for as many as there are
   */
  private boolean elements(int count, boolean firstContinues, boolean lastContinued) {
    int index = 0;
    while (at < end) {
      boolean last = ++index == count;
      int length = last ? end - at : leb128();
      if (length < 0 || length > end - at || (length == 0 && !last)) {
        return false;
      }
      boolean whole = !(lastContinued && at + length == end);
      if (!firstContinues && !element(at, length, whole, index == 1)) {
        return false;
      }
      at += length;
    }
    return count == 0 || index == count;
  }

  private boolean element(int from, int length, boolean whole, boolean first) {
    int header = array[from];
    boolean extended = (header & HAS_EXTENSION) != 0;
    if (header < 0 || (extended && length < 2)) {
      return false;
    }
    int type = header >> 3 & 0x0f;
    if (extended && type != SEQUENCE_HEADER && type != TEMPORAL_DELIMITER) {
      setLayer(array[from + 1] >> 5 & 7, array[from + 1] >> 3 & 3);
    }
    if (first && isFrameStart(type)) {
      foundFrameStart();
    }
    if (type == SEQUENCE_HEADER) {
      foundFrameStart();
      foundKeyFrame();
      foundParameterSets();
      if (whole) {
        readSequenceHeader(from, length, extended, (header & HAS_SIZE) != 0);
      }
    }
    return true;
  }

  private static boolean isFrameStart(int type) {
    return switch (type) {
      case SEQUENCE_HEADER, TEMPORAL_DELIMITER, FRAME_HEADER, FRAME -> true;
      default -> false;
    };
  }

  /** RTP senders should leave out the size inside the element; some do not. */
  private void readSequenceHeader(int from, int length, boolean extended, boolean sized) {
    int elementEnd = from + length;
    int body = from + (extended ? 2 : 1);
    while (sized && body < elementEnd) {
      sized = array[body++] < 0;
    }
    if (sequenceHeader.read(array, body, elementEnd - body)) {
      setSize(sequenceHeader.width(), sequenceHeader.height());
    }
  }

  /** AV1 specification, section 4.10.5; a length of more than five bytes is absurd in a packet. */
  private int leb128() {
    long value = 0;
    for (int i = 0; i < MAX_LEB128_BYTES && at < end; i++) {
      int part = array[at++];
      value |= (part & 0x7fL) << (7 * i);
      if (part >= 0) {
        return value > Integer.MAX_VALUE ? -1 : (int) value;
      }
    }
    return -1;
  }
}
