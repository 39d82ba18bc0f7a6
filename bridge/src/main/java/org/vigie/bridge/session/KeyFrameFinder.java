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

  private static final long NEVER = Long.MIN_VALUE;

  private long newestStart = NEVER;
  private long promised = NEVER;
  private long newestKeySlice = NEVER;
  private long newestOrdinarySlice = NEVER;

  /**
   * Looks at a packet; the first that begins a key frame counts.
   *
   * @param timestamp unwrapped
   * @param setsKnown whether the parameter sets are known without being sent before each key frame
   */
  Finding look(PayloadInspector seen, long timestamp, boolean setsKnown) {
    if (seen.ordinarySlice()) {
      return ordinarySlice(timestamp);
    }
    if (!seen.keyFrame()) {
      return Finding.NOTHING;
    }
    return seen.awaitsSlice()
        ? parameterSets(timestamp)
        : keySlice(timestamp, setsKnown || seen.parameterSets());
  }

  /** A key frame with this timestamp begins for certain. */
  Finding starts(long timestamp) {
    return isNewStart(timestamp) ? Finding.STARTS : Finding.NOTHING;
  }

  private Finding parameterSets(long timestamp) {
    // The slice may have overtaken its parameter sets, and is in the history.
    if (timestamp == newestOrdinarySlice || !isNewStart(timestamp)) {
      return Finding.NOTHING;
    }
    if (timestamp == newestKeySlice) {
      return Finding.STARTS;
    }
    promised = timestamp;
    return Finding.PROMISES;
  }

  private Finding keySlice(long timestamp, boolean hasSets) {
    newestKeySlice = Math.max(newestKeySlice, timestamp);
    if (promised != NEVER && timestamp >= promised) {
      promised = NEVER;
      return Finding.KEEPS;
    }
    return hasSets ? starts(timestamp) : Finding.NOTHING;
  }

  private Finding ordinarySlice(long timestamp) {
    newestOrdinarySlice = Math.max(newestOrdinarySlice, timestamp);
    if (timestamp != promised) {
      return Finding.NOTHING;
    }
    promised = NEVER;
    return Finding.BREAKS;
  }

  private boolean isNewStart(long timestamp) {
    boolean isNew = timestamp > newestStart;
    newestStart = Math.max(newestStart, timestamp);
    return isNew;
  }
}
