package org.vigie.bridge.bandwidth;

import java.util.function.LongToDoubleFunction;
import java.util.function.LongUnaryOperator;
import java.util.random.RandomGenerator;

/** A bottleneck in virtual time: what it takes, its queue, its losses and its delay. */
final class SimulatedLine {
  static final long LOST = -1;
  private static final double NANOS_BITS = 8e9;
  private static final long POLICER_DEPTH_NANOS = 50_000_000L;

  private final LongToDoubleFunction bps;
  private final long queueNanos;
  private final boolean policer;
  private final double loss;
  private final LongUnaryOperator delayNanos;
  private final long jitterNanos;
  private final RandomGenerator random;
  private long busyUntil;
  private long lastArrival;
  private double tokens;
  private long tokensAt;

  /**
   * A line.
   *
   * @param bps what it takes at which time, ns
   * @param queueNanos how long its queue is at most
   * @param policer whether it drops what is too much instead of letting it wait
   */
  SimulatedLine(
      LongToDoubleFunction bps,
      long queueNanos,
      boolean policer,
      double loss,
      LongUnaryOperator delayNanos,
      long jitterNanos,
      RandomGenerator random) {
    this.bps = bps;
    this.queueNanos = queueNanos;
    this.policer = policer;
    this.loss = loss;
    this.delayNanos = delayNanos;
    this.jitterNanos = jitterNanos;
    this.random = random;
  }

  /** When a packet of so many bytes arrives, or {@link #LOST}. */
  long offer(long nowNanos, int bytes) {
    if (!(policer ? conforms(nowNanos, bytes) : fits(nowNanos, bytes))) {
      return LOST;
    }
    if (loss > 0 && random.nextDouble() < loss) {
      return LOST;
    }
    long jitter = jitterNanos == 0 ? 0 : (long) (jitterNanos * random.nextDouble());
    long at = Math.max(nowNanos, busyUntil) + delayNanos.applyAsLong(nowNanos) + jitter;
    lastArrival = Math.max(lastArrival, at);
    return lastArrival;
  }

  private boolean fits(long nowNanos, int bytes) {
    if (queuedNanos(nowNanos) > queueNanos) {
      return false;
    }
    busyUntil = Math.max(nowNanos, busyUntil);
    busyUntil += (long) (bytes * NANOS_BITS / bps.applyAsDouble(busyUntil));
    return true;
  }

  private boolean conforms(long nowNanos, int bytes) {
    double rate = bps.applyAsDouble(nowNanos);
    double deepest = rate * POLICER_DEPTH_NANOS / NANOS_BITS;
    tokens = Math.min(deepest, tokens + rate * (nowNanos - tokensAt) / NANOS_BITS);
    tokensAt = nowNanos;
    if (tokens < bytes) {
      return false;
    }
    tokens -= bytes;
    return true;
  }

  /** How long a packet that comes now waits. */
  long queuedNanos(long nowNanos) {
    return Math.max(0, busyUntil - nowNanos);
  }
}
