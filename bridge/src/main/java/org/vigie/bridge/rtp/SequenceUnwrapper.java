package org.vigie.bridge.rtp;

/**
 * Carries 16-bit sequence numbers on into longs that never turn over. The first one keeps its
 * value, so the low 32 bits are the "extended highest sequence number" of RFC 3550; packets older
 * than the first may come out negative.
 */
public final class SequenceUnwrapper {
  private boolean started;
  private long highest;

  /** The unwrapped number: the one nearest to the highest so far that has these 16 bits. */
  public long unwrap(int sequenceNumber) {
    long unwrapped = peek(sequenceNumber);
    if (!started || unwrapped > highest) {
      highest = unwrapped;
      started = true;
    }
    return unwrapped;
  }

  /** What {@link #unwrap} would return, without moving on. */
  public long peek(int sequenceNumber) {
    if (!started) {
      return sequenceNumber & 0xffff;
    }
    return highest + (short) (sequenceNumber - (int) highest);
  }

  /** Whether a number was unwrapped since the start or the last {@link #reset()}. */
  public boolean isStarted() {
    return started;
  }

  /** The highest unwrapped number so far; 0 before the first. */
  public long highest() {
    return highest;
  }

  /** Forgets everything: the next number is the first. */
  public void reset() {
    started = false;
    highest = 0;
  }
}
