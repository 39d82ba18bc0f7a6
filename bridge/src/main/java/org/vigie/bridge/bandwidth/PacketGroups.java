package org.vigie.bridge.bandwidth;

/**
 * Groups packets that left within 10 ms, or came in a heap, and compares each group with the one
 * before: by how much longer they were on the way. Single packets would tell of the sender's and
 * the network's bursts, groups tell of queues.
 */
final class PacketGroups {
  /**
   * Who sends little must have as many groups a second as who sends much, or of two on one line
   * always the same one notices its queue first, and yields.
   */
  private static final long GROUP_MICROS = 10_000;

  private static final long HEAP_STEP_MICROS = 5_000;
  private static final long LONGEST_HEAP_MICROS = 100_000;
  private static final long JUMP_MICROS = 3_000_000;

  private boolean started;
  private boolean hasPrevious;
  private long firstSent;
  private long lastSent;
  private long firstArrival;
  private long lastArrival;
  private long previousSent;
  private long previousArrival;
  private long sentDelta;
  private long arrivalDelta;

  /** Takes a packet; whether it begins a group, so that the two before it can be compared. */
  boolean add(long sentMicros, long arrivalMicros) {
    if (!started) {
      begin(sentMicros, arrivalMicros);
      started = true;
      return false;
    }
    if (isStrange(sentMicros, arrivalMicros)) {
      started = false;
      hasPrevious = false;
      return false;
    }
    if (sentMicros < firstSent) {
      return false; // overtaken
    }
    if (belongs(sentMicros, arrivalMicros)) {
      lastSent = Math.max(lastSent, sentMicros);
      lastArrival = Math.max(lastArrival, arrivalMicros);
      return false;
    }
    return close(sentMicros, arrivalMicros);
  }

  private boolean isStrange(long sentMicros, long arrivalMicros) {
    long onTheWay = arrivalMicros - lastArrival - (sentMicros - lastSent);
    return Math.abs(onTheWay) > JUMP_MICROS;
  }

  private boolean belongs(long sentMicros, long arrivalMicros) {
    if (sentMicros - firstSent <= GROUP_MICROS) {
      return true;
    }
    long arrivedAfter = arrivalMicros - lastArrival;
    boolean faster = arrivedAfter < sentMicros - lastSent;
    return faster
        && arrivedAfter <= HEAP_STEP_MICROS
        && arrivalMicros - firstArrival < LONGEST_HEAP_MICROS;
  }

  private boolean close(long sentMicros, long arrivalMicros) {
    boolean comparable = hasPrevious;
    sentDelta = lastSent - previousSent;
    arrivalDelta = lastArrival - previousArrival;
    previousSent = lastSent;
    previousArrival = lastArrival;
    hasPrevious = true;
    begin(sentMicros, arrivalMicros);
    return comparable && arrivalDelta >= 0;
  }

  private void begin(long sentMicros, long arrivalMicros) {
    firstSent = sentMicros;
    lastSent = sentMicros;
    firstArrival = arrivalMicros;
    lastArrival = arrivalMicros;
  }

  /** How much later the last complete group left than the one before it. */
  long sentDeltaMicros() {
    return sentDelta;
  }

  /** By how much longer it was on the way, less than 0 if it was shorter. */
  long variationMicros() {
    return arrivalDelta - sentDelta;
  }

  /** When it arrived. */
  long arrivalMicros() {
    return previousArrival;
  }
}
