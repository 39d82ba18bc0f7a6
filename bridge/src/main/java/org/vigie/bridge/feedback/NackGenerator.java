package org.vigie.bridge.feedback;

/**
 * Finds the losses of one incoming SSRC and says which sequence numbers to ask for again (generic
 * NACK, RFC 4585, section 6.2.1). The first request waits as long as packets of this source were
 * seen to overtake each other; then one follows per round trip until the packet comes or is given
 * up. On a long round trip each request is said twice, because a request that is lost costs another
 * round trip, which viewers see; a browser answers once if it gets both.
 *
 * <p>Sequence numbers are extended (RFC 3550, appendix A.1); times and durations are nanoseconds.
 */
public final class NackGenerator {
  /** Takes what to ask for. */
  @FunctionalInterface
  public interface Sink {
    /** The packet with this number is missing; ask for it. */
    void nack(long sequence);
  }

  /** How a packet came where answers come under the SSRC of the media. */
  public enum Arrival {
    BY_ITSELF,
    /** As the answer to a request. */
    ANSWER,
    /** For the second time: what was taken for the answer had come by itself. */
    REPEATED
  }

  /** Losses followed at once; more clear the list and call for a key frame. */
  public static final int MAX_MISSING = 1_000;

  /** Requests per packet, each of which may be said twice. */
  public static final int MAX_REQUESTS = 10;

  /** A packet that is missing for longer is given up. */
  public static final long MAX_AGE_NANOS = 1_000_000_000L;

  /**
   * What was sent during a longer silence of the line is not asked for: a key frame brings a
   * picture of now, where repair would bring all those that were missed.
   */
  public static final long MAX_SILENCE_NANOS = 500_000_000L;

  /** A step ahead by more is a source that started anew, not a loss. */
  public static final long MAX_GAP = 3_000;

  private static final long MIN_WAIT_NANOS = 4_000_000L;
  private static final long MAX_WAIT_NANOS = 60_000_000L;
  private static final long MIN_RETRY_NANOS = 20_000_000L;

  /** A browser refuses what it sent less than a round trip and 5 ms before. */
  private static final long LEAST_SLACK_NANOS = 6_000_000L;

  /** On a shorter round trip the next request comes soon enough. */
  private static final long LONG_TRIP_NANOS = 50_000_000L;

  /** What is lost together is lost within less. */
  private static final long ECHO_NANOS = 12_000_000L;

  /** However near the camera is, no answer comes sooner. */
  private static final long SOONEST_ANSWER_NANOS = 1_000_000L;

  private static final long NEVER = Long.MAX_VALUE;
  private static final long NOTHING = Long.MIN_VALUE;

  private final long[] sequences = new long[MAX_MISSING];
  private final long[] noticed = new long[MAX_MISSING];
  private final long[] asked = new long[MAX_MISSING];
  private final long[] due = new long[MAX_MISSING];
  private final boolean[] echoed = new boolean[MAX_MISSING];
  private final int[] requests = new int[MAX_MISSING];
  private int size;

  private boolean started;
  private long highest;
  private long receivedNanos;
  private long waitNanos = MIN_WAIT_NANOS;
  private long rttNanos;
  private long nextDeadline = NEVER;
  private long answerSequence = NOTHING;
  private long answerLateNanos;
  private boolean keyFrameNeeded;
  private long nacked;
  private long lost;
  private long recovered;
  private long overflows;

  /** A packet came, by itself. */
  public void received(long nowNanos, long sequence) {
    if (!started) {
      started = true;
      highest = sequence;
    } else if (sequence > highest) {
      advance(nowNanos, sequence);
    } else {
      settle(nowNanos, sequence, false);
    }
    receivedNanos = nowNanos;
  }

  /**
   * A packet came from a camera without RTX, which repeats under the same SSRC: only the time tells
   * an answer from a straggler, and what comes a second time after one request.
   *
   * @param tripNanos measured between a request and its answer, 0 as long as none was
   */
  public Arrival receivedOrAnswered(long nowNanos, long sequence, long tripNanos) {
    if (sequence == answerSequence) {
      answerSequence = NOTHING;
      learnReordering(answerLateNanos);
      return Arrival.REPEATED;
    }
    int index = indexOf(sequence);
    boolean late = index < 0 && started && sequence < highest;
    if (late || isAnswer(nowNanos, index, tripNanos)) {
      if (!late) {
        rememberAnswer(nowNanos, index);
      }
      recovered(nowNanos, sequence);
      receivedNanos = nowNanos;
      return Arrival.ANSWER;
    }
    received(nowNanos, sequence);
    return Arrival.BY_ITSELF;
  }

  private boolean isAnswer(long nowNanos, int index, long tripNanos) {
    return index >= 0
        && requests[index] > 0
        && nowNanos - asked[index] >= Math.max(SOONEST_ANSWER_NANOS, tripNanos / 2);
  }

  /** A number that was asked for more than once may well be answered more than once. */
  private void rememberAnswer(long nowNanos, int index) {
    boolean saidOnce = requests[index] == 1 && (!echoed[index] || rttNanos < LONG_TRIP_NANOS);
    answerSequence = saidOnce ? sequences[index] : NOTHING;
    answerLateNanos = nowNanos - noticed[index];
  }

  /** A packet came because it was asked for (RFC 4588); one that nobody misses changes nothing. */
  public void recovered(long nowNanos, long sequence) {
    settle(nowNanos, sequence, true);
  }

  private void advance(long nowNanos, long sequence) {
    long missing = sequence - highest - 1;
    boolean silence = missing > 0 && nowNanos - receivedNanos > MAX_SILENCE_NANOS;
    if (missing > MAX_GAP || silence) {
      clear();
      keyFrameNeeded = true;
    } else if (size + missing > MAX_MISSING) {
      overflows++;
      lost += size + missing;
      clear();
      keyFrameNeeded = true;
    } else {
      for (long each = highest + 1; each < sequence; each++) {
        miss(nowNanos, each);
      }
    }
    highest = sequence;
  }

  private void miss(long nowNanos, long sequence) {
    sequences[size] = sequence;
    noticed[size] = nowNanos;
    due[size] = nowNanos + waitNanos;
    requests[size] = 0;
    echoed[size] = true;
    nextDeadline = Math.min(nextDeadline, due[size]);
    size++;
  }

  private void settle(long nowNanos, long sequence, boolean onRequest) {
    int index = indexOf(sequence);
    if (index < 0) {
      return;
    }
    if (onRequest || !cameByItself(nowNanos, index)) {
      recovered++;
    } else {
      learnReordering(nowNanos - noticed[index]);
    }
    remove(index);
  }

  /**
   * A camera without RTX repeats under the same SSRC: then only the time tells an answer from a
   * straggler.
   */
  private boolean cameByItself(long nowNanos, int index) {
    return requests[index] == 0 || nowNanos - asked[index] < rttNanos / 2;
  }

  private static long retryNanos(long rttNanos) {
    return Math.max(MIN_RETRY_NANOS, rttNanos + Math.max(rttNanos / 16, LEAST_SLACK_NANOS));
  }

  /** Patience grows at once and shrinks slowly, because a path that reorders does so again. */
  private void learnReordering(long lateNanos) {
    long wanted = Math.min(MAX_WAIT_NANOS, lateNanos + lateNanos / 4);
    waitNanos =
        Math.max(
            MIN_WAIT_NANOS, wanted > waitNanos ? wanted : waitNanos - (waitNanos - wanted) / 8);
  }

  private int indexOf(long sequence) {
    int low = 0;
    int high = size - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (sequences[middle] == sequence) {
        return middle;
      }
      if (sequences[middle] < sequence) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }

  private void remove(int index) {
    int behind = size - index - 1;
    System.arraycopy(sequences, index + 1, sequences, index, behind);
    System.arraycopy(noticed, index + 1, noticed, index, behind);
    System.arraycopy(asked, index + 1, asked, index, behind);
    System.arraycopy(due, index + 1, due, index, behind);
    System.arraycopy(echoed, index + 1, echoed, index, behind);
    System.arraycopy(requests, index + 1, requests, index, behind);
    size--;
  }

  private void clear() {
    size = 0;
    nextDeadline = NEVER;
  }

  /**
   * Gives the sink every number whose request is due, in rising order, and forgets those that are
   * given up.
   *
   * @param rttNanos within which an answer usually comes, 0 if unknown
   * @return how many numbers the sink was given
   */
  public int poll(long nowNanos, long rttNanos, Sink sink) {
    if (nowNanos < nextDeadline) {
      return 0;
    }
    this.rttNanos = rttNanos;
    giveUp(nowNanos, MAX_AGE_NANOS);
    int asked = 0;
    nextDeadline = NEVER;
    for (int i = 0; i < size; i++) {
      if (nowNanos >= due[i]) {
        ask(nowNanos, i, sink);
        asked++;
      }
      nextDeadline = Math.min(nextDeadline, due[i]);
    }
    nacked += asked;
    return asked;
  }

  private void ask(long nowNanos, int index, Sink sink) {
    if (echoed[index]) {
      requests[index]++;
      asked[index] = nowNanos;
    }
    echoed[index] = !echoed[index] || rttNanos < LONG_TRIP_NANOS;
    due[index] = nowNanos + ECHO_NANOS; // also where a Loop that stood still is late
    if (echoed[index]) {
      due[index] = Math.max(due[index], asked[index] + retryNanos(rttNanos));
    }
    sink.nack(sequences[index]);
  }

  private void giveUp(long nowNanos, long ageNanos) {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (nowNanos - noticed[i] >= ageNanos || isHopeless(nowNanos, i)) {
        lost++;
        keyFrameNeeded = true;
      } else {
        move(i, kept++);
      }
    }
    size = kept;
  }

  private boolean isHopeless(long nowNanos, int index) {
    return requests[index] >= MAX_REQUESTS && nowNanos >= due[index];
  }

  private void move(int from, int to) {
    sequences[to] = sequences[from];
    noticed[to] = noticed[from];
    asked[to] = asked[from];
    due[to] = due[from];
    echoed[to] = echoed[from];
    requests[to] = requests[from];
  }

  /**
   * In place of {@link #poll} where nothing can be asked for: what no reordering explains is lost.
   */
  public void expire(long nowNanos) {
    if (nowNanos >= nextDeadline) {
      giveUp(nowNanos, MAX_WAIT_NANOS);
      nextDeadline = size == 0 ? NEVER : noticed[0] + MAX_WAIT_NANOS;
    }
  }

  /** When {@link #poll} has something to do; {@link Long#MAX_VALUE} for never. */
  public long nextDeadline() {
    return nextDeadline;
  }

  /** Whether repair failed since this was last asked, so that only a key frame helps. */
  public boolean takeKeyFrameNeeded() {
    boolean needed = keyFrameNeeded;
    keyFrameNeeded = false;
    return needed;
  }

  /** Packets missing now. */
  public int missing() {
    return size;
  }

  /** Requests made. */
  public long nacked() {
    return nacked;
  }

  /** Packets given up. */
  public long lost() {
    return lost;
  }

  /** Packets that came on request. */
  public long recovered() {
    return recovered;
  }

  /** How often the list was full. */
  public long overflows() {
    return overflows;
  }
}
