package org.vigie.simulator.impair;

import java.util.LinkedHashMap;
import java.util.Map;

/** What became of the packets of one direction. */
final class LineCounts {
  long entered;
  long passed;
  long lost;
  long overflowed;
  long blackedOut;
  long corrupted;
  long duplicated;
  long reordered;

  /** By name. */
  Map<String, Long> all() {
    Map<String, Long> all = new LinkedHashMap<>();
    all.put("entered", entered);
    all.put("passed", passed);
    all.put("lost", lost);
    all.put("overflowed", overflowed);
    all.put("blackedOut", blackedOut);
    all.put("corrupted", corrupted);
    all.put("duplicated", duplicated);
    all.put("reordered", reordered);
    return all;
  }
}
