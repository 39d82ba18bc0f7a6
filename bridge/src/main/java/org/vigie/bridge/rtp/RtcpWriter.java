package org.vigie.bridge.rtp;

import org.jspecify.annotations.Nullable;

/**
 * Writes RTCP compound packets (RFC 3550, section 6.1) into an array. Reusable: {@link #begin},
 * then the parts in order, then {@link #length()}. A part that does not fit returns false and
 * leaves what was written before as it was.
 */
public final class RtcpWriter {
  private static final int NO_REPORT = -1;
  private static final int MAX_REPORT_BLOCKS = 31;
  private static final int MAX_CNAME_LENGTH = 255;
  private static final int MAX_REMB_SOURCES = 255;
  private static final int CNAME = 1;
  private static final int MAX_CUMULATIVE_LOST = 0x7f_ffff;
  private static final byte[] NOTHING = new byte[0];

  /** Not before it is needed: it is large, and only who receives media tells of arrivals. */
  private @Nullable TransportFeedbackWriter feedback;

  private byte[] array = NOTHING;
  private int start;
  private int limit;
  private int at;
  private int report = NO_REPORT;
  private int blocks;

  /**
   * Starts a new compound packet at {@code array[offset]}.
   *
   * @param limit the first position that must not be written
   * @throws IndexOutOfBoundsException if offset and limit do not lie in the array in this order
   */
  public void begin(byte[] array, int offset, int limit) {
    if (offset < 0 || limit < offset || limit > array.length) {
      throw new IndexOutOfBoundsException(offset + ".." + limit + " of " + array.length);
    }
    this.array = array;
    this.start = offset;
    this.limit = limit;
    at = offset;
    report = NO_REPORT;
  }

  /** Bytes written since {@link #begin}. */
  public int length() {
    return at - start;
  }

  /** Bytes that still fit. */
  public int remaining() {
    return limit - at;
  }

  /** A sender report without blocks (RFC 3550, section 6.4.1); see {@link #reportBlock}. */
  public boolean senderReport(
      int senderSsrc, long ntpTime, int rtpTimestamp, long packetCount, long octetCount) {
    int body = part(RtcpReader.SENDER_REPORT, 0, 4 + RtcpReader.SENDER_INFO_LENGTH);
    if (body < 0) {
      return false;
    }
    BigEndian.put32(array, body, senderSsrc);
    BigEndian.put64(array, body + 4, ntpTime);
    BigEndian.put32(array, body + 12, rtpTimestamp);
    BigEndian.put32(array, body + 16, (int) packetCount);
    BigEndian.put32(array, body + 20, (int) octetCount);
    openReport(body);
    return true;
  }

  /** A receiver report without blocks (RFC 3550, section 6.4.2); see {@link #reportBlock}. */
  public boolean receiverReport(int senderSsrc) {
    int body = part(RtcpReader.RECEIVER_REPORT, 0, 4);
    if (body < 0) {
      return false;
    }
    BigEndian.put32(array, body, senderSsrc);
    openReport(body);
    return true;
  }

  /**
   * Adds a block to the report that was written last. Parameters as in {@link
   * RtcpVisitor#reportBlock}, without the sender; what is out of range becomes the nearest end.
   *
   * @return false if it does not fit, if the report has 31 blocks or if another part came after it
   */
  public boolean reportBlock(
      int mediaSsrc,
      int fractionLost,
      int cumulativeLost,
      long extendedHighestSequence,
      long jitter,
      int lastSenderReport,
      int delaySinceLastSenderReport) {
    if (report == NO_REPORT
        || blocks == MAX_REPORT_BLOCKS
        || remaining() < RtcpReader.REPORT_BLOCK_LENGTH) {
      return false;
    }
    BigEndian.put32(array, at, mediaSsrc);
    BigEndian.put8(array, at + 4, Math.clamp(fractionLost, 0, 255));
    int lost = Math.clamp(cumulativeLost, -MAX_CUMULATIVE_LOST - 1, MAX_CUMULATIVE_LOST);
    BigEndian.put24(array, at + 5, lost);
    BigEndian.put32(array, at + 8, (int) extendedHighestSequence);
    BigEndian.put32(array, at + 12, (int) Math.clamp(jitter, 0, 0xffff_ffffL));
    BigEndian.put32(array, at + 16, lastSenderReport);
    BigEndian.put32(array, at + 20, delaySinceLastSenderReport);
    at += RtcpReader.REPORT_BLOCK_LENGTH;
    blocks++;
    BigEndian.put8(array, report, 0x80 | blocks);
    putLength(report, at);
    return true;
  }

  /**
   * What the clock of a peer that sends no media reads, so that the other can tell how long ago it
   * was: the round trip (RFC 3611, section 4.4).
   *
   * @param ntpTime see {@link NtpTime}
   */
  public boolean receiverReferenceTime(int ssrc, long ntpTime) {
    int body = part(RtcpReader.EXTENDED_REPORT, 0, 16);
    if (body < 0) {
      return false;
    }
    BigEndian.put32(array, body, ssrc);
    BigEndian.put32(array, body + 4, RtcpReader.RECEIVER_REFERENCE_TIME << 24 | 2);
    BigEndian.put64(array, body + 8, ntpTime);
    return true;
  }

  /**
   * A source description with a canonical name (RFC 3550, section 6.5.1).
   *
   * @param cname UTF-8, at most 255 bytes
   */
  public boolean sourceDescription(int ssrc, byte[] cname) {
    if (cname.length > MAX_CNAME_LENGTH) {
      return false;
    }
    // At least one zero ends the chunk's list of items.
    int length = (4 + 2 + cname.length + 1 + 3) & ~3;
    int body = part(RtcpReader.SOURCE_DESCRIPTION, 1, length);
    if (body < 0) {
      return false;
    }
    BigEndian.put32(array, body, ssrc);
    BigEndian.put8(array, body + 4, CNAME);
    BigEndian.put8(array, body + 5, cname.length);
    System.arraycopy(cname, 0, array, body + 6, cname.length);
    zero(body + 6 + cname.length, body + length);
    return true;
  }

  /** The source leaves (RFC 3550, section 6.6). */
  public boolean bye(int ssrc) {
    int body = part(RtcpReader.BYE, 1, 4);
    if (body < 0) {
      return false;
    }
    BigEndian.put32(array, body, ssrc);
    return true;
  }

  /**
   * A generic NACK (RFC 4585, section 6.2.1) for {@code sequences[from .. to)}, which must ascend
   * modulo 2^16 for the densest packing. Nothing is written for an empty range.
   */
  public boolean nack(int senderSsrc, int mediaSsrc, int[] sequences, int from, int to) {
    if (from >= to) {
      return true;
    }
    int entries = nackEntries(sequences, from, to);
    int body =
        feedbackPart(
            RtcpReader.TRANSPORT_FEEDBACK,
            RtcpReader.GENERIC_NACK,
            4 * entries,
            senderSsrc,
            mediaSsrc);
    if (body < 0) {
      return false;
    }
    writeNackEntries(body, sequences, from, to);
    return true;
  }

  /** Picture loss indication (RFC 4585, section 6.3.1). */
  public boolean pli(int senderSsrc, int mediaSsrc) {
    return feedbackPart(
            RtcpReader.PAYLOAD_FEEDBACK, RtcpReader.PICTURE_LOSS, 0, senderSsrc, mediaSsrc)
        >= 0;
  }

  /**
   * Full intra request with one entry (RFC 5104, section 4.3.1).
   *
   * @param commandSequence the low 8 bits count; one more for each new request
   */
  public boolean fir(int senderSsrc, int mediaSsrc, int commandSequence) {
    int entry =
        feedbackPart(RtcpReader.PAYLOAD_FEEDBACK, RtcpReader.FULL_INTRA_REQUEST, 8, senderSsrc, 0);
    if (entry < 0) {
      return false;
    }
    BigEndian.put32(array, entry, mediaSsrc);
    BigEndian.put32(array, entry + 4, commandSequence << 24);
    return true;
  }

  /**
   * The receiver's estimated maximum bit rate (draft-alvestrand-rmcat-remb) for {@code
   * sources[0..count)}, at most 255.
   *
   * @param bps bits per second, rounded down to 18 significant bits
   */
  public boolean remb(int senderSsrc, long bps, int[] sources, int count) {
    if (count > MAX_REMB_SOURCES || bps < 0) {
      return false;
    }
    int fci =
        feedbackPart(
            RtcpReader.PAYLOAD_FEEDBACK,
            RtcpReader.APPLICATION_LAYER,
            8 + 4 * count,
            senderSsrc,
            0);
    if (fci < 0) {
      return false;
    }
    int exponent = Math.max(0, 64 - 18 - Long.numberOfLeadingZeros(bps));
    BigEndian.put32(array, fci, RtcpReader.REMB_NAME);
    BigEndian.put32(array, fci + 4, count << 24 | exponent << 18 | (int) (bps >> exponent));
    for (int i = 0; i < count; i++) {
      BigEndian.put32(array, fci + 8 + 4 * i, sources[i]);
    }
    return true;
  }

  /**
   * One transport-wide congestion control feedback
   * (draft-holmer-rmcat-transport-wide-cc-extensions-01) with as many of the arrived packets {@code
   * [from .. to)} as fit it and the space; packets that are missing in between count as lost. Call
   * again from the returned index, with the next feedback count, until all are told.
   *
   * @param feedbackCount the low 8 bits count
   * @param firstSequence the first packet to speak of, arrived or lost: at most {@code
   *     sequences[from]}. Losses before it are left out where the format cannot reach so far
   * @param sequences unwrapped transport-wide sequence numbers, strictly ascending
   * @param arrivalMicros when each arrived, by any steady clock, in any order
   * @return the index of the first packet that was left out: {@code from} if nothing fitted and
   *     nothing was written
   */
  public int transportFeedback(
      int senderSsrc,
      int mediaSsrc,
      int feedbackCount,
      long firstSequence,
      long[] sequences,
      long[] arrivalMicros,
      int from,
      int to) {
    int fixed = RtcpReader.HEADER_LENGTH + RtcpReader.FEEDBACK_FIXED_LENGTH;
    int next =
        feedback().plan(firstSequence, sequences, arrivalMicros, from, to, remaining() - fixed);
    if (next == from) {
      return from;
    }
    int fci =
        feedbackPart(
            RtcpReader.TRANSPORT_FEEDBACK,
            RtcpReader.TRANSPORT_WIDE,
            feedback().length(),
            senderSsrc,
            mediaSsrc);
    feedback().write(array, fci, feedbackCount);
    return next;
  }

  /** Writes a part's header and returns where its body begins, or -1 if it does not fit. */
  private int part(int type, int count, int bodyLength) {
    int length = RtcpReader.HEADER_LENGTH + bodyLength;
    if (length > remaining()) {
      return -1;
    }
    int head = at;
    at += length;
    report = NO_REPORT;
    BigEndian.put8(array, head, 0x80 | count);
    BigEndian.put8(array, head + 1, type);
    putLength(head, at);
    return head + RtcpReader.HEADER_LENGTH;
  }

  private TransportFeedbackWriter feedback() {
    TransportFeedbackWriter used = feedback == null ? new TransportFeedbackWriter() : feedback;
    feedback = used;
    return used;
  }

  private int feedbackPart(int type, int format, int fciLength, int senderSsrc, int mediaSsrc) {
    int body = part(type, format, RtcpReader.FEEDBACK_FIXED_LENGTH + fciLength);
    if (body < 0) {
      return -1;
    }
    BigEndian.put32(array, body, senderSsrc);
    BigEndian.put32(array, body + 4, mediaSsrc);
    return body + RtcpReader.FEEDBACK_FIXED_LENGTH;
  }

  private void openReport(int body) {
    report = body - RtcpReader.HEADER_LENGTH;
    blocks = 0;
  }

  private void putLength(int head, int end) {
    BigEndian.put16(array, head + 2, (end - head) / 4 - 1);
  }

  private void zero(int from, int to) {
    for (int i = from; i < to; i++) {
      array[i] = 0;
    }
  }

  private static int nackEntries(int[] sequences, int from, int to) {
    int entries = 0;
    int i = from;
    while (i < to) {
      i = endOfNackEntry(sequences, i, to);
      entries++;
    }
    return entries;
  }

  /** An entry names its first packet and, in 16 bits, any of the sixteen that follow. */
  private static int endOfNackEntry(int[] sequences, int from, int to) {
    int end = from + 1;
    while (end < to && isWithinMask(sequences[from], sequences[end])) {
      end++;
    }
    return end;
  }

  private static boolean isWithinMask(int first, int other) {
    int distance = (other - first) & 0xffff;
    return distance >= 1 && distance <= 16;
  }

  private void writeNackEntries(int fci, int[] sequences, int from, int to) {
    int entry = fci;
    int i = from;
    while (i < to) {
      int end = endOfNackEntry(sequences, i, to);
      int mask = 0;
      for (int k = i + 1; k < end; k++) {
        mask |= 1 << (((sequences[k] - sequences[i]) & 0xffff) - 1);
      }
      BigEndian.put16(array, entry, sequences[i]);
      BigEndian.put16(array, entry + 2, mask);
      entry += 4;
      i = end;
    }
  }
}
