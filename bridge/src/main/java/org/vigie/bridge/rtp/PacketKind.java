package org.vigie.bridge.rtp;

/** What a datagram on the media port is, told by its first bytes (RFC 7983, RFC 5761). */
public enum PacketKind {
  /** A STUN message (RFC 8489). */
  STUN,
  /** One or more DTLS records (RFC 9147, RFC 6347). */
  DTLS,
  /** RTP, or SRTP if it still is protected. */
  RTP,
  /** RTCP, or SRTCP if it still is protected. */
  RTCP,
  /** None of these: dropped. */
  OTHER;

  private static final int STUN_HEADER = 20;
  private static final int DTLS_RECORD_HEADER = 13;
  private static final int RTCP_HEADER = 8;

  /**
   * Tells the kind of the datagram; too short for its own fixed header counts as {@link #OTHER}.
   */
  public static PacketKind of(byte[] array, int offset, int length) {
    if (length < RTCP_HEADER) {
      return OTHER;
    }
    int first = array[offset] & 0xff;
    if (first >= 128 && first <= 191) {
      return rtpOrRtcp(array[offset + 1] & 0xff, length);
    }
    if (first <= 3) {
      return length >= STUN_HEADER ? STUN : OTHER;
    }
    if (first >= 20 && first <= 63) {
      return length >= DTLS_RECORD_HEADER ? DTLS : OTHER;
    }
    return OTHER;
  }

  /** RFC 5761, section 4: as seen from RTP, payload types 64 to 95 are lost to RTCP. */
  private static PacketKind rtpOrRtcp(int second, int length) {
    if (second >= 192 && second <= 223) {
      return RTCP;
    }
    return length >= RtpPacket.FIXED_HEADER_LENGTH ? RTP : OTHER;
  }
}
