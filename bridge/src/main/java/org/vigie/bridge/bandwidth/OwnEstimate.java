package org.vigie.bridge.bandwidth;

/**
 * What a viewer himself says that his line takes (REMB, draft-alvestrand-rmcat-remb), and trials
 * beyond it. Such an estimate is held to 1.5 times what arrives (draft-ietf-rmcat-gcc-02, section
 * 5.5), and so never reaches a Layer that takes more: only who is given more for a while can say
 * whether his line takes it. Each time it does not, the next trial comes later.
 */
final class OwnEstimate {
  /** One who says so many times what he is given may be held to that. */
  private static final double IDLE = 1.4;

  private static final double FALLS = 0.9;
  private static final double GROWS = 1.02;

  /** Layers take a little more now and a little less then: this is still the one that failed. */
  private static final double SAME = 0.7;

  /** Until a key frame of the other Layer is there and so much of it that an estimate tells. */
  private static final long KNOWN_NANOS = 1_500_000_000L;

  /** One that does not rise for so long, or is not said, is as far as it goes. */
  private static final long STANDS_NANOS = 3_000_000_000L;

  /** One that falls so soon after a trial falls because of it. */
  private static final long KEPT_NANOS = 30_000_000_000L;

  private static final long PATIENCE_NANOS = 4_000_000_000L;
  private static final long LONGEST_PATIENCE_NANOS = 160_000_000_000L;
  private static final long NEVER = Long.MIN_VALUE / 2;

  private long saidBps;
  private long saidNanos = NEVER;
  private long mostBps;
  private long grewNanos;
  private long undisturbedNanos;
  private boolean trying;
  private long triedBps;
  private long triedNanos = NEVER;
  private double failedBps = Double.MAX_VALUE;
  private long failedNanos = NEVER;
  private long patience = PATIENCE_NANOS;

  /**
   * The viewer says so much.
   *
   * @return what counts, bps
   */
  long said(long nowNanos, long bps) {
    if (saidNanos == NEVER) {
      undisturbedNanos = nowNanos;
    }
    saidBps = bps;
    saidNanos = nowNanos;
    boolean tooEarly = trying && nowNanos - triedNanos < KNOWN_NANOS;
    if (tooEarly || bps > mostBps * GROWS) {
      mostBps = bps;
      grewNanos = nowNanos;
    } else if (bps < mostBps * FALLS || (trying && nowNanos - grewNanos > STANDS_NANOS)) {
      disturbed(nowNanos);
    }
    trying &= bps < triedBps;
    return trying ? triedBps : bps;
  }

  private void disturbed(long nowNanos) {
    mostBps = saidBps;
    undisturbedNanos = nowNanos;
    boolean byTrial = trying || nowNanos - triedNanos < KEPT_NANOS;
    if (byTrial && saidBps < triedBps) {
      boolean again = nowNanos - failedNanos < 4 * patience;
      patience = 2 * (again ? Math.min(LONGEST_PATIENCE_NANOS / 2, patience) : PATIENCE_NANOS);
      failedBps = (double) triedBps;
      failedNanos = nowNanos;
      triedBps = 0;
    }
  }

  /**
   * Much is lost: a policer drops what is too much, and such an estimate knows delays only.
   *
   * @return what counts from now on, bps; 0 if nothing changes
   */
  long losesMuch(long nowNanos) {
    return trying && nowNanos - triedNanos > KNOWN_NANOS ? end(nowNanos) : 0;
  }

  private long end(long nowNanos) {
    disturbed(nowNanos);
    trying = false;
    return Math.max(1, saidBps);
  }

  /**
   * Begins a trial if it is time for one, or ends one of which nothing is heard.
   *
   * @param givenBps what he is given
   * @param bps what he would be given more of, 0 for nothing
   * @return what counts from now on, bps; 0 if nothing changes
   */
  long look(long nowNanos, long givenBps, long bps) {
    boolean silent = nowNanos - saidNanos > STANDS_NANOS;
    if (trying && silent) {
      return end(nowNanos);
    }
    long wait = bps < failedBps * SAME ? PATIENCE_NANOS : patience;
    boolean due = nowNanos - undisturbedNanos > wait && saidBps >= givenBps * IDLE;
    if (trying || silent || !due || bps <= saidBps) {
      return 0;
    }
    trying = true;
    triedBps = bps;
    triedNanos = nowNanos;
    return bps;
  }
}
