package org.vigie.signaling.rest;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vigie.signaling.bandwidth.Downlinks;
import org.vigie.signaling.bandwidth.Uplinks;
import org.vigie.signaling.http.Call;
import org.vigie.signaling.http.Reply;
import org.vigie.signaling.http.Route;
import org.vigie.signaling.http.Route.Access;
import org.vigie.signaling.settings.live.LiveSettings;
import org.vigie.signaling.settings.live.LiveSettings.Snapshot;
import org.vigie.signaling.settings.live.LiveValues;

/** Shows operators what every camera sends, what it may, why not more, and what viewers get. */
public final class BandwidthRoutes {
  private final Uplinks uplinks;
  private final Downlinks downlinks;
  private final LiveSettings settings;

  /** Shows these. */
  public BandwidthRoutes(Uplinks uplinks, Downlinks downlinks, LiveSettings settings) {
    this.uplinks = uplinks;
    this.downlinks = downlinks;
    this.settings = settings;
  }

  /** The route. */
  public List<Route> routes() {
    return List.of(Route.of("GET", "/api/v1/bandwidth", Access.TOKEN, this::show));
  }

  /** What a group's cameras send and who watches them is sent. */
  private record GroupView(
      String group,
      long bps,
      Optional<Long> budgetBps,
      Optional<Long> guaranteedBps,
      int viewers,
      Optional<Long> egressBps,
      Optional<Long> egressBudgetBps,
      Optional<Long> egressGuaranteedBps) {}

  private Reply show(Call call) {
    call.requireOperator();
    Downlinks.Look out = downlinks.now();
    Uplinks.Look in = uplinks.now();
    Snapshot now = settings.now();
    return Reply.json(
        200,
        Map.of(
            "atMs", out.atMs(),
            "settingsVersion", now.version(),
            "settingsEtag", now.etag(),
            "ingress", in.ingress(),
            "egress", out.egress(),
            "groups", groups(in, out, now.values()),
            "cameras", in.cameras(),
            "viewers", out.viewers()));
  }

  /** Those with cameras that publish or viewers who watch. */
  private static List<GroupView> groups(Uplinks.Look in, Downlinks.Look out, LiveValues values) {
    Map<String, Uplinks.Group> sending =
        in.groups().stream().collect(Collectors.toMap(Uplinks.Group::group, Function.identity()));
    Map<String, Downlinks.Group> watched =
        out.groups().stream()
            .collect(Collectors.toMap(Downlinks.Group::group, Function.identity()));
    return Stream.concat(sending.keySet().stream(), watched.keySet().stream())
        .distinct()
        .sorted()
        .map(name ->
            group(
                name,
                Optional.ofNullable(sending.get(name)),
                Optional.ofNullable(watched.get(name)),
                out.egress().bps().isPresent(),
                values))
        .toList();
  }

  private static GroupView group(
      String name,
      Optional<Uplinks.Group> in,
      Optional<Downlinks.Group> out,
      boolean known,
      LiveValues values) {
    Optional<Long> nothing = known ? Optional.of(0L) : Optional.empty();
    return new GroupView(
        name,
        in.map(Uplinks.Group::bps).orElse(0L),
        values.ingressBudget(name),
        values.guaranteed(name),
        out.map(Downlinks.Group::viewers).orElse(0),
        out.map(each -> each.total().bps()).orElse(nothing),
        values.egressBudget(name),
        values.egressGuaranteed(name));
  }
}
