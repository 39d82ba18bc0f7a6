package org.vigie.bridge.api;

import java.util.List;
import java.util.Map;

/**
 * A look at the whole bridge.
 *
 * @param sessions every Session
 * @param streams every Stream
 * @param counters counts since start by name, such as datagrams dropped by cause
 */
public record BridgeStats(
    List<SessionStats> sessions, List<StreamStats> streams, Map<String, Long> counters) {
  public BridgeStats {
    sessions = List.copyOf(sessions);
    streams = List.copyOf(streams);
    counters = Map.copyOf(counters);
  }
}
