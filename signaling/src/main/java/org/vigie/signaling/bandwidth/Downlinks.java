package org.vigie.signaling.bandwidth;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.vigie.bridge.api.BridgeStats;
import org.vigie.bridge.api.SessionId;
import org.vigie.bridge.api.SessionState;
import org.vigie.bridge.api.SessionStats;
import org.vigie.bridge.api.ViewerLine;
import org.vigie.signaling.identity.Identities;
import org.vigie.signaling.session.LatestStats;
import org.vigie.signaling.session.Session;
import org.vigie.signaling.session.Sessions;
import org.vigie.signaling.settings.live.LiveSettings;
import org.vigie.signaling.settings.live.LiveValues;

/** What every viewer is given. Counts grow from the start of a Session: two looks give rates. */
public final class Downlinks {
  private final Identities identities;
  private final Sessions sessions;
  private final LatestStats stats;
  private final ViewerTargets targets;
  private final LiveSettings settings;
  private final LongSupplier clock;
  private final SentRates rates = new SentRates();

  /** Looks at these; the clock counts nanoseconds. */
  public Downlinks(
      Identities identities,
      Sessions sessions,
      LatestStats stats,
      ViewerTargets targets,
      LiveSettings settings,
      LongSupplier clock) {
    this.identities = identities;
    this.sessions = sessions;
    this.stats = stats;
    this.targets = targets;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * One look.
   *
   * @param atMs when it was taken, ms of a clock that only grows
   * @param egress what all viewers are sent
   * @param groups what those are sent who watch a group's cameras, for groups with such viewers
   * @param viewers each Session that watches and has not ended
   */
  public record Look(long atMs, Total egress, List<Group> groups, List<Downlink> viewers) {
    public Look {
      groups = List.copyOf(groups);
      viewers = List.copyOf(viewers);
    }
  }

  /**
   * A sum.
   *
   * @param bps what is sent, bps; absent as long as there was only one look within a minute
   * @param budgetBps what may be, bps
   */
  public record Total(Optional<Long> bps, Optional<Long> budgetBps) {}

  /**
   * A group's sum.
   *
   * @param group its name
   * @param viewers who watch its cameras
   * @param total what they are sent
   */
  public record Group(String group, int viewers, Total total) {}

  /**
   * One viewer's Session.
   *
   * @param session its id
   * @param camera what it watches
   * @param name whose token opened it
   * @param state how far it has come
   * @param packets SRTP packets sent
   * @param bytes bytes in them
   * @param retransmitted packets sent again on request
   * @param estimateBps what the viewer's line takes, bps; absent as long as it was not seen to take
   *     less than what it is given
   * @param lostPart the part of the last packets that was lost, 0 to 1
   * @param queueMs how long packets wait on the line, ms
   * @param limit why he is not given more
   * @param maxBps what he is given at most, bps; absent if there is no bound
   */
  public record Downlink(
      String session,
      String camera,
      String name,
      String state,
      long packets,
      long bytes,
      long retransmitted,
      Optional<Long> estimateBps,
      Optional<Double> lostPart,
      Optional<Long> queueMs,
      Optional<String> limit,
      Optional<Long> maxBps) {}

  /**
   * What a viewer is told of his own line.
   *
   * @param limit why he is not given more, as in {@link Downlink}
   * @param pictures {@code all}, {@code key-frames}, or {@code none} while his picture is paused
   */
  public record Given(String limit, String pictures) {}

  /** What one viewer is given, at most 200 ms ago; empty of a camera and until he is connected. */
  public Optional<Given> given(Session session) {
    return watches(session) && session.state() == SessionState.CONNECTED
        ? sent(session.id())
            .flatMap(SessionStats::line)
            .map(
                line -> new Given(limit(line, targets.target(session.id())), text(line.pictures())))
        : Optional.empty();
  }

  private Optional<SessionStats> sent(SessionId session) {
    return stats.recent().sessions().stream()
        .filter(each -> each.session().equals(session))
        .findFirst();
  }

  /** Looks. The statistics are of this moment, else rates between two looks would be off. */
  public Look now() {
    BridgeStats now = stats.now();
    long atMs = TimeUnit.NANOSECONDS.toMillis(clock.getAsLong());
    Map<SessionId, SessionStats> sent =
        now.sessions().stream()
            .collect(Collectors.toMap(SessionStats::session, Function.identity()));
    Map<String, String> names = new HashMap<>();
    identities.viewers().forEach(viewer -> names.put(viewer.key(), viewer.name()));
    List<Session> watching = sessions.all().stream().filter(Downlinks::watches).toList();
    LiveValues values = settings.now().values();
    Optional<Map<SessionId, Long>> bps = rates.look(clock.getAsLong(), bytes(watching, sent));
    return new Look(
        atMs,
        total(watching, bps, values.egressBudget()),
        groups(watching, bps, values),
        watching.stream()
            .map(each ->
                downlink(
                    each,
                    names.getOrDefault(each.owner(), each.owner()),
                    Optional.ofNullable(sent.get(each.id()))))
            .toList());
  }

  private static Map<SessionId, Long> bytes(
      List<Session> watching, Map<SessionId, SessionStats> sent) {
    Map<SessionId, Long> bytes = new HashMap<>();
    for (Session each : watching) {
      SessionStats stats = sent.get(each.id());
      bytes.put(each.id(), stats == null ? 0L : stats.bytesOut());
    }
    return bytes;
  }

  private static List<Group> groups(
      List<Session> watching, Optional<Map<SessionId, Long>> bps, LiveValues values) {
    Map<String, List<Session>> members = new TreeMap<>(byGroup(watching, values));
    return members.entrySet().stream()
        .map(each ->
            new Group(
                each.getKey(),
                each.getValue().size(),
                total(each.getValue(), bps, values.egressBudget(each.getKey()))))
        .toList();
  }

  private static Total total(
      List<Session> watching, Optional<Map<SessionId, Long>> bps, Optional<Long> budget) {
    return new Total(bps.map(rates -> sum(watching, rates)), budget);
  }

  private static long sum(List<Session> watching, Map<SessionId, Long> bps) {
    return watching.stream().mapToLong(each -> bps.getOrDefault(each.id(), 0L)).sum();
  }

  /** Those who watch a group's cameras, by the group. */
  private static Map<String, List<Session>> byGroup(List<Session> watching, LiveValues values) {
    Map<String, List<Session>> groups = new HashMap<>();
    for (Session each : watching) {
      values
          .groupOf(each.camera())
          .ifPresent(group -> groups.computeIfAbsent(group, g -> new ArrayList<>()).add(each));
    }
    return groups;
  }

  private static boolean watches(Session session) {
    return session.role() == Session.Role.VIEWER && session.state() != SessionState.ENDED;
  }

  private Downlink downlink(Session session, String name, Optional<SessionStats> sent) {
    Optional<ViewerTargets.Target> target = targets.target(session.id());
    Optional<ViewerLine> line =
        session.state() == SessionState.CONNECTED
            ? sent.flatMap(SessionStats::line)
            : Optional.empty();
    return new Downlink(
        session.id().value(),
        session.camera(),
        name,
        session.state().name().toLowerCase(Locale.ROOT),
        sent.map(SessionStats::packetsOut).orElse(0L),
        sent.map(SessionStats::bytesOut).orElse(0L),
        sent.map(SessionStats::retransmitted).orElse(0L),
        line.flatMap(Downlinks::estimate),
        line.map(each -> Math.round(each.lostPart() * 1_000) / 1_000.0),
        line.map(each -> each.queue().toMillis()),
        line.map(each -> limit(each, target)),
        target.map(ViewerTargets.Target::maxBps));
  }

  private static Optional<Long> estimate(ViewerLine line) {
    return line.estimateBps().isPresent()
        ? Optional.of(line.estimateBps().getAsLong())
        : Optional.empty();
  }

  private static String limit(ViewerLine line, Optional<ViewerTargets.Target> target) {
    return switch (line.limit()) {
      case CAMERA -> "camera";
      case LINE -> byLine(line.pictures());
      case VIEWER_CAP ->
          target.filter(ViewerTargets.Target::byBudget).isPresent()
              ? "egress-budget"
              : "viewer-cap";
    };
  }

  private static String byLine(ViewerLine.Pictures pictures) {
    return switch (pictures) {
      case ALL -> "line";
      case KEY_FRAMES -> "key-frames";
      case NONE -> "paused";
    };
  }

  private static String text(ViewerLine.Pictures pictures) {
    return pictures.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
