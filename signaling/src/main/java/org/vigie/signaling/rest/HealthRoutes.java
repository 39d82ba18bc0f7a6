package org.vigie.signaling.rest;

import java.util.List;
import java.util.Map;
import org.vigie.signaling.http.Call;
import org.vigie.signaling.http.Reply;
import org.vigie.signaling.http.Route;
import org.vigie.signaling.http.Route.Access;
import org.vigie.signaling.session.LatestStats;

/** Says to an orchestrator whether the relay lives, and whether it can relay. */
public final class HealthRoutes {
  private final LatestStats stats;

  /** Ready means that these answer. */
  public HealthRoutes(LatestStats stats) {
    this.stats = stats;
  }

  /** The routes. */
  public List<Route> routes() {
    return List.of(
        Route.of("GET", "/health/live", Access.OPEN, HealthRoutes::live),
        Route.of("GET", "/health/ready", Access.OPEN, this::ready));
  }

  private static Reply live(Call call) {
    return Reply.json(200, Map.of("status", "up"));
  }

  private Reply ready(Call call) {
    var _ = stats.recentStreams();
    return live(call);
  }
}
