package org.vigie.bridge.session;

import org.vigie.bridge.forward.IncomingPacket;

/**
 * What a line that is too slow for the only Layer is given: a key frame, as many pictures after it
 * as it takes at once, and then nothing until it is empty and the next key frame comes. What such a
 * viewer sees moves in steps, but is of now. After a while the line is tried again; each time that
 * fails, it is left for twice as long.
 */
final class NarrowGate {
  private static final long FIRST_NANOS = 10_000_000_000L;
  private static final long LONGEST_NANOS = 160_000_000_000L;
  private static final long MOST_QUEUED_NANOS = 150_000_000L;

  /** Each key frame costs the camera, and with it everybody. */
  private static final long LEAST_NANOS = 800_000_000L;

  private static final double NANOS_BITS = 8e9;

  /** Of what the line took, a part is left for sound and repair. */
  private static final double SHARE = 0.85;

  private double bps;
  private long leftForNanos = FIRST_NANOS;
  private long untilNanos;
  private long emptyNanos = Long.MIN_VALUE;
  private long startedNanos = Long.MIN_VALUE;
  private int timestamp;
  private boolean fresh;

  /** The line took only so much. */
  void overloaded(long nowNanos, long tookBps) {
    if (!isClosing(nowNanos)) {
      boolean again = untilNanos != 0 && nowNanos - untilNanos < leftForNanos;
      leftForNanos = again ? Math.min(LONGEST_NANOS, leftForNanos * 2) : FIRST_NANOS;
      emptyNanos = nowNanos + MOST_QUEUED_NANOS;
    }
    bps = bps == 0 ? tookBps * SHARE : Math.min(bps, tookBps * SHARE);
    untilNanos = nowNanos + leftForNanos;
  }

  /** Whether the line counts as too slow. */
  boolean isClosing(long nowNanos) {
    if (bps != 0 && nowNanos >= untilNanos) {
      bps = 0;
    }
    return bps != 0;
  }

  /** Whether nothing is under way any more, so that a key frame may come. */
  boolean isEmpty(long nowNanos) {
    return nowNanos >= emptyNanos && nowNanos >= startedNanos + LEAST_NANOS;
  }

  /**
   * Whether this packet may go.
   *
   * @param shown whether its Layer is shown; else only a key frame could begin
   */
  boolean passes(long nowNanos, IncomingPacket packet, boolean shown) {
    if (!isClosing(nowNanos)) {
      return true;
    }
    return shown
        ? isBegun(packet) || nowNanos >= emptyNanos - MOST_QUEUED_NANOS
        : isEmpty(nowNanos);
  }

  /** Of the newest picture, or of one before it: without it those that were sent are lost. */
  private boolean isBegun(IncomingPacket packet) {
    return packet.rtp().timestamp() - timestamp <= 0;
  }

  /** A key frame begins. */
  void starts(long nowNanos) {
    startedNanos = nowNanos;
    fresh = true;
  }

  void sent(long nowNanos, IncomingPacket packet, int bytes) {
    if (fresh || !isBegun(packet)) {
      timestamp = packet.rtp().timestamp();
      fresh = false;
    }
    took(nowNanos, bytes);
  }

  /** So many bytes have left. */
  void took(long nowNanos, int bytes) {
    if (bps != 0) {
      emptyNanos = Math.max(nowNanos, emptyNanos) + (long) (bytes * NANOS_BITS / bps);
    }
  }
}
