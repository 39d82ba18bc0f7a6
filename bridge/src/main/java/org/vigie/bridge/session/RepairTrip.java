package org.vigie.bridge.session;

import java.util.Arrays;

/**
 * How long a camera takes to answer a NACK, ns. A receiver that sends no media cannot measure the
 * round trip by reports (RFC 3550, section 6.4.1), so one packet at a time is timed from its first
 * request until it comes; the median of the last few counts. Where a request or its answer was lost
 * the time is too long. It is too short where the packet came unasked, because browsers repeat
 * packets to probe a line. To leave out packets that were asked for twice would leave out all, once
 * the estimate is too short.
 */
final class RepairTrip {
  /** Assumed until one was measured: a usual 4G uplink. */
  static final long INITIAL_NANOS = 100_000_000L;

  private static final int SAMPLES = 9;

  /** Beyond a quarter more it was a request or an answer that was lost. */
  private static final int MOST_SPREAD = 4;

  private static final long GIVE_UP_NANOS = 1_000_000_000L;
  private static final long NOTHING = Long.MIN_VALUE;

  private final long[] samples = new long[SAMPLES];
  private final long[] sorted = new long[SAMPLES];
  private int measured;
  private long timedSequence = NOTHING;
  private long newestSequence = NOTHING;
  private long askedNanos;
  private long answeredSequence = NOTHING;
  private long answeredAskedNanos;
  private long medianNanos = INITIAL_NANOS;
  private long usualNanos = INITIAL_NANOS;

  /** A packet is asked for, maybe not for the first time. */
  void asked(long nowNanos, long sequence) {
    boolean free = timedSequence == NOTHING || nowNanos - askedNanos > GIVE_UP_NANOS;
    if (free && sequence > newestSequence) {
      timedSequence = sequence;
      askedNanos = nowNanos;
    }
    newestSequence = Math.max(newestSequence, sequence);
  }

  /** A packet came on request. */
  void answered(long nowNanos, long sequence) {
    if (timedSequence == sequence) {
      timedSequence = NOTHING;
      answeredSequence = sequence;
      answeredAskedNanos = askedNanos;
      samples[measured++ % SAMPLES] = nowNanos - askedNanos;
      look(Math.min(measured, SAMPLES));
    }
  }

  /** What was taken for the answer had come by itself: this is the answer. */
  void answeredOnlyNow(long nowNanos, long sequence) {
    if (answeredSequence == sequence) {
      answeredSequence = NOTHING;
      samples[(measured - 1) % SAMPLES] = nowNanos - answeredAskedNanos;
      look(Math.min(measured, SAMPLES));
    }
  }

  private void look(int count) {
    System.arraycopy(samples, 0, sorted, 0, count);
    Arrays.sort(sorted, 0, count);
    medianNanos = sorted[(count - 1) / 2];
    long most = medianNanos + medianNanos / MOST_SPREAD;
    usualNanos = Math.min(most, sorted[(count - 1) * 3 / 4]);
  }

  /** The estimate, 0 as long as nothing was measured. */
  long measuredNanos() {
    return measured == 0 ? 0 : medianNanos;
  }

  /** The estimate. */
  long nanos() {
    return medianNanos;
  }

  /**
   * Within this three of four answers come, where trips differ little: who asks again sooner asks
   * for what is on its way.
   */
  long usualNanos() {
    return usualNanos;
  }
}
