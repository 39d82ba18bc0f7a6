package org.vigie.signaling.bandwidth;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.vigie.bridge.api.StreamStats;
import org.vigie.bridge.api.TrackStats;
import org.vigie.bridge.api.UplinkStats;
import org.vigie.signaling.session.LatestStats;
import org.vigie.signaling.session.Session;
import org.vigie.signaling.session.Sessions;
import org.vigie.signaling.settings.live.CameraTerms;
import org.vigie.signaling.settings.live.LiveSettings;
import org.vigie.signaling.settings.live.LiveValues;

/** What every camera that publishes sends, what it may send, and what keeps it there. */
public final class Uplinks {
  private final LiveSettings settings;
  private final CameraTargets targets;
  private final Sessions sessions;
  private final LatestStats stats;

  /** Looks at these. */
  public Uplinks(
      LiveSettings settings, CameraTargets targets, Sessions sessions, LatestStats stats) {
    this.settings = settings;
    this.targets = targets;
    this.sessions = sessions;
    this.stats = stats;
  }

  /**
   * One look.
   *
   * @param ingress what all cameras send
   * @param groups what those of each group send
   * @param cameras each that publishes, by its id
   */
  public record Look(Total ingress, List<Group> groups, List<Uplink> cameras) {
    public Look {
      groups = List.copyOf(groups);
      cameras = List.copyOf(cameras);
    }
  }

  /**
   * A sum.
   *
   * @param bps what is sent, bps
   * @param budgetBps what may be, bps
   */
  public record Total(long bps, Optional<Long> budgetBps) {}

  /**
   * A group's sum.
   *
   * @param group its name
   * @param bps what is sent, bps
   * @param budgetBps what may be, bps
   * @param guaranteedBps what they get before all others, bps
   */
  public record Group(
      String group, long bps, Optional<Long> budgetBps, Optional<Long> guaranteedBps) {}

  /** What keeps a camera where it is. */
  public enum HeldBy {
    /** Nobody watches it. */
    IDLE,
    /** All who watch it show it small. */
    SMALL,
    /** The bounds of its simulcast layers. */
    LAYERS,
    /** Its part of a budget. */
    BUDGET,
    /** The cap that is set for it. */
    CAP;

    /** As JSON has it. */
    @JsonValue
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One camera.
   *
   * @param id its id
   * @param group to which it belongs
   * @param bps what it sends, sound and picture, RTP with its headers, bps
   * @param targetBps what it may send, bps; absent until it is connected
   * @param heldBy what sets the target
   * @param askedBps what it is told: the target, or less by the relay's own estimate; absent if it
   *     cannot be told
   * @param maxBps its cap, bps
   * @param minBps what it is left with, bps
   * @param weight its part of a budget
   * @param fractionLost losses before repair in the last second, 0 to 1
   * @param roundTripMs from asking for a lost packet to its coming, ms; absent if none was
   * @param viewers who watch
   */
  public record Uplink(
      String id,
      Optional<String> group,
      long bps,
      Optional<Long> targetBps,
      HeldBy heldBy,
      Optional<Long> askedBps,
      long maxBps,
      long minBps,
      int weight,
      double fractionLost,
      Optional<Long> roundTripMs,
      int viewers) {}

  /** Looks. */
  public Look now() {
    LiveValues values = settings.now().values();
    Map<String, StreamStats> streams =
        stats.recentStreams().stream()
            .collect(Collectors.toMap(each -> each.stream().value(), Function.identity()));
    Map<String, Long> may = targets.targets();
    List<Uplink> cameras =
        sessions.publishing().stream()
            .map(Session::camera)
            .sorted()
            .map(id ->
                uplink(
                    id,
                    values.termsOf(id),
                    Optional.ofNullable(streams.get(id)),
                    Optional.ofNullable(may.get(id))))
            .toList();
    long sum = cameras.stream().mapToLong(Uplink::bps).sum();
    return new Look(new Total(sum, values.ingressBudget()), groups(cameras, values), cameras);
  }

  private static List<Group> groups(List<Uplink> cameras, LiveValues values) {
    Map<String, Long> sums = new TreeMap<>();
    cameras.forEach(
        each -> each.group().ifPresent(name -> sums.merge(name, each.bps(), Long::sum)));
    return sums.entrySet().stream()
        .map(each ->
            new Group(
                each.getKey(),
                each.getValue(),
                values.ingressBudget(each.getKey()),
                values.guaranteed(each.getKey())))
        .toList();
  }

  private Uplink uplink(
      String id, CameraTerms terms, Optional<StreamStats> stream, Optional<Long> target) {
    UplinkStats line = stream.map(StreamStats::uplink).orElse(UplinkStats.UNKNOWN);
    return new Uplink(
        id,
        terms.group(),
        stream.map(each -> each.tracks().stream().mapToLong(TrackStats::bps).sum()).orElse(0L),
        target,
        heldBy(id, terms, target.orElse(terms.maxBps())),
        line.askedBps(),
        terms.maxBps(),
        terms.minBps(),
        terms.weight(),
        Math.round(line.fractionLost() * 1_000) / 1_000.0,
        line.roundTrip().map(trip -> trip.toMillis()),
        stream.map(StreamStats::viewers).orElse(0));
  }

  private HeldBy heldBy(String camera, CameraTerms terms, long target) {
    if (target >= terms.maxBps()) {
      return HeldBy.CAP;
    }
    if (targets.idleBps(camera, terms).filter(bps -> target >= bps).isPresent()) {
      return HeldBy.IDLE;
    }
    if (targets.smallBps(camera, terms).filter(bps -> target >= bps).isPresent()) {
      return HeldBy.SMALL;
    }
    boolean layers = targets.layersBps(camera, terms).filter(bps -> target >= bps).isPresent();
    return layers ? HeldBy.LAYERS : HeldBy.BUDGET;
  }
}
