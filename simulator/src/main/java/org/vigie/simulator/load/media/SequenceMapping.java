package org.vigie.simulator.load.media;

/**
 * Which of the camera's packets a viewer's sequence number stands for. Servers renumber; decrypted
 * samples tell the distance between both counts, and in between it is taken to stay.
 */
final class SequenceMapping {
  private boolean known;
  private long offset;
  private long samples;
  private long disagreeing;

  /** A sample showed that this unwrapped sequence number is the camera's packet of that index. */
  void sample(long sequence, long index) {
    long seen = index - sequence;
    samples++;
    if (known && seen != offset) {
      disagreeing++;
    }
    known = true;
    offset = seen;
  }

  /** Whether there was a sample. */
  boolean isKnown() {
    return known;
  }

  /** The camera's packet that a number stands for; only if known. */
  long index(long sequence) {
    return sequence + offset;
  }

  long samples() {
    return samples;
  }

  /** Samples that were not what counting on had said. */
  long disagreeing() {
    return disagreeing;
  }
}
