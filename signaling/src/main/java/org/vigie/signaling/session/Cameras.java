package org.vigie.signaling.session;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vigie.bridge.api.StandingFault;
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
  private final Predicate<String> askedForNothing;
  private final Map<String, Since> since = new HashMap<>();
  private final FaultDates dates = new FaultDates();

  /**
   * Looks at these; the clock dates the changes.
   *
   * @param askedForNothing whether a camera, by its id, sends nothing because it was asked so
   */
  public Cameras(
      Identities identities,
      Sessions sessions,
      LatestStats stats,
      InstantSource clock,
      Predicate<String> askedForNothing) {
    this.identities = identities;
    this.sessions = sessions;
    this.stats = stats;
    this.clock = clock;
    this.askedForNothing = askedForNothing;
  }

  /** Those that a caller may know of, in the order of their enrolment. */
  public synchronized List<CameraStatus> visibleTo(Principal caller) {
    Map<String, StreamStats> streams = streams();
    return identities.cameras().stream()
        .filter(camera -> caller.maySee(camera.id()))
        .map(camera -> status(camera, streams))
        .toList();
  }

  /** One camera. */
  public synchronized Optional<CameraStatus> find(String id) {
    return identities.camera(id).map(camera -> status(camera, streams()));
  }

  /** Whether media arrives from a camera now. */
  public boolean isLive(String camera) {
    return isLive(camera, stats.recentStreams()) || isLive(camera, stats.streamsNow());
  }

  /**
   * Notes changes of state and forgets removed cameras; called now and then, so that the dates are
   * right.
   */
  public synchronized void observe() {
    Map<String, StreamStats> streams = streams();
    Set<String> enrolled = new HashSet<>();
    for (Principal.Camera camera : identities.cameras()) {
      enrolled.add(camera.id());
      since(camera.id(), state(camera.id(), streams));
    }
    since.keySet().retainAll(enrolled);
    dates.retainAll(enrolled);
  }

  private Map<String, StreamStats> streams() {
    return stats.recentStreams().stream()
        .collect(Collectors.toMap(s -> s.stream().value(), Function.identity()));
  }

  private CameraState state(String camera, Map<String, StreamStats> streams) {
    boolean publishing = sessions.publishing(camera).isPresent();
    CameraState state =
        CameraState.of(
            Optional.ofNullable(streams.get(camera)).map(StreamStats::state), publishing);
    boolean rests = state == CameraState.LOST && publishing && askedForNothing.test(camera);
    return rests ? CameraState.STANDBY : state;
  }

  private CameraStatus status(Principal.Camera camera, Map<String, StreamStats> streams) {
    Optional<StreamStats> stream = Optional.ofNullable(streams.get(camera.id()));
    Optional<Session> session = sessions.publishing(camera.id());
    CameraState state = state(camera.id(), streams);
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
        faults(camera.id(), stream, session));
  }

  private List<Fault> faults(
      String camera, Optional<StreamStats> stream, Optional<Session> session) {
    List<StandingFault> standing = stream.map(StreamStats::faults).orElse(List.of());
    List<Fault> ofMedia = dates.describe(camera, standing, clock.instant());
    return Stream.concat(session.flatMap(Session::problem).stream(), ofMedia.stream()).toList();
  }

  private Instant since(String camera, CameraState state) {
    Since known = since.get(camera);
    if (known == null || known.state != state) {
      known = new Since(state, clock.instant().truncatedTo(ChronoUnit.MILLIS));
      since.put(camera, known);
    }
    return known.since;
  }

  private static boolean isLive(String camera, List<StreamStats> streams) {
    return streams.stream()
        .anyMatch(s -> s.stream().value().equals(camera) && s.state() == StreamState.LIVE);
  }
}
