package org.vigie.bridge.rtp;

/**
 * A reusable view of one RTP packet (RFC 3550, section 5.1) in the clear. All getters are valid
 * after {@link #wrap} returned true and as long as the bytes stay as they were.
 *
 * <p>Offsets are absolute positions in {@link #array()}. Extension elements (RFC 8285) are indexed
 * in one pass when first asked for.
 */
public final class RtpPacket {
  /** Bytes of the header without contributing sources and extension. */
  public static final int FIXED_HEADER_LENGTH = 12;

  /** Extension elements beyond this many are not seen; no sender comes near it. */
  public static final int MAX_EXTENSIONS = 32;

  private static final byte[] NOTHING = new byte[0];
  private static final int ONE_BYTE_PROFILE = 0xbede;
  private static final int TWO_BYTE_PROFILE = 0x100;

  private final int[] extensionIds = new int[MAX_EXTENSIONS];
  private final int[] extensionOffsets = new int[MAX_EXTENSIONS];
  private final int[] extensionLengths = new int[MAX_EXTENSIONS];

  private byte[] array = NOTHING;
  private int offset;
  private int length;
  private int headerLength;
  private int paddingLength;
  private int extensionStart;
  private int extensionEnd;
  private int extensionCount;
  private boolean indexed;

  /**
   * Takes the packet in {@code array[offset .. offset + length)} into view.
   *
   * @return false if it is no well-formed RTP packet; the getters then mean nothing
   */
  public boolean wrap(byte[] array, int offset, int length) {
    if (offset < 0 || length < FIXED_HEADER_LENGTH || length > array.length - offset) {
      return false;
    }
    this.array = array;
    this.offset = offset;
    this.length = length;
    return isVersion2() && measureHeader() && measurePadding();
  }

  /** The array that holds the packet. */
  public byte[] array() {
    return array;
  }

  /** Where the packet begins. */
  public int offset() {
    return offset;
  }

  /** Bytes of the whole packet, padding included. */
  public int length() {
    return length;
  }

  /** 0..127. */
  public int payloadType() {
    return array[offset + 1] & 0x7f;
  }

  /** The marker bit: for video the last packet of a frame, for sound the start of a talk spurt. */
  public boolean marker() {
    return (array[offset + 1] & 0x80) != 0;
  }

  /** 0..65535. */
  public int sequenceNumber() {
    return BigEndian.u16(array, offset + 2);
  }

  /** The 32 bits of the timestamp, in units of the codec's clock rate. */
  public int timestamp() {
    return BigEndian.i32(array, offset + 4);
  }

  /** Writes another timestamp into the packet. */
  public void retime(int timestamp) {
    BigEndian.put32(array, offset + 4, timestamp);
  }

  /** The timestamp as 0..2^32-1. */
  public long unsignedTimestamp() {
    return BigEndian.u32(array, offset + 4);
  }

  /** The 32 bits of the synchronization source. */
  public int ssrc() {
    return BigEndian.i32(array, offset + 8);
  }

  /** How many contributing sources the header lists, 0..15. */
  public int contributingSourceCount() {
    return array[offset] & 0x0f;
  }

  /** Bytes of the header: fixed part, contributing sources and extension. */
  public int headerLength() {
    return headerLength;
  }

  /** Where the payload begins. */
  public int payloadOffset() {
    return offset + headerLength;
  }

  /** Bytes of the payload without padding; 0 for a packet of padding only. */
  public int payloadLength() {
    return length - headerLength - paddingLength;
  }

  /** Bytes of padding at the end, its count byte included; 0 without padding. */
  public int paddingLength() {
    return paddingLength;
  }

  /** Where the first element with this id has its data, or -1 if there is none. */
  public int extension(int id) {
    int index = indexOf(id);
    return index < 0 ? -1 : extensionOffsets[index];
  }

  /** Bytes of data of the first element with this id, or -1 if there is none. */
  public int extensionLength(int id) {
    int index = indexOf(id);
    return index < 0 ? -1 : extensionLengths[index];
  }

  /** How many extension elements there are. */
  public int extensionCount() {
    indexExtensions();
    return extensionCount;
  }

  /** The id of the element at an index below {@link #extensionCount()}: 1..14, or up to 255. */
  public int extensionIdAt(int index) {
    return extensionIds[index];
  }

  /** Where the element at an index below {@link #extensionCount()} has its data. */
  public int extensionOffsetAt(int index) {
    return extensionOffsets[index];
  }

  /** Bytes of data of the element at an index below {@link #extensionCount()}: 0..255. */
  public int extensionLengthAt(int index) {
    return extensionLengths[index];
  }

  private boolean isVersion2() {
    return (array[offset] & 0xc0) == 0x80;
  }

  private boolean measureHeader() {
    headerLength = FIXED_HEADER_LENGTH + 4 * contributingSourceCount();
    extensionCount = 0;
    boolean extended = (array[offset] & 0x10) != 0;
    indexed = !extended;
    if (!extended) {
      return headerLength <= length;
    }
    if (headerLength + 4 > length) {
      return false;
    }
    extensionStart = offset + headerLength + 4;
    headerLength += 4 + 4 * BigEndian.u16(array, extensionStart - 2);
    extensionEnd = offset + headerLength;
    return headerLength <= length;
  }

  private boolean measurePadding() {
    paddingLength = 0;
    if ((array[offset] & 0x20) == 0) {
      return true;
    }
    paddingLength = array[offset + length - 1] & 0xff;
    return paddingLength > 0 && paddingLength <= length - headerLength;
  }

  private int indexOf(int id) {
    indexExtensions();
    for (int i = 0; i < extensionCount; i++) {
      if (extensionIds[i] == id) {
        return i;
      }
    }
    return -1;
  }

  private void indexExtensions() {
    if (indexed) {
      return;
    }
    indexed = true;
    int profile = BigEndian.u16(array, extensionStart - 4);
    if (profile == ONE_BYTE_PROFILE) {
      indexOneByteElements();
    } else if (profile >> 4 == TWO_BYTE_PROFILE) {
      indexTwoByteElements();
    }
  }

  /** RFC 8285, section 4.2. Id 15, or id 0 with a length, ends the processing there. */
  private void indexOneByteElements() {
    int at = extensionStart;
    while (at < extensionEnd) {
      int head = array[at++] & 0xff;
      if (head == 0) {
        continue;
      }
      int id = head >> 4;
      if (id == 0 || id == 15) {
        return;
      }
      int dataLength = (head & 0x0f) + 1;
      if (!add(id, at, dataLength)) {
        return;
      }
      at += dataLength;
    }
  }

  /** RFC 8285, section 4.3. Id 0 is one byte of padding, without a length. */
  private void indexTwoByteElements() {
    int at = extensionStart;
    while (at < extensionEnd) {
      int id = array[at++] & 0xff;
      if (id == 0) {
        continue;
      }
      if (at == extensionEnd) {
        return;
      }
      int dataLength = array[at++] & 0xff;
      if (!add(id, at, dataLength)) {
        return;
      }
      at += dataLength;
    }
  }

  private boolean add(int id, int dataOffset, int dataLength) {
    if (dataLength > extensionEnd - dataOffset || extensionCount == MAX_EXTENSIONS) {
      return false;
    }
    extensionIds[extensionCount] = id;
    extensionOffsets[extensionCount] = dataOffset;
    extensionLengths[extensionCount] = dataLength;
    extensionCount++;
    return true;
  }
}
