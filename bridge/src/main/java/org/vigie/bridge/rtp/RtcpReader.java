package org.vigie.bridge.rtp;

/**
 * Reads RTCP compound packets (RFC 3550, section 6.1) and reduced-size ones (RFC 5506) in the
 * clear, telling a {@link RtcpVisitor} what they say. Never throws on any input, and its work is
 * bounded by the length of the packet; what it makes the visitor do is bounded by {@link
 * TransportFeedback#MAX_PACKETS} and {@link #MAX_NACKED} for the whole of it.
 */
public final class RtcpReader {
  /** Packets that may be asked for in one datagram; libwebrtc asks for no more than 1,000. */
  static final int MAX_NACKED = 1_024;

  static final int SENDER_REPORT = 200;
  static final int RECEIVER_REPORT = 201;
  static final int SOURCE_DESCRIPTION = 202;
  static final int BYE = 203;
  static final int TRANSPORT_FEEDBACK = 205;
  static final int PAYLOAD_FEEDBACK = 206;
  static final int EXTENDED_REPORT = 207;

  static final int GENERIC_NACK = 1;
  static final int TRANSPORT_WIDE = 15;
  static final int PICTURE_LOSS = 1;
  static final int FULL_INTRA_REQUEST = 4;
  static final int APPLICATION_LAYER = 15;

  static final int RECEIVER_REFERENCE_TIME = 4;
  static final int DELAY_SINCE_REFERENCE = 5;

  static final int HEADER_LENGTH = 4;
  static final int SENDER_INFO_LENGTH = 20;
  static final int REPORT_BLOCK_LENGTH = 24;
  static final int FEEDBACK_FIXED_LENGTH = 8;
  static final int REMB_NAME = 0x52454d42;

  private final TransportFeedback transportFeedback = new TransportFeedback();
  private int feedbackLeft;
  private int nackedLeft;

  /**
   * Reads the packet in {@code array[offset .. offset + length)}.
   *
   * @return false if any of it is malformed. If the parts do not add up to the whole, nothing is
   *     delivered; if only the inside of a part is wrong or it is beyond the bounds, that part is
   *     passed over
   */
  public boolean read(byte[] array, int offset, int length, RtcpVisitor visitor) {
    if (offset < 0 || length < HEADER_LENGTH || length > array.length - offset) {
      return false;
    }
    int end = offset + length;
    if (!isFramed(array, offset, end)) {
      return false;
    }
    feedbackLeft = TransportFeedback.MAX_PACKETS;
    nackedLeft = MAX_NACKED;
    boolean wellFormed = true;
    for (int at = offset; at < end; at = partEnd(array, at)) {
      wellFormed &= readPart(array, at, visitor);
    }
    return wellFormed;
  }

  private static boolean isFramed(byte[] array, int offset, int end) {
    int at = offset;
    while (at < end) {
      if (end - at < HEADER_LENGTH || (array[at] & 0xc0) != 0x80 || partEnd(array, at) > end) {
        return false;
      }
      at = partEnd(array, at);
    }
    return true;
  }

  private static int partEnd(byte[] array, int at) {
    return at + HEADER_LENGTH + 4 * BigEndian.u16(array, at + 2);
  }

  /** The bytes after the header, without padding, or -1 if the padding is absurd. */
  private static int bodyLength(byte[] array, int at) {
    int end = partEnd(array, at);
    int length = end - at - HEADER_LENGTH;
    // RFC 3550 allows padding in the last part only and in fours; Chromium pads each transport
    // feedback of a compound packet, by one to three bytes.
    if ((array[at] & 0x20) == 0) {
      return length;
    }
    int padding = length == 0 ? 0 : array[end - 1] & 0xff;
    return padding == 0 || padding > length ? -1 : length - padding;
  }

  private boolean readPart(byte[] array, int at, RtcpVisitor visitor) {
    int length = bodyLength(array, at);
    if (length < 0) {
      return false;
    }
    int count = array[at] & 0x1f;
    int body = at + HEADER_LENGTH;
    return switch (BigEndian.u8(array, at + 1)) {
      case SENDER_REPORT -> senderReport(array, body, length, count, visitor);
      case RECEIVER_REPORT -> receiverReport(array, body, length, count, visitor);
      case BYE -> bye(array, body, length, count, visitor);
      case TRANSPORT_FEEDBACK -> transportLayer(array, body, length, count, visitor);
      case PAYLOAD_FEEDBACK -> payloadSpecific(array, body, length, count, visitor);
      case EXTENDED_REPORT -> extendedReport(array, body, length, visitor);
      default -> true;
    };
  }

  /** RFC 3611, section 2. */
  private static boolean extendedReport(byte[] array, int body, int length, RtcpVisitor visitor) {
    int end = body + length;
    int at = body + 4;
    while (at + 4 <= end) {
      int next = at + 4 + 4 * BigEndian.u16(array, at + 2);
      if (next > end) {
        return false;
      }
      if (BigEndian.u8(array, at) == DELAY_SINCE_REFERENCE) {
        delaysSinceReference(array, at + 4, next, BigEndian.i32(array, body), visitor);
      }
      at = next;
    }
    return at == end;
  }

  private static void delaysSinceReference(
      byte[] array, int from, int end, int sender, RtcpVisitor visitor) {
    for (int at = from; at + 12 <= end; at += 12) {
      visitor.delaySinceReference(
          sender,
          BigEndian.i32(array, at),
          BigEndian.i32(array, at + 4),
          BigEndian.i32(array, at + 8));
    }
  }

  private static boolean senderReport(
      byte[] array, int body, int length, int count, RtcpVisitor visitor) {
    int fixed = 4 + SENDER_INFO_LENGTH;
    if (length < fixed + count * REPORT_BLOCK_LENGTH) {
      return false;
    }
    int sender = BigEndian.i32(array, body);
    visitor.senderReport(
        sender,
        BigEndian.i64(array, body + 4),
        BigEndian.i32(array, body + 12),
        BigEndian.u32(array, body + 16),
        BigEndian.u32(array, body + 20));
    reportBlocks(array, body + fixed, count, sender, visitor);
    return true;
  }

  private static boolean receiverReport(
      byte[] array, int body, int length, int count, RtcpVisitor visitor) {
    if (length < 4 + count * REPORT_BLOCK_LENGTH) {
      return false;
    }
    int sender = BigEndian.i32(array, body);
    visitor.receiverReport(sender);
    reportBlocks(array, body + 4, count, sender, visitor);
    return true;
  }

  private static void reportBlocks(
      byte[] array, int at, int count, int sender, RtcpVisitor visitor) {
    for (int i = 0; i < count; i++) {
      int block = at + i * REPORT_BLOCK_LENGTH;
      visitor.reportBlock(
          sender,
          BigEndian.i32(array, block),
          BigEndian.u8(array, block + 4),
          BigEndian.u24(array, block + 5) << 8 >> 8,
          BigEndian.u32(array, block + 8),
          BigEndian.u32(array, block + 12),
          BigEndian.i32(array, block + 16),
          BigEndian.i32(array, block + 20));
    }
  }

  private static boolean bye(byte[] array, int body, int length, int count, RtcpVisitor visitor) {
    if (length < 4 * count) {
      return false;
    }
    for (int i = 0; i < count; i++) {
      visitor.bye(BigEndian.i32(array, body + 4 * i));
    }
    return true;
  }

  private boolean transportLayer(
      byte[] array, int body, int length, int format, RtcpVisitor visitor) {
    return switch (format) {
      case GENERIC_NACK -> nack(array, body, length, visitor);
      case TRANSPORT_WIDE -> transportWide(array, body, length, visitor);
      default -> true;
    };
  }

  private boolean nack(byte[] array, int body, int length, RtcpVisitor visitor) {
    if (length < FEEDBACK_FIXED_LENGTH + 4 || length % 4 != 0) {
      return false;
    }
    int sender = BigEndian.i32(array, body);
    int media = BigEndian.i32(array, body + 4);
    for (int at = body + FEEDBACK_FIXED_LENGTH; at < body + length; at += 4) {
      int bitmask = BigEndian.u16(array, at + 2);
      nackedLeft -= 1 + Integer.bitCount(bitmask);
      if (nackedLeft < 0) {
        return false;
      }
      visitor.nack(sender, media, BigEndian.u16(array, at), bitmask);
    }
    return true;
  }

  private boolean transportWide(byte[] array, int body, int length, RtcpVisitor visitor) {
    if (!transportFeedback.wrap(array, body, length)
        || transportFeedback.packetCount() > feedbackLeft) {
      return false;
    }
    feedbackLeft -= transportFeedback.packetCount();
    visitor.transportFeedback(transportFeedback);
    return true;
  }

  private static boolean payloadSpecific(
      byte[] array, int body, int length, int format, RtcpVisitor visitor) {
    return switch (format) {
      case PICTURE_LOSS -> pli(array, body, length, visitor);
      case FULL_INTRA_REQUEST -> fir(array, body, length, visitor);
      case APPLICATION_LAYER -> applicationLayer(array, body, length, visitor);
      default -> true;
    };
  }

  private static boolean pli(byte[] array, int body, int length, RtcpVisitor visitor) {
    if (length < FEEDBACK_FIXED_LENGTH) {
      return false;
    }
    visitor.pli(BigEndian.i32(array, body), BigEndian.i32(array, body + 4));
    return true;
  }

  /** The target stands in each entry; the media source of the header is unused (RFC 5104). */
  private static boolean fir(byte[] array, int body, int length, RtcpVisitor visitor) {
    if (length < FEEDBACK_FIXED_LENGTH + 8 || length % 8 != 0) {
      return false;
    }
    int sender = BigEndian.i32(array, body);
    for (int at = body + FEEDBACK_FIXED_LENGTH; at < body + length; at += 8) {
      visitor.fir(sender, BigEndian.i32(array, at), BigEndian.u8(array, at + 4));
    }
    return true;
  }

  /** Application layer feedback is REMB if it carries that name; anything else is not for us. */
  private static boolean applicationLayer(byte[] array, int body, int length, RtcpVisitor visitor) {
    int at = body + FEEDBACK_FIXED_LENGTH;
    if (length < FEEDBACK_FIXED_LENGTH + 4 || BigEndian.i32(array, at) != REMB_NAME) {
      return length >= FEEDBACK_FIXED_LENGTH;
    }
    return length >= FEEDBACK_FIXED_LENGTH + 8 && remb(array, body, length, visitor);
  }

  private static boolean remb(byte[] array, int body, int length, RtcpVisitor visitor) {
    int at = body + FEEDBACK_FIXED_LENGTH + 4;
    int sources = BigEndian.u8(array, at);
    if (length < FEEDBACK_FIXED_LENGTH + 8 + 4 * sources) {
      return false;
    }
    visitor.remb(BigEndian.i32(array, body), rembRate(BigEndian.u24(array, at + 1)));
    for (int i = 0; i < sources; i++) {
      visitor.rembSource(BigEndian.i32(array, at + 4 + 4 * i));
    }
    return true;
  }

  /** Six bits of exponent, eighteen of mantissa; what no long can hold becomes the largest. */
  private static long rembRate(int bits) {
    int exponent = bits >> 18;
    long mantissa = bits & 0x3ffff;
    boolean overflows = exponent >= Long.numberOfLeadingZeros(mantissa);
    return mantissa == 0 ? 0 : overflows ? Long.MAX_VALUE : mantissa << exponent;
  }
}
