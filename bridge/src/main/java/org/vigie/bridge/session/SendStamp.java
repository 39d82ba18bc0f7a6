package org.vigie.bridge.session;

import org.jspecify.annotations.Nullable;
import org.vigie.bridge.bandwidth.BurstMeter;
import org.vigie.bridge.bandwidth.LineEstimator;
import org.vigie.bridge.bandwidth.SentPackets;
import org.vigie.bridge.feedback.OverloadMeter;
import org.vigie.bridge.rtp.RtpHeaderWriter;
import org.vigie.bridge.rtp.TransportFeedback;

/**
 * Fills in what a packet's header says of its sending; the sequence runs over all Slots of a
 * Session, and with it what the viewer says of the arrivals.
 */
final class SendStamp {
  /** The packets of a picture may reach the viewer within this time, and leave together if so. */
  private static final long BURST_NANOS = 2_000_000;

  /**
   * Two packets leave together on the worst line and before anything is known of it: from fewer
   * nothing could be learnt.
   */
  private static final int LEAST_BYTES = 1_600;

  /** A viewer who says nothing of so many packets for so long was cut off. */
  private static final int CUT_OFF_PACKETS = 30;

  /** A line is believed to take so much until something else is seen. */
  private static final long MOST_BPS = 100_000_000L;

  private static final long CUT_OFF_NANOS = 800_000_000;

  private @Nullable LineEstimator line;
  private @Nullable OverloadMeter overload;
  private int burstBytes = LEAST_BYTES;
  private int bursts = SentPackets.NO_BURST;
  private int transportSequence;
  private int sentSinceHeard;
  private long heardNanos;

  /**
   * Writes where the offsets point; an offset below 0 means that the viewer did not negotiate it.
   *
   * @param length bytes of the packet
   * @param burst from {@link #newBurst()}, or {@link SentPackets#NO_BURST}
   */
  void write(
      long nowNanos,
      byte[] array,
      int length,
      int transportSequenceOffset,
      int absSendTimeOffset,
      int burst) {
    if (transportSequenceOffset >= 0) {
      RtpHeaderWriter.patchTransportSequence(array, transportSequenceOffset, transportSequence);
      line().sent(nowNanos, transportSequence, length, burst);
      sentSinceHeard++;
      OverloadMeter watching = overload;
      if (watching != null) {
        watching.sent(length);
      }
      transportSequence = (transportSequence + 1) & 0xffff;
    }
    if (absSendTimeOffset >= 0) {
      RtpHeaderWriter.patchAbsSendTime(array, absSendTimeOffset, nowNanos);
    }
  }

  /** Not before it is needed: a Session that only waits shall cost little. */
  private LineEstimator line() {
    LineEstimator used = line == null ? new LineEstimator(MOST_BPS, MOST_BPS) : line;
    line = used;
    return used;
  }

  /** A name for packets that leave together. */
  int newBurst() {
    bursts = bursts == Integer.MAX_VALUE ? SentPackets.NO_BURST + 1 : bursts + 1;
    return bursts;
  }

  /**
   * Takes what the viewer says of arrivals.
   *
   * @return whether his line was cut off before: what was sent meanwhile is gone, and he will not
   *     say so for seconds, as his own requests went the same way
   */
  boolean feedback(long nowNanos, TransportFeedback feedback) {
    boolean cutOff = sentSinceHeard >= CUT_OFF_PACKETS && nowNanos - heardNanos > CUT_OFF_NANOS;
    boolean returns = cutOff && heardNanos != 0;
    sentSinceHeard = 0;
    heardNanos = nowNanos;
    learn(nowNanos, feedback);
    overload().feedback(nowNanos, feedback);
    return returns;
  }

  private OverloadMeter overload() {
    OverloadMeter used = overload == null ? new OverloadMeter() : overload;
    overload = used;
    return used;
  }

  /** What the viewer's line took if it was just given too much, bps; 0 if it was not. */
  long takeOverloadBps() {
    OverloadMeter watching = overload;
    return watching != null && watching.takeOverloaded() ? watching.bps() : 0;
  }

  private void learn(long nowNanos, TransportFeedback feedback) {
    LineEstimator estimator = line();
    estimator.feedback(nowNanos, feedback);
    BurstMeter bursts = estimator.bursts();
    if (bursts.known()) {
      burstBytes = Math.max(LEAST_BYTES, bursts.bytesWithin(BURST_NANOS));
    }
  }

  /** What the viewer's line takes at once, in bps; 0 as long as nothing is known of it. */
  long lineBps() {
    LineEstimator estimator = line;
    return estimator != null && estimator.bursts().known() ? estimator.bursts().bps() : 0;
  }

  /** How many bytes may leave together so that the viewer's line takes them at once. */
  int burstBytes() {
    return burstBytes;
  }
}
