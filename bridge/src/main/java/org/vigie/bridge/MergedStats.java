package org.vigie.bridge;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vigie.bridge.api.BridgeStats;
import org.vigie.bridge.api.SessionStats;
import org.vigie.bridge.api.StreamId;
import org.vigie.bridge.api.StreamStats;
import org.vigie.bridge.relay.Home;

/**
 * One look at the bridge from the looks of its Loops: every Session, every Stream once, and the
 * sums of the counters. What tells how the load is spread is there for each Loop too, as {@code
 * loop.0.sessions} and so on.
 */
final class MergedStats {
  private MergedStats() {}

  private static final List<String> OF_EACH = List.of("udp.received", "udp.sent");

  /** The looks of the Loops in their order. */
  static BridgeStats of(List<BridgeStats> loops) {
    if (loops.size() == 1) {
      return loops.getFirst();
    }
    List<SessionStats> sessions = new ArrayList<>();
    Map<StreamId, StreamStats> streams = new LinkedHashMap<>();
    Map<String, Long> counters = new HashMap<>();
    for (int loop = 0; loop < loops.size(); loop++) {
      BridgeStats stats = loops.get(loop);
      sessions.addAll(stats.sessions());
      for (StreamStats stream : stats.streams()) {
        boolean home = Home.of(stream.stream(), loops.size()) == loop;
        streams.merge(
            stream.stream(), stream, (one, two) -> home ? both(two, one) : both(one, two));
      }
      stats.counters().forEach((name, count) -> counters.merge(name, count, Long::sum));
      addTo(counters, "loop." + loop + ".", stats);
    }
    return new BridgeStats(sessions, List.copyOf(streams.values()), counters);
  }

  private static void addTo(Map<String, Long> counters, String prefix, BridgeStats loop) {
    counters.put(prefix + "sessions", (long) loop.sessions().size());
    for (String name : OF_EACH) {
      counters.put(prefix + name, loop.counters().getOrDefault(name, 0L));
    }
  }

  /** A Stream as its home has it, with the viewers of a mirror too, and what they need of it. */
  private static StreamStats both(StreamStats home, StreamStats mirror) {
    return new StreamStats(
        home.stream(),
        home.state(),
        home.viewers() + mirror.viewers(),
        home.sinceLastPacket(),
        home.tracks(),
        home.faults(),
        home.uplink(),
        Math.max(home.shownPixels(), mirror.shownPixels()));
  }
}
