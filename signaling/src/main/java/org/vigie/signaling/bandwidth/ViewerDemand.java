package org.vigie.signaling.bandwidth;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vigie.bridge.api.BridgeStats;
import org.vigie.bridge.api.SessionId;
import org.vigie.bridge.api.SessionState;
import org.vigie.bridge.api.SessionStats;
import org.vigie.bridge.api.StreamStats;
import org.vigie.bridge.api.TrackStats;
import org.vigie.bridge.api.ViewerLine;
import org.vigie.signaling.session.Session;

/**
 * How much of a budget each viewer can use: what his camera sends, but not much more than his line
 * was seen to take; and where the camera sends layers of which he has the best that he needs, not
 * much more than he is sent. The room beyond lets both grow.
 */
final class ViewerDemand {
  private static final long MOST = Long.MAX_VALUE;

  private final SentRates rates = new SentRates();

  /** What each of those who watch would use, bps; nothing for who is not connected. */
  Map<SessionId, Long> of(long nowNanos, List<Session> watching, BridgeStats stats) {
    Map<String, StreamStats> streams =
        stats.streams().stream()
            .collect(Collectors.toMap(each -> each.stream().value(), Function.identity()));
    Map<SessionId, SessionStats> sessions =
        stats.sessions().stream()
            .collect(Collectors.toMap(SessionStats::session, Function.identity()));
    Map<SessionId, Long> sent = sent(nowNanos, sessions);
    Map<SessionId, Long> wanted = new HashMap<>();
    for (Session each : watching) {
      StreamStats stream = streams.get(each.camera());
      if (stream != null && each.state() == SessionState.CONNECTED) {
        Optional<ViewerLine> line =
            Optional.ofNullable(sessions.get(each.id())).flatMap(SessionStats::line);
        long usable = line.map(known -> usable(known, stream, sent.get(each.id()))).orElse(MOST);
        wanted.put(each.id(), Math.min(bps(stream), usable));
      }
    }
    return wanted;
  }

  private Map<SessionId, Long> sent(long nowNanos, Map<SessionId, SessionStats> sessions) {
    Map<SessionId, Long> bytes = new HashMap<>();
    sessions.forEach((id, each) -> bytes.put(id, each.bytesOut()));
    return rates.look(nowNanos, bytes).orElse(Map.of());
  }

  private static long usable(ViewerLine line, StreamStats stream, @Nullable Long sentBps) {
    long byLine =
        line.estimateBps().isPresent() ? Demand.withRoom(line.estimateBps().getAsLong()) : MOST;
    boolean hasEnough = line.limit() == ViewerLine.Limit.CAMERA && hasLayers(stream);
    return hasEnough && sentBps != null ? Math.min(byLine, Demand.withRoom(sentBps)) : byLine;
  }

  private static boolean hasLayers(StreamStats stream) {
    return stream.tracks().stream().anyMatch(track -> track.simulcast().size() > 1);
  }

  private static long bps(StreamStats stream) {
    return stream.tracks().stream().mapToLong(TrackStats::bps).sum();
  }
}
