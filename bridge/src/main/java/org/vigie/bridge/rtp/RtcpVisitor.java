package org.vigie.bridge.rtp;

/**
 * What {@link RtcpReader} found, one call per fact and in the order of the packet. SSRCs are the
 * raw 32 bits. Whoever implements this overrides what it needs.
 */
public interface RtcpVisitor {
  /**
   * A sender report (RFC 3550, section 6.4.1); its report blocks follow.
   *
   * @param ntpTime see {@link NtpTime}
   * @param packetCount packets sent, modulo 2^32
   * @param octetCount payload bytes sent, modulo 2^32
   */
  default void senderReport(
      int senderSsrc, long ntpTime, int rtpTimestamp, long packetCount, long octetCount) {}

  /** A receiver report (RFC 3550, section 6.4.2); its report blocks follow. */
  default void receiverReport(int senderSsrc) {}

  /**
   * A report block of the report before.
   *
   * @param fractionLost since the last report, in 1/256: 0..255
   * @param cumulativeLost -2^23..2^23-1; duplicates make it negative
   * @param extendedHighestSequence cycles in the upper 16 of 32 bits, 0..2^32-1
   * @param jitter in RTP clock units, 0..2^32-1
   * @param lastSenderReport {@link NtpTime#compact} of the last sender report, 0 if there was none
   * @param delaySinceLastSenderReport see {@link NtpTime#compactToNanos}
   */
  default void reportBlock(
      int senderSsrc,
      int mediaSsrc,
      int fractionLost,
      int cumulativeLost,
      long extendedHighestSequence,
      long jitter,
      int lastSenderReport,
      int delaySinceLastSenderReport) {}

  /**
   * One entry of a DLRR block (RFC 3611, section 4.5): the answer to a {@linkplain
   * RtcpWriter#receiverReferenceTime receiver's reference time}.
   *
   * @param lastReference {@link NtpTime#compact} of the last one, 0 if there was none
   * @param delay since that came, see {@link NtpTime#compactToNanos}
   */
  default void delaySinceReference(int senderSsrc, int ssrc, int lastReference, int delay) {}

  /**
   * One entry of a generic NACK (RFC 4585, section 6.2.1).
   *
   * @param packetId the first lost sequence number, 0..65535
   * @param bitmask bit i set: packetId + i + 1 is lost too
   */
  default void nack(int senderSsrc, int mediaSsrc, int packetId, int bitmask) {}

  /** Picture loss indication (RFC 4585, section 6.3.1). */
  default void pli(int senderSsrc, int mediaSsrc) {}

  /**
   * One entry of a full intra request (RFC 5104, section 4.3.1).
   *
   * @param commandSequence 0..255; a repeated request repeats it
   */
  default void fir(int senderSsrc, int mediaSsrc, int commandSequence) {}

  /**
   * The receiver's estimate of the path (draft-alvestrand-rmcat-remb); {@link #rembSource} follows
   * for each source that it covers.
   *
   * @param bps bits per second, at most Long.MAX_VALUE
   */
  default void remb(int senderSsrc, long bps) {}

  /** A source that the {@link #remb} before covers. */
  default void rembSource(int mediaSsrc) {}

  /**
   * Transport-wide congestion control feedback; the view is only good during the call.
   *
   * @param feedback positioned before its first packet
   */
  default void transportFeedback(TransportFeedback feedback) {}

  /** A source that says it leaves (RFC 3550, section 6.6). */
  default void bye(int ssrc) {}
}
