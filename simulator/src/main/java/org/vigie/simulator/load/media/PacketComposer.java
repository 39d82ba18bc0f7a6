package org.vigie.simulator.load.media;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.vigie.bridge.rtp.BigEndian;
import org.vigie.bridge.rtp.NtpTime;
import org.vigie.simulator.rtp.ExtensionIds;

/**
 * Writes a camera's RTP headers from a form filled in beforehand: in all packets the extensions
 * stand at the same place.
 */
final class PacketComposer {
  private static final int FIXED = 12;

  private final byte[] form;
  private int transportAt;
  private int absSendTimeAt;
  private int transportSequence;

  PacketComposer(ExtensionIds ids, String mid) {
    byte[] filled = new byte[FIXED + 4 + 32];
    filled[0] = (byte) 0x80;
    int at = FIXED + 4;
    if (ids.mid() > 0) {
      byte[] name = mid.getBytes(StandardCharsets.US_ASCII);
      filled[at] = (byte) ((ids.mid() << 4) | (name.length - 1));
      System.arraycopy(name, 0, filled, at + 1, name.length);
      at += 1 + name.length;
    }
    if (ids.transportCc() > 0) {
      filled[at] = (byte) ((ids.transportCc() << 4) | 1);
      transportAt = at + 1;
      at += 3;
    }
    if (ids.absSendTime() > 0) {
      filled[at] = (byte) ((ids.absSendTime() << 4) | 2);
      absSendTimeAt = at + 1;
      at += 4;
    }
    form = closed(filled, at);
  }

  private static byte[] closed(byte[] filled, int end) {
    int words = (end - FIXED - 4 + 3) / 4;
    if (words == 0) {
      return Arrays.copyOf(filled, FIXED);
    }
    filled[0] |= 0x10;
    BigEndian.put16(filled, FIXED, 0xbede);
    BigEndian.put16(filled, FIXED + 2, words);
    return Arrays.copyOf(filled, FIXED + 4 + 4 * words);
  }

  /** Bytes of each header. */
  int length() {
    return form.length;
  }

  /** Writes the next packet's header at the start of the array. */
  void write(
      byte[] out,
      boolean marker,
      int payloadType,
      int sequence,
      int timestamp,
      int ssrc,
      long nowNanos) {
    System.arraycopy(form, 0, out, 0, form.length);
    out[1] = (byte) ((marker ? 0x80 : 0) | payloadType);
    BigEndian.put16(out, 2, sequence);
    BigEndian.put32(out, 4, timestamp);
    BigEndian.put32(out, 8, ssrc);
    if (transportAt > 0) {
      BigEndian.put16(out, transportAt, transportSequence++);
    }
    if (absSendTimeAt > 0) {
      BigEndian.put24(out, absSendTimeAt, NtpTime.absSendTime(nowNanos));
    }
  }
}
