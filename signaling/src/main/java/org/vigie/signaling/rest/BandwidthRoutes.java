package org.vigie.signaling.rest;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vigie.signaling.bandwidth.Downlinks;
import org.vigie.signaling.bandwidth.Uplinks;
import org.vigie.signaling.http.Call;
import org.vigie.signaling.http.Reply;
import org.vigie.signaling.http.Route;
import org.vigie.signaling.http.Route.Access;
import org.vigie.signaling.settings.live.LiveSettings;

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

  /** What all viewers may be given together, bps. */
  private record Egress(Optional<Long> budgetBps) {}

  private Reply show(Call call) {
    call.requireOperator();
    Downlinks.Look out = downlinks.now();
    Uplinks.Look in = uplinks.now();
    return Reply.json(
        200,
        Map.of(
            "atMs", out.atMs(),
            "settingsVersion", settings.now().version(),
            "ingress", in.ingress(),
            "egress", new Egress(settings.now().values().egressBudget()),
            "groups", in.groups(),
            "cameras", in.cameras(),
            "viewers", out.viewers()));
  }
}
