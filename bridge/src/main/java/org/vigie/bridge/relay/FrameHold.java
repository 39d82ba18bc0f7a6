package org.vigie.bridge.relay;

import org.vigie.bridge.forward.IncomingPacket;

/**
 * Decides which packets of a Layer wait for the rest of their picture. A decoder shows nothing of a
 * picture before its last packet, so that packets which wait for it and leave with it cost no time,
 * and far less of the processor. Where a packet is missing nothing waits: the viewer shall learn of
 * the gap at once.
 */
final class FrameHold {
  private long longestNanos;
  private boolean started;
  private boolean waiting;
  private boolean whole;
  private int timestamp;
  private long next;
  private long sinceNanos;

  /** Nothing waits for longer than this; 0 lets nothing wait. */
  FrameHold(long longestNanos) {
    this.longestNanos = longestNanos;
  }

  /** From now on nothing waits for longer than this. */
  void waitAtMost(long newLongestNanos) {
    longestNanos = newLongestNanos;
  }

  /** Whether packets wait for the rest of a picture that this one is not part of. */
  boolean endsBefore(IncomingPacket packet) {
    return waiting && packet.rtp().timestamp() != timestamp;
  }

  /** Takes a packet; whether it waits, and if not, then nothing does any more. */
  boolean take(long nowNanos, IncomingPacket packet) {
    boolean late = started && packet.sequence() < next;
    if (!late) {
      follow(packet);
    }
    waiting = !late && whole && nowNanos - sinceNanos < longestNanos;
    return waiting;
  }

  private void follow(IncomingPacket packet) {
    boolean inOrder = !started || packet.sequence() == next;
    if (!started || packet.rtp().timestamp() != timestamp) {
      timestamp = packet.rtp().timestamp();
      // In a mirror the time before the ring counts too.
      sinceNanos = packet.arrivalNanos();
      whole = inOrder;
      started = true;
    }
    whole &= inOrder && !packet.rtp().marker() && !packet.paddingOnly();
    next = packet.sequence() + 1;
  }

  /** Whether those that wait have waited long enough; then nothing waits any more. */
  boolean expire(long nowNanos) {
    if (!waiting || nowNanos < deadlineNanos()) {
      return false;
    }
    stop();
    return true;
  }

  /** Nothing of this picture waits any more. */
  void stop() {
    waiting = false;
    whole = false;
  }

  /** What comes next is of another source, whose numbers say nothing of those of before. */
  void restart() {
    stop();
    started = false;
  }

  /** When {@link #expire} has something to do. */
  long deadlineNanos() {
    return waiting ? sinceNanos + longestNanos : Long.MAX_VALUE;
  }
}
