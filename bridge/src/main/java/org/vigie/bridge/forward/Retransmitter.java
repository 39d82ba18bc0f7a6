package org.vigie.bridge.forward;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.vigie.bridge.api.PayloadFormat;
import org.vigie.bridge.rtp.RtpPacket;

/**
 * Answers a viewer's NACKs from the histories of the Layers that he was shown, as RTX (RFC 4588). A
 * viewer without RTX gets nothing: the same SRTP index must never protect other bytes a second
 * time. Each packet goes at most once per round trip, and all together within a budget.
 */
public final class Retransmitter {
  /** What {@link #retransmit} returns if there is nothing to send. */
  public static final int NOTHING = 0;

  /** What it returns if the packet is too old to be sent again, so that only a key frame helps. */
  public static final int TOO_OLD = -1;

  private static final int REMEMBERED = 512;
  private static final long[] NOTHING_SENT = {};
  private static final long MIN_INTERVAL_NANOS = 5_000_000L;

  /** Taken for a round trip that is not known: it is the first second or two. */
  private static final long UNKNOWN_NANOS = 50_000_000L;

  private final Forwarder forwarder;
  private final PacketRewriter rewriter;
  private final RepairBudget budget;
  private final RtpPacket rtp = new RtpPacket();
  private final Decision decision = new Decision();
  private long[] sentNumbers = NOTHING_SENT;
  private long[] sentNanos = NOTHING_SENT;
  private @Nullable IncomingPacket packet;
  private int rtxSequence;
  private long replayedUntilNanos = Long.MIN_VALUE;

  private long retransmitted;
  private long retransmittedBytes;
  private long throttled;
  private long overBudget;
  private long notFound;
  private long tooOld;

  /**
   * A Retransmitter of one Slot.
   *
   * @param budget of the viewer, for all Slots
   * @param firstRtxSequence where the RTX sequence starts, 0 to 65535
   */
  public Retransmitter(
      Forwarder forwarder, PacketRewriter rewriter, RepairBudget budget, int firstRtxSequence) {
    this.forwarder = forwarder;
    this.rewriter = rewriter;
    this.budget = budget;
    this.rtxSequence = firstRtxSequence;
  }

  /** The viewer is sent old packets: until then they can be sent again, however old they are. */
  public void replayedUntil(long nanos) {
    replayedUntilNanos = nanos;
  }

  /**
   * Writes the retransmission of a packet to {@code target[offset ..)}.
   *
   * @param sequence as the viewer names it, 0 to 65535
   * @param rttNanos round trip to the viewer, 0 if unknown
   * @param limit the first position that must not be written
   * @return its length in bytes, or {@link #NOTHING} or {@link #TOO_OLD}, counted by cause
   */
  public int retransmit(
      long nowNanos, int sequence, long rttNanos, byte[] target, int offset, int limit) {
    SequenceMap sequences = forwarder.sequences();
    long number = sequences.locate(sequence);
    if (number == SequenceMap.UNMAPPED) {
      notFound++;
      return NOTHING;
    }
    if (isTooSoon(nowNanos, number, rttNanos)) {
      throttled++;
      return NOTHING;
    }
    Segment segment = sequences.segment();
    long incoming = sequences.incoming();
    if (isTooOld(nowNanos, segment, incoming)) {
      tooOld++;
      return TOO_OLD;
    }
    if (!budget.allows()) {
      overBudget++; // before anything is read for it
      return NOTHING;
    }
    if (!restore(segment, incoming, number)) {
      notFound++;
      return NOTHING;
    }
    return send(nowNanos, number, target, offset, limit);
  }

  /**
   * A viewer asks again after a round trip, as he measured it. On his line that is now a little
   * less and now a little more; one refused for coming early would cost him another.
   */
  private boolean isTooSoon(long nowNanos, long number, long rttNanos) {
    int slot = slot(number);
    return sentNumbers.length > 0
        && sentNumbers[slot] == number
        && nowNanos - sentNanos[slot]
            < (rttNanos == 0
                ? UNKNOWN_NANOS
                : Math.max(MIN_INTERVAL_NANOS, rttNanos - rttNanos / 4));
  }

  /** Where another key frame has begun since, it is of no use either, and none is needed. */
  private boolean isTooOld(long nowNanos, Segment segment, long incoming) {
    Layer layer = segment.layer();
    return layer != null
        && forwarder.shows(segment)
        && nowNanos >= replayedUntilNanos
        && layer.history().isPast(nowNanos, incoming);
  }

  private boolean restore(Segment segment, long incoming, long number) {
    Layer layer = segment.layer();
    PayloadFormat format = segment.incoming();
    if (layer == null || format == null || !layer.history().recall(incoming)) {
      return false;
    }
    PacketHistory history = layer.history();
    if (!rtp.wrap(history.array(), history.offset(), history.length())) {
      return false;
    }
    IncomingPacket restored = packet == null ? new IncomingPacket(layer, rtp) : packet;
    packet = restored;
    restored.set(layer, format, rtp, incoming, history.arrivalNanos(), history.captureNanos());
    restored.place(history.place());
    forwarder.restore(restored, number, decision);
    return decision.format().rtxPayloadType().isPresent();
  }

  private int send(long nowNanos, long number, byte[] target, int offset, int limit) {
    if (packet == null) {
      return NOTHING;
    }
    int length = rewriter.writeRetransmission(packet, decision, rtxSequence, target, offset, limit);
    if (length <= 0) {
      return NOTHING;
    }
    rtxSequence = (rtxSequence + 1) & 0xffff;
    remember(nowNanos, number);
    budget.spend(length);
    retransmitted++;
    retransmittedBytes += length;
    return length;
  }

  /**
   * Writes a packet of padding to {@code target[offset ..)}.
   *
   * @param like the decision on the last packet sent
   * @return its length in bytes, or {@link #NOTHING} where the viewer takes no RTX
   */
  public int pad(Decision like, int bytes, byte[] target, int offset, int limit) {
    if (like.format().rtxPayloadType().isEmpty()) {
      return NOTHING;
    }
    int length = rewriter.writePadding(like, rtxSequence, bytes, target, offset, limit);
    if (length <= 0) {
      return NOTHING;
    }
    rtxSequence = (rtxSequence + 1) & 0xffff;
    return length;
  }

  private void remember(long nowNanos, long number) {
    if (sentNumbers.length == 0) {
      // Not before, because most viewers miss nothing.
      sentNumbers = new long[REMEMBERED];
      sentNanos = new long[REMEMBERED];
      Arrays.fill(sentNumbers, SequenceMap.UNMAPPED);
    }
    sentNumbers[slot(number)] = number;
    sentNanos[slot(number)] = nowNanos;
  }

  private static int slot(long number) {
    return (int) (number & (REMEMBERED - 1));
  }

  /** Packets sent again. */
  public long retransmitted() {
    return retransmitted;
  }

  /** Bytes of those packets. */
  public long retransmittedBytes() {
    return retransmittedBytes;
  }

  /** Requests that came again within a round trip. */
  public long throttled() {
    return throttled;
  }

  /** Requests beyond the budget. */
  public long overBudget() {
    return overBudget;
  }

  /** Requests for what is too old. */
  public long tooOld() {
    return tooOld;
  }

  /** Requests for what is not remembered, not there, or cannot be sent as RTX. */
  public long notFound() {
    return notFound;
  }
}
