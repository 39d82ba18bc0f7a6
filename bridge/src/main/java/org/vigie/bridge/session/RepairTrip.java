package org.vigie.bridge.session;

/**
 * How long a camera takes to answer a NACK, ns. A receiver that sends no media cannot measure the
 * round trip by reports (RFC 3550, section 6.4.1), so one request at a time is timed until its
 * packet comes.
 */
final class RepairTrip {
  /** Assumed until one was measured: a usual 4G uplink. */
  static final long INITIAL_NANOS = 100_000_000L;

  /** The same request said twice counts as one. */
  private static final long TOGETHER_NANOS = 20_000_000L;

  private static final long GIVE_UP_NANOS = 1_000_000_000L;
  private static final long NOTHING = Long.MIN_VALUE;

  private long timedSequence = NOTHING;
  private long askedNanos;
  private long smoothedNanos;

  /** A packet is asked for. */
  void asked(long nowNanos, long sequence) {
    if (timedSequence == NOTHING || nowNanos - askedNanos > GIVE_UP_NANOS) {
      timedSequence = sequence;
      askedNanos = nowNanos;
    } else if (timedSequence == sequence && nowNanos - askedNanos > TOGETHER_NANOS) {
      timedSequence = NOTHING;
    }
  }

  /**
   * A packet came on request; one that was asked for twice says nothing, for which request it
   * answers is unknown.
   */
  void answered(long nowNanos, long sequence) {
    if (timedSequence != sequence) {
      return;
    }
    timedSequence = NOTHING;
    long sample = nowNanos - askedNanos;
    smoothedNanos = smoothedNanos == 0 ? sample : (7 * smoothedNanos + sample) / 8;
  }

  /** The estimate. */
  long nanos() {
    return smoothedNanos == 0 ? INITIAL_NANOS : smoothedNanos;
  }
}
