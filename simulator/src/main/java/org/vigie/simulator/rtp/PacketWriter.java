package org.vigie.simulator.rtp;

import java.nio.charset.StandardCharsets;

/**
 * Writes one RTP packet (RFC 3550, section 5.1) with one-byte extensions (RFC 8285) into an array.
 */
final class PacketWriter {
  static final int HEADER = 12;

  private static final int ONE_BYTE_EXTENSIONS = 0xbede;
  private static final long FRACTION = 1L << 18;

  private final ExtensionIds ids;
  private final byte[] mid;

  PacketWriter(ExtensionIds ids, String mid) {
    this.ids = ids;
    this.mid = mid.getBytes(StandardCharsets.US_ASCII);
  }

  /** Fixed header fields of the next packet; returns where its extensions begin. */
  static int header(
      byte[] out, boolean marker, int payloadType, int sequence, int timestamp, int ssrc) {
    out[0] = (byte) 0x80;
    out[1] = (byte) ((marker ? 0x80 : 0) | payloadType);
    putShort(out, 2, sequence);
    putInt(out, 4, timestamp);
    putInt(out, 8, ssrc);
    return HEADER;
  }

  /**
   * Writes the extensions that were agreed on; returns where the payload begins.
   *
   * @param transportSequence for transport-cc
   * @param nowNanos for abs-send-time
   */
  int extensions(byte[] out, int transportSequence, long nowNanos) {
    int start = HEADER + 4;
    int at = start;
    if (ids.mid() > 0) {
      at = element(out, at, ids.mid(), mid.length);
      System.arraycopy(mid, 0, out, at - mid.length, mid.length);
    }
    if (ids.transportCc() > 0) {
      at = element(out, at, ids.transportCc(), 2);
      putShort(out, at - 2, transportSequence);
    }
    if (ids.absSendTime() > 0) {
      at = element(out, at, ids.absSendTime(), 3);
      putTriple(out, at - 3, absSendTime(nowNanos));
    }
    return at == start ? HEADER : close(out, start, at);
  }

  private static int close(byte[] out, int start, int end) {
    int at = end;
    while ((at - start) % 4 != 0) {
      out[at++] = 0;
    }
    out[0] |= 0x10;
    putShort(out, HEADER, ONE_BYTE_EXTENSIONS);
    putShort(out, HEADER + 2, (at - start) / 4);
    return at;
  }

  /** Writes an element's header; returns where the element ends. */
  private static int element(byte[] out, int at, int id, int length) {
    out[at] = (byte) (id << 4 | length - 1);
    return at + 1 + length;
  }

  private static int absSendTime(long nowNanos) {
    long seconds = Math.floorDiv(nowNanos, 1_000_000_000L) & 0x3f;
    long fraction = Math.floorMod(nowNanos, 1_000_000_000L) * FRACTION / 1_000_000_000L;
    return (int) (seconds * FRACTION + fraction);
  }

  static void putShort(byte[] out, int at, int value) {
    out[at] = (byte) (value >> 8);
    out[at + 1] = (byte) value;
  }

  private static void putTriple(byte[] out, int at, int value) {
    out[at] = (byte) (value >> 16);
    putShort(out, at + 1, value);
  }

  static void putInt(byte[] out, int at, int value) {
    putShort(out, at, value >> 16);
    putShort(out, at + 2, value);
  }
}
