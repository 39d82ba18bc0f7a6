package org.vigie.bridge.session;

import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.vigie.bridge.api.ViewerLine;
import org.vigie.bridge.bandwidth.BurstMeter;
import org.vigie.bridge.bandwidth.LineEstimator;
import org.vigie.bridge.bandwidth.SentPackets;
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
  static final long MOST_BPS = 100_000_000L;

  private static final long LONG_QUEUE_NANOS = 200_000_000L;

  private static final long SOME_QUEUE_NANOS = 30_000_000L;

  private static final double MUCH_LOSS = 0.1;

  private static final long CUT_OFF_NANOS = 800_000_000;

  private @Nullable LineEstimator line;
  private long mostBps = MOST_BPS;
  private @Nullable Slot prober;
  private int burstBytes = LEAST_BYTES;
  private int bursts = SentPackets.NO_BURST;
  private int transportSequence;
  private boolean heard;
  private int sentSinceHeard;

  /** When the first of those left. */
  private long unheardSinceNanos;

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
      unheardSinceNanos = sentSinceHeard == 0 ? nowNanos : unheardSinceNanos;
      sentSinceHeard++;
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
    boolean silent = nowNanos - unheardSinceNanos > CUT_OFF_NANOS;
    boolean cutOff = heard && silent && sentSinceHeard >= CUT_OFF_PACKETS;
    sentSinceHeard = 0;
    heard = true;
    learn(nowNanos, feedback);
    return cutOff;
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
    long takes = uncappedBps();
    return takes == 0 && mostBps < MOST_BPS ? mostBps : Math.min(takes, mostBps);
  }

  private long uncappedBps() {
    LineEstimator estimator = line;
    if (estimator == null || (!estimator.bursts().known() && estimator.bps() == MOST_BPS)) {
      return 0;
    }
    return estimator.bursts().known()
        ? Math.min(estimator.bursts().bps(), estimator.paceBps())
        : estimator.paceBps();
  }

  /** The viewer's own estimate, which counts where he gives no feedback. */
  void remb(long nowNanos, long bps) {
    line().remb(nowNanos, bps);
  }

  /**
   * The viewer is given no more than this, whatever his line takes.
   *
   * @param bps {@link #MOST_BPS} or more for no bound
   */
  void bound(long bps) {
    mostBps = Math.clamp(bps, LineEstimator.LEAST_BPS, MOST_BPS);
  }

  /** Whether the bound is less than what the line takes. */
  boolean isCapped() {
    return mostBps < (line == null ? MOST_BPS : line.bps());
  }

  /**
   * What may be sent in the long run, bps; {@link #MOST_BPS} if there is no bound and until the
   * line was seen to take less.
   */
  long bps() {
    return line == null ? mostBps : Math.min(mostBps, line.bps());
  }

  /** What may be sent now, bps. */
  long paceBps() {
    return line == null ? mostBps : Math.min(mostBps, line.paceBps());
  }

  /** Whether what is sent now meets a queue, losses or a bound, as far as anybody tells. */
  boolean isHindered(long nowNanos) {
    LineEstimator known = line;
    return known == null
        || isCapped()
        || !known.hears(nowNanos)
        || known.queueNanos() > SOME_QUEUE_NANOS
        || known.lossFraction() > MUCH_LOSS;
  }

  /** What is known of the line. */
  ViewerLine line(ViewerLine.Limit limit, ViewerLine.Pictures pictures) {
    LineEstimator known = line;
    if (known == null) {
      return new ViewerLine(OptionalLong.empty(), Duration.ZERO, 0, limit, pictures);
    }
    OptionalLong bps = known.bps() < MOST_BPS ? OptionalLong.of(known.bps()) : OptionalLong.empty();
    return new ViewerLine(
        bps, Duration.ofNanos(known.queueNanos()), known.lossFraction(), limit, pictures);
  }

  /** Whether what is sent now would come too late. */
  boolean queueIsLong() {
    return line != null && line.queueNanos() > LONG_QUEUE_NANOS;
  }

  /** Begins a probe if it is time and more is wanted; whether one has begun. */
  boolean probe(long nowNanos, long wantedBps, long leastBps) {
    return line != null && line.probe(nowNanos, Math.min(wantedBps, mostBps), leastBps);
  }

  /** Whether the viewer tells what arrives. */
  boolean hears(long nowNanos) {
    return line != null && line.hears(nowNanos);
  }

  /** This Slot fills the probe that has begun. */
  void probeWith(Slot slot) {
    prober = slot;
  }

  /** Nobody fills it any more. */
  void endProbe() {
    prober = null;
  }

  /**
   * A viewer without RTX cannot be sent padding: after a while his line is given more to see what
   * it does; each time that fails, the next time comes later.
   */
  void tryWithoutProbe(long nowNanos, long wantedBps) {
    if (line != null) {
      line.tryMore(nowNanos, Math.min(wantedBps, mostBps));
    }
  }

  /** The same for a viewer who tells no more than an estimate of his own. */
  void tryBeyondRemb(long nowNanos, long givenBps, long nextBps) {
    if (line != null) {
      line.tryBeyondRemb(nowNanos, givenBps, nextBps > mostBps ? 0 : nextBps);
    }
  }

  /** A receiver report says that so much is lost, 1/256. */
  void reported(long nowNanos, int fractionLost) {
    if (line != null && fractionLost > MUCH_LOSS * 256) {
      line.losesMuch(nowNanos);
    }
  }

  /** Bytes of padding that this Slot is to send now. */
  long probeBytes(long nowNanos, Slot slot) {
    return prober == slot && line != null ? line.probeBytes(nowNanos) : 0;
  }

  /** Whether this Slot fills a probe. */
  boolean isProbing(long nowNanos, Slot slot) {
    if (prober == slot && (line == null || !line.isProbing(nowNanos))) {
      prober = null;
    }
    return prober == slot;
  }

  /** How many bytes may leave together so that the viewer's line takes them at once. */
  int burstBytes() {
    return burstBytes;
  }
}
