package org.vigie.bridge.network;

/**
 * What one direction of a line does to packets. Times are nanoseconds, probabilities 0 to 1.
 *
 * @param delayNanos how long each packet takes
 * @param jitterNanos at most so much is added, without overtaking
 * @param reordered probability that a packet takes a way of its own
 * @param detourNanos how much longer that is at most
 * @param duplicated probability that a packet comes twice
 * @param corrupted probability that a bit of a packet is turned
 * @param rateBps what the line carries, bps; 0 for any rate
 * @param queueNanos what does not leave within this time at that rate is lost
 */
record LineQuality(
    Loss loss,
    long delayNanos,
    long jitterNanos,
    double reordered,
    long detourNanos,
    double duplicated,
    double corrupted,
    long rateBps,
    long queueNanos) {
  private static final long MILLI = 1_000_000;

  /** A line that takes this long and does nothing else. */
  static LineQuality good(long delayMillis) {
    return new LineQuality(Loss.NONE, delayMillis * MILLI, 0, 0, 0, 0, 0, 0, 0);
  }

  LineQuality withLoss(Loss newLoss) {
    return new LineQuality(
        newLoss,
        delayNanos,
        jitterNanos,
        reordered,
        detourNanos,
        duplicated,
        corrupted,
        rateBps,
        queueNanos);
  }

  LineQuality withJitter(long millis) {
    return new LineQuality(
        loss,
        delayNanos,
        millis * MILLI,
        reordered,
        detourNanos,
        duplicated,
        corrupted,
        rateBps,
        queueNanos);
  }

  LineQuality withReordering(double probability, long detourMillis) {
    return new LineQuality(
        loss,
        delayNanos,
        jitterNanos,
        probability,
        detourMillis * MILLI,
        duplicated,
        corrupted,
        rateBps,
        queueNanos);
  }

  LineQuality withDuplicates(double probability) {
    return new LineQuality(
        loss,
        delayNanos,
        jitterNanos,
        reordered,
        detourNanos,
        probability,
        corrupted,
        rateBps,
        queueNanos);
  }

  LineQuality withCorruption(double probability) {
    return new LineQuality(
        loss,
        delayNanos,
        jitterNanos,
        reordered,
        detourNanos,
        duplicated,
        probability,
        rateBps,
        queueNanos);
  }

  LineQuality withRate(long bps, long queueMillis) {
    return new LineQuality(
        loss,
        delayNanos,
        jitterNanos,
        reordered,
        detourNanos,
        duplicated,
        corrupted,
        bps,
        queueMillis * MILLI);
  }
}
