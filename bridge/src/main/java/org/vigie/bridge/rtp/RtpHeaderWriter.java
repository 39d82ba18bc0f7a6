package org.vigie.bridge.rtp;

import java.util.Arrays;

/**
 * Composes a new RTP header (RFC 3550, section 5.1) with an extension set of its own (RFC 8285).
 * Reusable: {@link #begin}, then any number of elements, then {@link #write}. Elements refer to
 * their source bytes, which are read when the header is written and must not overlap the target.
 *
 * <p>The one-byte form is used when every id is at most 14 and every element has 1 to 16 bytes,
 * else the two-byte form, if the peer allows that ({@code a=extmap-allow-mixed}).
 */
public final class RtpHeaderWriter {
  /** The most elements of one header. */
  public static final int MAX_EXTENSIONS = 16;

  private static final byte[] ZEROS = new byte[255];
  private static final int MAX_ONE_BYTE_ID = 14;
  private static final int MAX_ONE_BYTE_LENGTH = 16;

  private final int[] ids = new int[MAX_EXTENSIONS];
  private final byte[][] sources = new byte[MAX_EXTENSIONS][];
  private final int[] sourceOffsets = new int[MAX_EXTENSIONS];
  private final int[] lengths = new int[MAX_EXTENSIONS];
  private final int[] writtenOffsets = new int[MAX_EXTENSIONS];

  private boolean twoByteAllowed;
  private boolean twoByte;
  private int count;
  private int dataLength;
  private int payloadType;
  private boolean marker;
  private int sequenceNumber;
  private int timestamp;
  private int ssrc;

  /**
   * Whether {@link #begin} starts headers that may use the two-byte form; at first they may not.
   */
  public void allowTwoByteForm(boolean allowed) {
    twoByteAllowed = allowed;
  }

  /**
   * Starts a new header without extension elements.
   *
   * @param payloadType 0..127
   * @param sequenceNumber its low 16 bits are written
   */
  public void begin(int payloadType, boolean marker, int sequenceNumber, int timestamp, int ssrc) {
    this.payloadType = payloadType;
    this.marker = marker;
    this.sequenceNumber = sequenceNumber;
    this.timestamp = timestamp;
    this.ssrc = ssrc;
    count = 0;
    dataLength = 0;
    twoByte = false;
  }

  /**
   * Adds an element whose data stands in {@code source[offset .. offset + length)}.
   *
   * @param id 1..14 (1..255 in the two-byte form, where 15 is left out)
   * @return false, with the header as it was, if the element cannot be carried: id or length out of
   *     range, the two-byte form needed but not allowed, the id used already, or too many elements
   */
  public boolean extension(int id, byte[] source, int offset, int length) {
    if (!fits(id, length) || count == MAX_EXTENSIONS || indexOf(id) >= 0) {
      return false;
    }
    twoByte |= needsTwoByteForm(id, length);
    ids[count] = id;
    sources[count] = source;
    sourceOffsets[count] = offset;
    lengths[count] = length;
    dataLength += length;
    count++;
    return true;
  }

  /**
   * Adds an element of zeros, to be filled in later at {@link #extensionOffset}.
   *
   * @return as {@link #extension}
   */
  public boolean reserve(int id, int length) {
    return extension(id, ZEROS, 0, length);
  }

  /** Bytes that {@link #write} will take. */
  public int length() {
    return RtpPacket.FIXED_HEADER_LENGTH + (count == 0 ? 0 : 4 + paddedExtensionLength());
  }

  /**
   * Writes the header to {@code target[offset ..)}.
   *
   * @param limit the first position that must not be written
   * @return the header's length in bytes, or -1 with nothing written if it does not fit
   */
  public int write(byte[] target, int offset, int limit) {
    int headerLength = length();
    if (offset < 0 || limit > target.length || headerLength > limit - offset) {
      return -1;
    }
    BigEndian.put8(target, offset, count == 0 ? 0x80 : 0x90);
    BigEndian.put8(target, offset + 1, (marker ? 0x80 : 0) | (payloadType & 0x7f));
    BigEndian.put16(target, offset + 2, sequenceNumber);
    BigEndian.put32(target, offset + 4, timestamp);
    BigEndian.put32(target, offset + 8, ssrc);
    if (count > 0) {
      writeExtensions(target, offset + RtpPacket.FIXED_HEADER_LENGTH, offset + headerLength);
    }
    return headerLength;
  }

  /** Where the last {@link #write} put the data of this element, or -1 if it has none. */
  public int extensionOffset(int id) {
    int index = indexOf(id);
    return index < 0 ? -1 : writtenOffsets[index];
  }

  /** Fills in a transport-wide sequence number, an element of two bytes. */
  public static void patchTransportSequence(byte[] array, int dataOffset, int sequenceNumber) {
    BigEndian.put16(array, dataOffset, sequenceNumber);
  }

  /** Fills in an absolute send time, an element of three bytes; see {@link NtpTime#absSendTime}. */
  public static void patchAbsSendTime(byte[] array, int dataOffset, long nowNanos) {
    BigEndian.put24(array, dataOffset, NtpTime.absSendTime(nowNanos));
  }

  /**
   * Appends padding to a packet that has none (RFC 3550, section 5.1).
   *
   * @param padding bytes, 0 to 255; the array must have that room behind the packet
   * @return the packet's new length
   */
  public static int pad(byte[] array, int offset, int length, int padding) {
    if (padding <= 0) {
      return length;
    }
    int end = offset + length + padding;
    Arrays.fill(array, offset + length, end - 1, (byte) 0);
    BigEndian.put8(array, end - 1, padding);
    array[offset] |= 0x20;
    return length + padding;
  }

  private boolean fits(int id, int length) {
    if (id < 1 || id > 255 || id == 15 || length < 0 || length > 255) {
      return false;
    }
    return twoByteAllowed || !needsTwoByteForm(id, length);
  }

  private static boolean needsTwoByteForm(int id, int length) {
    return id > MAX_ONE_BYTE_ID || length == 0 || length > MAX_ONE_BYTE_LENGTH;
  }

  private int indexOf(int id) {
    for (int i = 0; i < count; i++) {
      if (ids[i] == id) {
        return i;
      }
    }
    return -1;
  }

  private int paddedExtensionLength() {
    return (dataLength + count * (twoByte ? 2 : 1) + 3) & ~3;
  }

  private void writeExtensions(byte[] target, int offset, int end) {
    BigEndian.put16(target, offset, twoByte ? 0x1000 : 0xbede);
    BigEndian.put16(target, offset + 2, paddedExtensionLength() / 4);
    int at = offset + 4;
    for (int i = 0; i < count; i++) {
      at = writeElementHead(target, at, ids[i], lengths[i]);
      System.arraycopy(sources[i], sourceOffsets[i], target, at, lengths[i]);
      writtenOffsets[i] = at;
      at += lengths[i];
    }
    while (at < end) {
      target[at++] = 0;
    }
  }

  private int writeElementHead(byte[] target, int at, int id, int length) {
    if (!twoByte) {
      BigEndian.put8(target, at, id << 4 | (length - 1));
      return at + 1;
    }
    BigEndian.put8(target, at, id);
    BigEndian.put8(target, at + 1, length);
    return at + 2;
  }
}
