package org.vigie.bridge.feedback;

import org.vigie.bridge.api.CameraBounds;

/**
 * What REMB (draft-alvestrand-rmcat-remb-03) tells a camera: for one whose estimator works
 * (transport-wide feedback) only the cap, for any other an estimate from its losses that grows
 * while they are low.
 *
 * <p>Rates are bps.
 */
public final class RembEstimator {
  /** Time between two messages while the value stays or rises. */
  public static final long INTERVAL_NANOS = 1_000_000_000L;

  /** The estimate never falls below. */
  public static final long MIN_BPS = 50_000;

  private static final double NOTABLE_DROP = 0.97;
  private static final double GROWTH = 1.08;
  private static final double LOW_LOSS = 0.02;
  private static final double HIGH_LOSS = 0.10;
  // A camera that sends less than it may proves nothing about the line, so the estimate stays near
  // what arrives.
  private static final double HEADROOM = 1.5;

  private final boolean estimates;
  private long minBps = MIN_BPS;
  private long startBps;
  private long maxBps;
  private boolean changed;
  private boolean began;
  private long estimateBps;
  private boolean sent;
  private long sentBps;
  private long sentNanos;

  private RembEstimator(boolean estimates, long startBps, long maxBps) {
    this.estimates = estimates;
    this.startBps = startBps;
    this.estimateBps = startBps;
    this.maxBps = Math.max(MIN_BPS, maxBps);
  }

  /** For a camera without transport-wide feedback. */
  public static RembEstimator estimating(long startBps, long maxBps) {
    return new RembEstimator(true, startBps, maxBps);
  }

  /** For a camera that estimates by itself: says the cap only. */
  public static RembEstimator capping(long maxBps) {
    return new RembEstimator(false, maxBps, maxBps);
  }

  /** Sets the cap, which is said at once. */
  public void cap(long bps) {
    long bounded = Math.max(MIN_BPS, bps);
    changed |= bounded != maxBps;
    maxBps = bounded;
  }

  /** Sets between which rates the estimate moves; the start counts until something arrives. */
  public void bound(CameraBounds bounds) {
    minBps = Math.max(MIN_BPS, bounds.minBps());
    cap(bounds.maxBps());
    startBps = bounds.startBps();
    if (estimates && !began) {
      estimateBps = startBps;
    }
  }

  /**
   * What arrived since the last call, about once a second.
   *
   * @param fractionLost losses, 1/256
   * @param receivedBps arriving bit rate
   */
  public void observed(int fractionLost, long receivedBps) {
    if (!estimates || receivedBps == 0) {
      return;
    }
    began = true;
    double loss = fractionLost / 256.0;
    if (loss > HIGH_LOSS) {
      estimateBps =
          (long) (Math.min((double) estimateBps, receivedBps * HEADROOM) * (1 - loss / 2));
    } else if (loss < LOW_LOSS) {
      long ceiling = Math.max(startBps, (long) (receivedBps * HEADROOM));
      estimateBps = Math.max(estimateBps, Math.min(ceiling, (long) (estimateBps * GROWTH) + 1_000));
    }
    // Not cut to the cap, which may be gone soon and says nothing of the line.
    estimateBps = Math.max(estimateBps, Math.min(minBps, maxBps));
  }

  /** What may be sent now, bps. */
  public long currentBps() {
    return estimates ? Math.min(Math.max(estimateBps, minBps), maxBps) : maxBps;
  }

  /** What to tell the camera now, bps, or -1 for nothing. */
  public long poll(long nowNanos) {
    long bps = currentBps();
    boolean dropped = sent && bps < sentBps * NOTABLE_DROP;
    if (sent && !changed && !dropped && nowNanos - sentNanos < INTERVAL_NANOS) {
      return -1;
    }
    sent = true;
    changed = false;
    sentBps = bps;
    sentNanos = nowNanos;
    return bps;
  }
}
