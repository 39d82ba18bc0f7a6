package org.vigie.bridge.session;

import org.vigie.bridge.forward.IncomingPacket;
import org.vigie.bridge.forward.Replay;

/**
 * Spreads what a slow line is given, so that a key frame is no burst that a queue has to hold or
 * loses. What has to wait is in the Layer's history: this is a cursor into it. A line that takes a
 * burst at once is not paced at all.
 */
final class SlotPace {
  /** What may leave at once on any line: a decoder waits for the last packet of a picture. */
  private static final double LEAST_BURST_BYTES = 2_600;

  /**
   * The same on a faster line, in what it takes within this time. A picture of a Layer that fits
   * leaves whole, and is there as soon as the line can have it; a key frame does not.
   */
  private static final double BURST_NANOS = 30_000_000;

  /** What a replay or a probe took beyond is forgotten: the queue tells of it. */
  private static final double MOST_OWED_NANOS = 150_000_000;

  private static final double NANOS_BITS = 8e9;

  private final Replay cursor = new Replay();
  private long bps;
  private double allowance;
  private long paidNanos;

  /** Whether this line is paced. */
  boolean isOn() {
    return bps != 0;
  }

  /** How fast it is given, bps; 0 if it is not paced. */
  long bps() {
    return bps;
  }

  /** Paces it, or with 0 no longer does. */
  void set(long nowNanos, long newBps) {
    if (bps == 0) {
      paidNanos = nowNanos;
      allowance = LEAST_BURST_BYTES;
    } else {
      earn(nowNanos);
    }
    bps = newBps;
  }

  private void earn(long nowNanos) {
    allowance += Math.max(0, nowNanos - paidNanos) * (double) bps / NANOS_BITS;
    allowance = Math.min(allowance, Math.max(LEAST_BURST_BYTES, bps * BURST_NANOS / NANOS_BITS));
    paidNanos = nowNanos;
  }

  /** Whether the line has room for one more packet. */
  boolean allows(long nowNanos) {
    earn(nowNanos);
    return bps == 0 || allowance > 0;
  }

  /** So much has left. */
  void took(int bytes) {
    if (bps != 0) {
      allowance = Math.max(allowance - bytes, -bps * MOST_OWED_NANOS / NANOS_BITS);
    }
  }

  /** This packet and what follows it waits. */
  void begin(IncomingPacket packet) {
    cursor.follow(packet);
  }

  /** Whether anything waits. */
  boolean waits() {
    return cursor.layer() != null;
  }

  /** What waits. */
  Replay cursor() {
    return cursor;
  }

  /** Nothing waits any more. */
  void end() {
    cursor.end();
  }
}
