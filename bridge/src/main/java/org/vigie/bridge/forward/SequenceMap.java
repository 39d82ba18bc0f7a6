package org.vigie.bridge.forward;

import org.jspecify.annotations.Nullable;

/**
 * The viewer's sequence numbers: contiguous whatever is left out, with a number kept for each
 * packet that is missing, so that it can still come. Maps both ways, from a Layer's number to the
 * viewer's and back.
 *
 * <p>Numbers form runs in which the difference between the two is constant. A number is handed out
 * once.
 */
final class SequenceMap {
  /** No number was kept for the packet. */
  static final long UNMAPPED = -1;

  /** Its number was handed out before. */
  static final long TAKEN = -2;

  /** How far back numbers are remembered. */
  static final int WINDOW = 4_096;

  /**
   * So far behind the last number taken SRTP protects nothing any more (RFC 3711, section 3.3.2).
   * The packet is in the history: a viewer who asks for it is sent it as RTX.
   */
  static final int LATEST = 64;

  private static final int MAX_RUNS = 64;
  private static final int WORD_BITS = Long.SIZE;

  private final Segment[] segments = new Segment[MAX_RUNS];
  private final long[] incoming = new long[MAX_RUNS];
  private final long[] outgoing = new long[MAX_RUNS];

  /** How many pictures of the stretch were left out before the run. */
  private final int[] leftOut = new int[MAX_RUNS];

  private long firstRun;
  private long nextRun;

  private final long[] taken = new long[WINDOW / WORD_BITS];
  private final long first;
  private long highestIncoming;
  private long highestOutgoing;
  private long highestTaken;

  private @Nullable Segment foundSegment;
  private long foundIncoming;
  private int foundLeftOut;

  /** Starts at this number of the viewer's, 1 or more. */
  SequenceMap(long first) {
    this.first = first;
    this.highestOutgoing = first - 1;
    this.highestTaken = first - 1;
  }

  /** A new stretch begins with this packet: returns its number, the next one. */
  long begin(Segment segment, long sequence) {
    forget(segment);
    takeBackTail();
    addRun(segment, sequence, 0);
    highestIncoming = sequence - 1;
    return advance(sequence);
  }

  /**
   * Numbers kept behind the last one taken are unknown to the viewer. What they were kept for may
   * belong to newer frames than any he was shown, which must not come after the switch.
   */
  private void takeBackTail() {
    while (nextRun > firstRun && outgoing[ring(nextRun - 1)] > highestTaken) {
      nextRun--;
    }
    highestOutgoing = highestTaken;
  }

  /** The highest incoming number of the current stretch that was passed on or left out. */
  long highestIncoming() {
    return highestIncoming;
  }

  /**
   * The next packet of the current stretch, above {@link #highestIncoming()}; those between keep
   * their numbers.
   */
  long advance(long sequence) {
    int run = ring(nextRun - 1);
    cover(outgoing[run] + (sequence - incoming[run]));
    highestIncoming = sequence;
    take(highestOutgoing);
    foundLeftOut = leftOut[run];
    return highestOutgoing;
  }

  /**
   * A packet above {@link #highestIncoming()} that is left out: the numbers go on without it.
   *
   * @param pictures that are left out with it: 1 with the first packet of one, else 0
   */
  void skip(long sequence, int pictures) {
    int run = ring(nextRun - 1);
    int left = leftOut[run] + pictures;
    cover(outgoing[run] + (sequence - incoming[run]) - 1);
    highestIncoming = sequence;
    if (outgoing[run] > highestOutgoing) {
      incoming[run] = sequence + 1;
      leftOut[run] = left;
    } else {
      addRun(segments[run], sequence + 1, left);
    }
  }

  private void addRun(Segment segment, long sequence, int pictures) {
    if (nextRun - firstRun == MAX_RUNS) {
      firstRun++;
    }
    int run = ring(nextRun);
    segments[run] = segment;
    incoming[run] = sequence;
    outgoing[run] = highestOutgoing + 1;
    leftOut[run] = pictures;
    nextRun++;
  }

  /** The segment will stand for another stretch; its runs are the oldest. */
  private void forget(Segment segment) {
    while (firstRun < nextRun && segments[ring(firstRun)] == segment) {
      firstRun++;
    }
  }

  /** Makes numbers up to this one known, none of them taken yet. */
  private void cover(long newHighest) {
    for (long each = Math.max(highestOutgoing, newHighest - WINDOW) + 1;
        each <= newHighest;
        each++) {
      taken[word(each)] &= ~bit(each);
    }
    highestOutgoing = newHighest;
  }

  /**
   * Takes the number that was kept for a packet that comes late; {@link #segment()} is then its
   * stretch.
   *
   * @return the number, or {@link #UNMAPPED} or {@link #TAKEN}
   */
  long claim(Layer layer, long sequence) {
    for (long each = nextRun - 1; each >= firstRun; each--) {
      int run = ring(each);
      if (segments[run].isOf(layer) && sequence >= incoming[run]) {
        return claim(each, sequence);
      }
    }
    return UNMAPPED;
  }

  private long claim(long runNumber, long sequence) {
    int run = ring(runNumber);
    long number = outgoing[run] + (sequence - incoming[run]);
    if (number > lastOf(runNumber) || number <= highestOutgoing - WINDOW) {
      return UNMAPPED;
    }
    if (isTaken(number)) {
      return TAKEN;
    }
    if (number <= highestTaken - LATEST) {
      return UNMAPPED;
    }
    take(number);
    foundSegment = segments[run];
    foundIncoming = sequence;
    foundLeftOut = leftOut[run];
    return number;
  }

  /**
   * Looks back from a viewer's number: {@link #segment()} and {@link #incoming()} then say what it
   * stands for, whether or not it was taken.
   *
   * @return the extended number, or {@link #UNMAPPED} if it is not remembered
   */
  long locate(int sequence16) {
    long number = highestOutgoing + (short) (sequence16 - (int) highestOutgoing);
    if (number < first || number > highestOutgoing || number <= highestOutgoing - WINDOW) {
      return UNMAPPED;
    }
    for (long each = nextRun - 1; each >= firstRun; each--) {
      int run = ring(each);
      if (number >= outgoing[run]) {
        foundSegment = segments[run];
        foundIncoming = incoming[run] + (number - outgoing[run]);
        foundLeftOut = leftOut[run];
        return number;
      }
    }
    return UNMAPPED;
  }

  /** The stretch found last. */
  Segment segment() {
    if (foundSegment == null) {
      throw new IllegalStateException("nothing was found");
    }
    return foundSegment;
  }

  /** The incoming number found last. */
  long incoming() {
    return foundIncoming;
  }

  /** How many pictures of its stretch were left out before the packet named or advanced to last. */
  int leftOut() {
    return foundLeftOut;
  }

  /** The last number of a run: those of the next begin behind it. */
  private long lastOf(long runNumber) {
    return runNumber == nextRun - 1 ? highestOutgoing : outgoing[ring(runNumber + 1)] - 1;
  }

  private void take(long number) {
    highestTaken = Math.max(highestTaken, number);
    taken[word(number)] |= bit(number);
  }

  private boolean isTaken(long number) {
    return (taken[word(number)] & bit(number)) != 0;
  }

  private static int word(long number) {
    return (int) (number & (WINDOW - 1)) / WORD_BITS;
  }

  private static long bit(long number) {
    return 1L << number;
  }

  private static int ring(long run) {
    return (int) (run & (MAX_RUNS - 1));
  }
}
