package org.vigie.simulator.load.media;

import org.vigie.bridge.rtp.RtcpWriter;
import org.vigie.bridge.rtp.SequenceUnwrapper;

/** When packets came, by transport-wide sequence number, until the sender is told. */
final class TransportArrivals {
  private static final int CAPACITY = 512;

  private final SequenceUnwrapper unwrapper = new SequenceUnwrapper();
  private final long[] sequences = new long[CAPACITY];
  private final long[] micros = new long[CAPACITY];
  private int count;
  private long next; // the first number that no feedback has spoken of
  private int feedbackCount;

  /** A packet came; what came twice, or after the sender was told, is left out. */
  void add(int sequenceNumber, long nowNanos) {
    if (!unwrapper.isStarted()) {
      next = sequenceNumber;
    }
    long sequence = unwrapper.unwrap(sequenceNumber);
    if (sequence < next || count == CAPACITY) {
      return;
    }
    int at = count;
    while (at > 0 && sequences[at - 1] > sequence) {
      at--;
    }
    if (at > 0 && sequences[at - 1] == sequence) {
      return;
    }
    System.arraycopy(sequences, at, sequences, at + 1, count - at);
    System.arraycopy(micros, at, micros, at + 1, count - at);
    sequences[at] = sequence;
    micros[at] = nowNanos / 1000;
    count++;
  }

  boolean isEmpty() {
    return count == 0;
  }

  /** Writes one feedback about what fits; the rest is left for the next. */
  void write(RtcpWriter writer, int ssrc, int mediaSsrc) {
    int told =
        writer.transportFeedback(ssrc, mediaSsrc, feedbackCount, next, sequences, micros, 0, count);
    if (told > 0) {
      feedbackCount++;
      next = sequences[told - 1] + 1;
      count -= told;
      System.arraycopy(sequences, told, sequences, 0, count);
      System.arraycopy(micros, told, micros, 0, count);
    }
  }
}
