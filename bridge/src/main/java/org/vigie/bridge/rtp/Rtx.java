package org.vigie.bridge.rtp;

/**
 * Retransmission payloads (RFC 4588, session multiplexing by SSRC): the header of the RTX stream,
 * the original sequence number in two bytes, then the original payload.
 */
public final class Rtx {
  /** Bytes of the original sequence number before the payload. */
  public static final int ORIGINAL_SEQUENCE_LENGTH = 2;

  private Rtx() {}

  /** Whether a packet of an RTX stream carries nothing to recover: padding that probes the path. */
  public static boolean isProbe(RtpPacket rtx) {
    return rtx.payloadLength() < ORIGINAL_SEQUENCE_LENGTH;
  }

  /** The sequence number that the repaired packet had, 0..65535; not for probes. */
  public static int originalSequence(RtpPacket rtx) {
    return BigEndian.u16(rtx.array(), rtx.payloadOffset());
  }

  /**
   * Turns an RTX packet back into the original where it lies. The header moves up by two bytes over
   * the original sequence number, so the packet then begins two bytes later and is two shorter;
   * {@code packet} is wrapped anew around it.
   *
   * @return false, with nothing changed, for a probe
   */
  public static boolean decapsulate(RtpPacket packet, int payloadType, int ssrc) {
    if (isProbe(packet)) {
      return false;
    }
    byte[] array = packet.array();
    int sequenceNumber = originalSequence(packet);
    int from = packet.offset();
    int to = from + ORIGINAL_SEQUENCE_LENGTH;
    System.arraycopy(array, from, array, to, packet.headerLength());
    patchHeader(array, to, payloadType, sequenceNumber, ssrc);
    return packet.wrap(array, to, packet.length() - ORIGINAL_SEQUENCE_LENGTH);
  }

  /**
   * Writes the RTX packet that repeats {@code original}, its extensions included and its padding
   * left out, to {@code target[offset ..)}, which must not overlap it.
   *
   * @param limit the first position that must not be written
   * @return the packet's length in bytes, or -1 with nothing written if it does not fit
   */
  public static int encapsulate(
      RtpPacket original,
      int payloadType,
      int sequenceNumber,
      int ssrc,
      byte[] target,
      int offset,
      int limit) {
    int headerLength = original.headerLength();
    int length = headerLength + ORIGINAL_SEQUENCE_LENGTH + original.payloadLength();
    if (offset < 0 || limit > target.length || length > limit - offset) {
      return -1;
    }
    System.arraycopy(original.array(), original.offset(), target, offset, headerLength);
    target[offset] &= (byte) ~0x20;
    patchHeader(target, offset, payloadType, sequenceNumber, ssrc);
    int osn = offset + headerLength;
    writeOriginalSequence(target, osn, original.sequenceNumber());
    System.arraycopy(
        original.array(),
        original.payloadOffset(),
        target,
        osn + ORIGINAL_SEQUENCE_LENGTH,
        original.payloadLength());
    return length;
  }

  /** Writes the original sequence number, two bytes that stand between header and payload. */
  public static void writeOriginalSequence(byte[] target, int offset, int sequenceNumber) {
    BigEndian.put16(target, offset, sequenceNumber);
  }

  private static void patchHeader(
      byte[] array, int offset, int payloadType, int sequenceNumber, int ssrc) {
    BigEndian.put8(array, offset + 1, (array[offset + 1] & 0x80) | (payloadType & 0x7f));
    BigEndian.put16(array, offset + 2, sequenceNumber);
    BigEndian.put32(array, offset + 8, ssrc);
  }
}
