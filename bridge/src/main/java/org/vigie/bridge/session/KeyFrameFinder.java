package org.vigie.bridge.session;

import org.vigie.bridge.codec.PayloadInspector;

/**
 * Where a decoder can start in the packets of one source. The start of an H.264 picture is often no
 * more than its parameter sets: a promise, which the first slice keeps or breaks, because some
 * encoders repeat parameter sets before ordinary pictures.
 */
final class KeyFrameFinder {
  /** What a packet means. */
  enum Finding {
    NOTHING,
    /** A key frame begins. */
    STARTS,
    /** A key frame seems to begin. */
    PROMISES,
    /** What was promised is a key frame. */
    KEEPS,
    /** What was promised with this timestamp is an ordinary picture. */
    BREAKS
  }

  /**
   * The newest of its kind. Sequence numbers tell which is newer: timestamps step back where the
   * camera's clock is set, and seem to after hours of rest.
   */
  private static final class Newest {
    private boolean any;
    private long sequence;
    private long timestamp;

    boolean isBefore(long newSequence) {
      return !any || newSequence > sequence;
    }

    boolean isOf(long pictureTimestamp) {
      return any && timestamp == pictureTimestamp;
    }

    void note(long newSequence, long newTimestamp) {
      if (isBefore(newSequence)) {
        any = true;
        sequence = newSequence;
        timestamp = newTimestamp;
      }
    }

    void forget() {
      any = false;
    }
  }

  private final Newest start = new Newest();
  private final Newest promise = new Newest();
  private final Newest keySlice = new Newest();
  private final Newest ordinarySlice = new Newest();

  /**
   * Looks at a packet; the first that begins a key frame counts.
   *
   * @param sequence unwrapped
   * @param timestamp unwrapped
   * @param setsKnown whether the parameter sets are known without being sent before each key frame
   */
  Finding look(PayloadInspector seen, long sequence, long timestamp, boolean setsKnown) {
    if (seen.ordinarySlice()) {
      return ordinarySlice(sequence, timestamp);
    }
    if (!seen.keyFrame()) {
      return Finding.NOTHING;
    }
    return seen.awaitsSlice()
        ? parameterSets(sequence, timestamp)
        : keySlice(sequence, timestamp, setsKnown || seen.parameterSets());
  }

  /** A key frame with these unwrapped numbers begins for certain. */
  Finding starts(long sequence, long timestamp) {
    return isNewStart(sequence, timestamp) ? Finding.STARTS : Finding.NOTHING;
  }

  private Finding parameterSets(long sequence, long timestamp) {
    // The slice may have overtaken its parameter sets, and is in the history.
    if (ordinarySlice.isOf(timestamp) || !isNewStart(sequence, timestamp)) {
      return Finding.NOTHING;
    }
    if (keySlice.isOf(timestamp)) {
      return Finding.STARTS;
    }
    promise.forget();
    promise.note(sequence, timestamp);
    return Finding.PROMISES;
  }

  private Finding keySlice(long sequence, long timestamp, boolean hasSets) {
    keySlice.note(sequence, timestamp);
    if (promise.isOf(timestamp) || (promise.any && promise.isBefore(sequence))) {
      promise.forget();
      return Finding.KEEPS;
    }
    return hasSets ? starts(sequence, timestamp) : Finding.NOTHING;
  }

  private Finding ordinarySlice(long sequence, long timestamp) {
    ordinarySlice.note(sequence, timestamp);
    if (!promise.isOf(timestamp)) {
      return Finding.NOTHING;
    }
    promise.forget();
    return Finding.BREAKS;
  }

  private boolean isNewStart(long sequence, long timestamp) {
    boolean isNew = start.isBefore(sequence) && !start.isOf(timestamp);
    start.note(sequence, timestamp);
    return isNew;
  }
}
