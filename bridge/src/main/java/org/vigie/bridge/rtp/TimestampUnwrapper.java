package org.vigie.bridge.rtp;

/**
 * Carries 32-bit RTP timestamps on into longs that never turn over. The first one keeps its
 * unsigned value; older ones may come out negative.
 */
public final class TimestampUnwrapper {
  private boolean started;
  private long highest;

  /** The unwrapped timestamp: the one nearest to the highest so far that has these 32 bits. */
  public long unwrap(int timestamp) {
    long unwrapped = peek(timestamp);
    if (!started || unwrapped > highest) {
      highest = unwrapped;
      started = true;
    }
    return unwrapped;
  }

  /** What {@link #unwrap} would return, without moving on. */
  public long peek(int timestamp) {
    if (!started) {
      return Integer.toUnsignedLong(timestamp);
    }
    return highest + (timestamp - (int) highest);
  }

  /** Whether a timestamp was unwrapped since the start or the last {@link #reset()}. */
  public boolean isStarted() {
    return started;
  }

  /** The highest unwrapped timestamp so far; 0 before the first. */
  public long highest() {
    return highest;
  }

  /** Forgets everything: the next timestamp is the first. */
  public void reset() {
    started = false;
    highest = 0;
  }
}
