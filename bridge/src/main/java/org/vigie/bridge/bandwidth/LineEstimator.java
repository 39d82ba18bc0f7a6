package org.vigie.bridge.bandwidth;

import org.vigie.bridge.rtp.TransportFeedback;

/**
 * What one viewer's line takes, learnt at the sender: from transport-wide feedback where the viewer
 * gives it (draft-holmer-rmcat-transport-wide-cc-extensions-01), else from his own estimate
 * (draft-alvestrand-rmcat-remb). Of the family of Google's congestion control
 * (draft-ietf-rmcat-gcc-02). Driven by {@code (now, input)}; allocates nothing after construction.
 * Whatever a viewer says, the estimate stays between {@link #LEAST_BPS} and the most it was made
 * for.
 */
public final class LineEstimator {
  /** No line counts as slower, bps. */
  public static final long LEAST_BPS = 30_000;

  private static final int QUICK_STEPS = 7;
  private static final int QUICKEST_STEPS = 4;
  private static final int STEADY_STEPS = 19;

  /** What arrived in so long tells of what was sent before a step down until that is over. */
  private static final long STEADY_NANOS = 500_000_000L;

  private static final long CALM_QUEUE_MICROS = 40_000;
  private static final long SOME_QUEUE_MICROS = 15_000;
  private static final long LONG_QUEUE_MICROS = 120_000;
  private static final long JUMP_MICROS = 80_000;
  private static final long FILLING_MICROS = 60_000;

  /** Where less than this part of what is sent arrives, the rest waits. */
  private static final double MOST_ARRIVES = 0.6;

  /** A queue as long as this would leave only the least of the pace. */
  private static final double EMPTYING_MICROS = 500_000;

  private static final double LEAST_PACE = 0.35;

  /** Less than this part of the estimate says nothing of whether the line takes more. */
  private static final double USED = 0.85;

  private static final double MOST_OVER_ARRIVING = 1.5;
  private static final long HEARD_NANOS = 3_000_000_000L;

  /** Who fills the line and met no queue for so long may look for more. */
  private static final long UNDISTURBED_NANOS = 4_000_000_000L;

  /** The same for those to whom nothing whole can be shown. */
  private static final long URGENT_NANOS = 2_000_000_000L;

  /** On a full line a probe finds what it takes from others. */
  private static final double MOST_OF_FULL = 1.35;

  /** A line whose way has become longer may well take a little less. */
  private static final double NEARLY = 0.85;

  /** Found to take so many times the estimate, the line is probed again at once. */
  private static final double MORE = 1.1;

  private static final double RESPONSE_WEIGHT = 0.1;
  private static final long RESPONSE_EXTRA_NANOS = 200_000_000L;
  private static final long NANOS_PER_MICRO = 1_000;

  private final SentPackets packets = new SentPackets();
  private final ArrivalClock clock = new ArrivalClock();
  private final PacketGroups groups = new PacketGroups();
  private final Trend trend = new Trend();
  private final QueueDelay queue = new QueueDelay();
  private final LongerWay longerWay = new LongerWay();
  private final SlidingRate sentRate = new SlidingRate();
  private final SlidingRate arrivingRate = new SlidingRate();
  private final LossControl losses = new LossControl();
  private final Stall stall = new Stall();
  private final Probe probe = new Probe();
  private final ProbeSchedule schedule = new ProbeSchedule();
  private final BurstMeter bursts = new BurstMeter();
  private final OwnEstimate own = new OwnEstimate();
  private final RateControl rate;
  private boolean heard;
  private long heardNanos;
  private boolean grows;
  private double responseNanos;
  private long calmBps;
  private long standingBefore;
  private long newestArrival;

  /**
   * A line of which nothing is known.
   *
   * @param startBps what is believed until something else is seen
   * @param mostBps what is never exceeded, {@link #LEAST_BPS} or more
   */
  public LineEstimator(long startBps, long mostBps) {
    rate = new RateControl(Math.clamp(startBps, LEAST_BPS, mostBps), mostBps);
  }

  /**
   * A packet leaves.
   *
   * @param transportSequence 0 to 65,535
   * @param bytes of the whole packet
   * @param burst the same for all that leave at once, or {@link SentPackets#NO_BURST}
   */
  public void sent(long nowNanos, int transportSequence, int bytes, int burst) {
    packets.sent(nowNanos, transportSequence, bytes, burst, probe.cluster());
    probe.sent(bytes);
  }

  /** Takes what the viewer says of arrivals. */
  public void feedback(long nowNanos, TransportFeedback feedback) {
    long shift = clock.shiftMicros(feedback);
    heard = true;
    heardNanos = nowNanos;
    grows = false;
    long newestSent = 0;
    bursts.begin();
    feedback.rewind();
    while (feedback.next()) {
      int sequence = feedback.sequenceNumber();
      if (!packets.isOpen(sequence)) {
        continue;
      }
      if (feedback.received()) {
        losses.arrived(packets.arrived(sequence));
        newestSent = packets.sentMicros(sequence);
        arrived(sequence, newestSent, feedback.arrivalMicros() + shift);
      } else if (packets.lost(sequence)) {
        losses.lost();
      }
    }
    bursts.end();
    if (newestSent != 0) {
      respond(nowNanos - newestSent * NANOS_PER_MICRO);
      judge(nowNanos, newestSent);
    }
  }

  private void arrived(int sequence, long sentMicros, long arrivalMicros) {
    newestArrival = arrivalMicros;
    int bytes = packets.bytes(sequence);
    bursts.arrived(packets.burst(sequence), bytes, arrivalMicros);
    sentRate.add(sentMicros, bytes);
    arrivingRate.add(arrivalMicros, bytes);
    queue.add(sentMicros, arrivalMicros);
    probe.arrived(packets.cluster(sequence), bytes, sentMicros, arrivalMicros);
    if (groups.add(sentMicros, arrivalMicros)) {
      Trend.Verdict verdict =
          trend.add(groups.arrivalMicros(), groups.variationMicros(), groups.sentDeltaMicros());
      grows |= verdict == Trend.Verdict.GROWS;
    }
  }

  private void respond(long nanos) {
    responseNanos =
        responseNanos == 0 ? nanos : responseNanos + RESPONSE_WEIGHT * (nanos - responseNanos);
  }

  private void judge(long nowNanos, long newestSent) {
    queue.endReport();
    learnWay(nowNanos);
    long standing = queue.standingMicros();
    if (queue.latestMicros() < CALM_QUEUE_MICROS) {
      rate.raise(stall.over(newestArrival));
    }
    boolean fills = queueFills(standing);
    if (fills || queueIsTooLong(standing)) {
      decrease(nowNanos, standing, fills);
      schedule.failed(nowNanos);
    } else if (standing < CALM_QUEUE_MICROS && !losses.forbidsIncrease()) {
      rise(nowNanos);
    } else {
      rate.hold(nowNanos);
    }
    standingBefore = standing;
    if (standing < CALM_QUEUE_MICROS) {
      losses.judge(nowNanos, arrivingRate.bps(STEADY_STEPS), rate, schedule);
    } else {
      losses.restart(nowNanos); // what a full queue loses is no news
    }
    takeProbe(nowNanos, newestSent);
  }

  private void learnWay(long nowNanos) {
    long standing = queue.standingMicros();
    if (standing < CALM_QUEUE_MICROS) {
      longerWay.restart();
      calmBps = rate.bps();
      return;
    }
    switch (longerWay.reported(newestArrival, standing)) {
      case WAIT -> {}
      case SEND_LESS -> rate.ease(nowNanos, arrivingRate.bps(STEADY_STEPS));
      case LONGER -> {
        longerWay.restart();
        queue.isNone();
        schedule.again(nowNanos);
        rate.raise((long) (calmBps * NEARLY));
      }
    }
  }

  private void rise(long nowNanos) {
    if (nowNanos - rate.decreasedNanos() > responseNanos + STEADY_NANOS) {
      rate.raise(Math.min(arrivingRate.bps(STEADY_STEPS), sentRate.bps(STEADY_STEPS)));
    }
    if (usesLine()) {
      rate.increase(nowNanos, arrivingRate.bps(QUICK_STEPS));
    } else {
      rate.hold(nowNanos);
    }
  }

  /**
   * A line, or a viewer's processor, that stops for a while and then delivers everything at once
   * takes no less for it: only what two reports in a row say counts.
   */
  private boolean queueIsTooLong(long standing) {
    boolean stays = standing > LONG_QUEUE_MICROS && standing > standingBefore - SOME_QUEUE_MICROS;
    boolean jumps = standing > JUMP_MICROS && queue.latestMicros() > standing + SOME_QUEUE_MICROS;
    return stays || jumps || (grows && standing > SOME_QUEUE_MICROS);
  }

  /**
   * The line takes so much less that two reports in a row would tell it too late. One alone may be
   * wrong, and halves the estimate at most.
   */
  private boolean queueFills(long standing) {
    long latest = queue.latestMicros();
    boolean lengthens =
        standing > SOME_QUEUE_MICROS && latest > FILLING_MICROS && latest > 2 * standing;
    return lengthens
        && arrivingRate.bps(QUICKEST_STEPS) < MOST_ARRIVES * sentRate.bps(QUICKEST_STEPS);
  }

  /**
   * While a long queue stands packets arrive in a row, and few are enough to tell what the line
   * takes. A short one calls for a small step, once until what it led to can be seen.
   */
  private void decrease(long nowNanos, long standing, boolean fills) {
    long waited = grows || fills ? queue.latestMicros() : standing;
    if (fills || waited > JUMP_MICROS) {
      stall.suspect(rate.bps(), newestArrival, waited);
      long arriving = arrivingRate.bps(QUICKEST_STEPS);
      rate.decrease(nowNanos, fills ? Math.max(arriving, rate.bps() / 2) : arriving);
    } else if (nowNanos - rate.decreasedNanos() > responseNanos + RESPONSE_EXTRA_NANOS) {
      rate.ease(nowNanos, arrivingRate.bps(STEADY_STEPS));
    }
  }

  private boolean usesLine() {
    long arriving = arrivingRate.bps(STEADY_STEPS);
    return sentRate.bps(STEADY_STEPS) > USED * rate.bps()
        && rate.bps() < MOST_OVER_ARRIVING * arriving;
  }

  private void takeProbe(long nowNanos, long newestSentMicros) {
    long found = probe.takeResult(newestSentMicros);
    if (found > 0) {
      boolean more = found > rate.bps() * MORE;
      rate.raise(usesLine() ? Math.min(found, (long) (rate.bps() * MOST_OF_FULL)) : found);
      schedule.answered(nowNanos, more);
    }
  }

  /**
   * The viewer's own estimate; it counts where he gives no transport-wide feedback.
   *
   * @param bps as he says it, 0 to petabits
   */
  public void remb(long nowNanos, long bps) {
    if (!hears(nowNanos)) {
      rate.set((double) own.said(nowNanos, bps));
    }
  }

  /**
   * Where only the viewer's own estimate counts: gives the line more for a while if it is time to
   * see whether it takes it, as that estimate does not tell.
   *
   * @param givenBps what he is given now
   * @param bps what he can be given more of, 0 for nothing
   */
  public void tryBeyondRemb(long nowNanos, long givenBps, long bps) {
    if (!hears(nowNanos)) {
      setIfChanged(own.look(nowNanos, givenBps, bps));
    }
  }

  /** Receiver reports say that much is lost: ends what {@link #tryBeyondRemb} has begun. */
  public void losesMuch(long nowNanos) {
    if (!hears(nowNanos)) {
      setIfChanged(own.losesMuch(nowNanos));
    }
  }

  private void setIfChanged(long bps) {
    if (bps > 0) {
      rate.set((double) bps);
    }
  }

  /** Whether transport-wide feedback still comes. */
  public boolean hears(long nowNanos) {
    return heard && nowNanos - heardNanos < HEARD_NANOS;
  }

  /** What the line takes, bps. */
  public long bps() {
    return rate.bps();
  }

  /** What may be sent now: less than the line takes as long as a queue stands, bps. */
  public long paceBps() {
    long likely = Math.max(queue.standingMicros(), queue.latestMicros() / 2);
    double part = likely < CALM_QUEUE_MICROS ? 1 : 1 - likely / EMPTYING_MICROS;
    return Math.max(LEAST_BPS, (long) (rate.bps() * Math.max(LEAST_PACE, part)));
  }

  /** How long packets wait on the line, ns. */
  public long queueNanos() {
    return queue.standingMicros() * NANOS_PER_MICRO;
  }

  /** The part of the last packets that was lost, 0 to 1. */
  public double lossFraction() {
    return losses.fraction();
  }

  /** How fast the line takes packets that leave together. */
  public BurstMeter bursts() {
    return bursts;
  }

  /**
   * Begins a probe if more than the estimate is wanted and it is time for one; meanwhile {@link
   * #probeBytes} are to be sent.
   *
   * @param leastBps with less than this nothing whole can be shown
   * @return whether one begins
   */
  public boolean probe(long nowNanos, long wantedBps, long leastBps) {
    boolean idle = hears(nowNanos) && !probe.isOpen(nowNanos);
    boolean calm = queue.standingMicros() < CALM_QUEUE_MICROS && !losses.forbidsIncrease();
    long patience = rate.bps() < leastBps ? URGENT_NANOS : UNDISTURBED_NANOS;
    boolean due =
        schedule.isDue(nowNanos) && (!usesLine() || nowNanos - rate.decreasedNanos() > patience);
    boolean begins = wantedBps > rate.bps() && idle && calm && due;
    if (begins) {
      probe.start(nowNanos, Math.min(wantedBps, 2 * rate.bps()), schedule.times());
      schedule.started(nowNanos);
    }
    return begins;
  }

  /**
   * Instead of a probe, where nothing can be sent for one: believes after four undisturbed seconds
   * that the line takes what is wanted, and each time that was wrong only after twice as many.
   */
  public void tryMore(long nowNanos, long wantedBps) {
    if (nowNanos - rate.decreasedNanos() > schedule.patienceNanos()) {
      rate.raise(wantedBps);
      schedule.tried(nowNanos);
    }
  }

  /** Whether a probe is being sent. */
  public boolean isProbing(long nowNanos) {
    return probe.isSending(nowNanos);
  }

  /** Bytes that a probe needs to leave now, beside what leaves anyway. */
  public long probeBytes(long nowNanos) {
    return probe.dueBytes(nowNanos);
  }
}
