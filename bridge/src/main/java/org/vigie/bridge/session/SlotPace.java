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

  /** A packet is not forgotten on any line. */
  private static final double LEAST_OWED_BYTES = 1_500;

  private static final double NANOS_BITS = 8e9;

  private final Replay cursor = new Replay();
  private boolean on;
  private long bps;
  private double allowance;
  private long paidNanos;

  /** Whether this line is paced. */
  boolean isOn() {
    return on;
  }

  /** How fast it is given, bps; 0 also if it is not paced. */
  long bps() {
    return bps;
  }

  /** Paces it no longer. */
  void off() {
    on = false;
    bps = 0;
  }

  /**
   * Paces it, or no longer does.
   *
   * @param newBps how fast, if so; with 0 next to nothing leaves
   */
  void set(long nowNanos, boolean isOn, long newBps) {
    if (!isOn) {
      off();
      return;
    }
    if (on) {
      earn(nowNanos);
    } else {
      paidNanos = nowNanos;
      allowance = LEAST_BURST_BYTES;
    }
    on = true;
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
    return !on || allowance > 0;
  }

  /** So much has left. */
  void took(int bytes) {
    if (on) {
      double mostOwed = Math.max(LEAST_OWED_BYTES, bps * MOST_OWED_NANOS / NANOS_BITS);
      allowance = Math.max(allowance - bytes, -mostOwed);
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

  /** For how long what leaves next has waited. */
  long waitedNanos(long nowNanos) {
    return nowNanos - cursor.nextArrivalNanos(nowNanos);
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
