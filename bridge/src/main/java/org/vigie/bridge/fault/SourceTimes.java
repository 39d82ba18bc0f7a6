package org.vigie.bridge.fault;

/**
 * What the RTP timestamps of one source tell: pictures out of order, and jumps of its clock. Only
 * neighbours in the order of sequence numbers are compared, since whatever the network does to
 * packets it does not change their timestamps.
 */
final class SourceTimes {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  /** No camera holds a picture back longer than this to send others first. */
  private static final long JUMP_NANOS = NANOS_PER_SECOND;

  /** Over a greater gap a stalled line may have dropped what was between. */
  private static final int NEIGHBOURS = 8;

  private static final int STEPS_OF_A_HABIT = 3;
  private static final long HABIT_NANOS = 5 * NANOS_PER_SECOND;

  private boolean started;
  private int clockRate;
  private long sequence;
  private long timestamp;
  private long arrivalNanos;

  /** Arrival less timestamp of the least delayed packet. */
  private long leastOffset;

  private int stepsBack;
  private long firstStepNanos;
  private boolean outOfOrder;
  private long outOfOrderNanos;
  private boolean jumped;
  private long jumpNanos;

  /** A packet with content; sequence and timestamp are unwrapped. */
  void packet(long nowNanos, long newSequence, long newTimestamp, int rate) {
    if (!started || rate != clockRate) {
      begin(nowNanos, newSequence, newTimestamp, rate);
      return;
    }
    if (newSequence <= sequence) {
      return;
    }
    compare(nowNanos, newSequence - sequence, nanosOf(newTimestamp - timestamp));
    follow(nowNanos, newSequence, newTimestamp);
    leastOffset = Math.min(leastOffset, offset());
  }

  private void begin(long nowNanos, long newSequence, long newTimestamp, int rate) {
    started = true;
    clockRate = rate;
    follow(nowNanos, newSequence, newTimestamp);
    leastOffset = offset();
  }

  private void follow(long nowNanos, long newSequence, long newTimestamp) {
    sequence = newSequence;
    timestamp = newTimestamp;
    arrivalNanos = nowNanos;
  }

  private long offset() {
    return arrivalNanos - nanosOf(timestamp);
  }

  private void compare(long nowNanos, long packets, long stepNanos) {
    if (packets > NEIGHBOURS || stepNanos == 0) {
      return;
    }
    long ahead = stepNanos - (nowNanos - arrivalNanos);
    boolean beforeItsTime = leastOffset - (offset() - ahead) > JUMP_NANOS;
    if (stepNanos < -JUMP_NANOS || (ahead > JUMP_NANOS && beforeItsTime)) {
      jumped = true;
      jumpNanos = nowNanos;
      leastOffset = Long.MAX_VALUE;
    } else if (stepNanos < 0) {
      stepBack(nowNanos);
    }
  }

  private void stepBack(long nowNanos) {
    if (stepsBack == 0 || nowNanos - firstStepNanos > HABIT_NANOS) {
      stepsBack = 0;
      firstStepNanos = nowNanos;
    }
    stepsBack++;
    if (stepsBack >= STEPS_OF_A_HABIT) {
      outOfOrder = true;
      outOfOrderNanos = nowNanos;
    }
  }

  /** Whether pictures came out of order, again and again, within this time. */
  boolean outOfOrder(long nowNanos, long withinNanos) {
    return outOfOrder && nowNanos - outOfOrderNanos <= withinNanos;
  }

  /** Whether the clock jumped within this time. */
  boolean jumped(long nowNanos, long withinNanos) {
    return jumped && nowNanos - jumpNanos <= withinNanos;
  }

  private long nanosOf(long ticks) {
    return ticks / clockRate * NANOS_PER_SECOND + ticks % clockRate * NANOS_PER_SECOND / clockRate;
  }
}
