package org.vigie.bridge.session;

import java.util.Map;

/** How often each {@link Drop} happened; for one thread. */
public final class DropCounters {
  private final long[] counts = new long[Drop.values().length];

  /** Counts one. */
  public void count(Drop drop) {
    counts[drop.ordinal()]++;
  }

  /** How often it happened. */
  public long of(Drop drop) {
    return counts[drop.ordinal()];
  }

  /** Adds every count under its name. */
  public void addTo(Map<String, Long> counters) {
    for (Drop drop : Drop.values()) {
      counters.merge(drop.counterName(), of(drop), Long::sum);
    }
  }
}
