package org.vigie.signaling.session;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.vigie.bridge.api.BridgeStats;
import org.vigie.bridge.api.StreamState;
import org.vigie.bridge.api.StreamStats;
import org.vigie.signaling.identity.Identities;
import org.vigie.signaling.identity.Principal;

/** The enrolled cameras with their states, and since when they have them. */
public final class Cameras {
  private record Since(CameraState state, Instant since) {}

  private final Identities identities;
  private final Sessions sessions;
  private final LatestStats stats;
  private final InstantSource clock;
  private final Map<String, Since> since = new HashMap<>();

  /** Looks at these; the clock dates the changes. */
  public Cameras(Identities identities, Sessions sessions, LatestStats stats, InstantSource clock) {
    this.identities = identities;
    this.sessions = sessions;
    this.stats = stats;
    this.clock = clock;
  }

  /** Those that a caller may know of, in the order of their enrolment. */
  public List<CameraStatus> visibleTo(Principal caller) {
    return all().stream().filter(camera -> caller.maySee(camera.id())).toList();
  }

  /** One camera. */
  public Optional<CameraStatus> find(String id) {
    return all().stream().filter(camera -> camera.id().equals(id)).findFirst();
  }

  /** Whether media arrives from a camera now. */
  public boolean isLive(String camera) {
    return isLive(camera, stats.recent()) || isLive(camera, stats.now());
  }

  /** Notes changes of state; called now and then, so that their dates are right. */
  public void observe() {
    all();
  }

  private synchronized List<CameraStatus> all() {
    Map<String, StreamStats> streams =
        stats.recent().streams().stream()
            .collect(Collectors.toMap(s -> s.stream().value(), Function.identity()));
    List<Principal.Camera> enrolled = identities.cameras();
    since.keySet().retainAll(enrolled.stream().map(Principal.Camera::id).toList());
    return enrolled.stream()
        .map(camera -> status(camera, Optional.ofNullable(streams.get(camera.id()))))
        .toList();
  }

  private CameraStatus status(Principal.Camera camera, Optional<StreamStats> stream) {
    Optional<Session> session = sessions.publishing(camera.id());
    CameraState state = CameraState.of(stream.map(StreamStats::state), session.isPresent());
    return new CameraStatus(
        camera.id(),
        camera.name(),
        state.text(),
        since(camera.id(), state),
        stream.map(StreamStats::viewers).orElse(0),
        stream.map(s -> s.tracks().stream().map(CameraStatus.Track::of).toList()).orElse(List.of()),
        stream
            .flatMap(StreamStats::sinceLastPacket)
            .map(Duration::toMillis)
            .map(OptionalLong::of)
            .orElse(OptionalLong.empty()),
        session.flatMap(Session::problem).map(List::of).orElse(List.of()));
  }

  private Instant since(String camera, CameraState state) {
    Since known = since.get(camera);
    if (known == null || known.state != state) {
      known = new Since(state, clock.instant().truncatedTo(ChronoUnit.MILLIS));
      since.put(camera, known);
    }
    return known.since;
  }

  private static boolean isLive(String camera, BridgeStats stats) {
    return stats.streams().stream()
        .anyMatch(s -> s.stream().value().equals(camera) && s.state() == StreamState.LIVE);
  }
}
