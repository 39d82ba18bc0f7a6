package org.vigie.signaling.rest;

import java.util.List;
import org.vigie.signaling.http.Call;
import org.vigie.signaling.http.Reply;
import org.vigie.signaling.http.Route;
import org.vigie.signaling.http.Route.Access;

/**
 * Serves the metrics to operators. Nobody is let in for where he sits: a proxy on this machine
 * speaks for the whole world.
 */
public final class MetricsRoutes {
  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

  private final Metrics metrics;

  /** Serves these. */
  public MetricsRoutes(Metrics metrics) {
    this.metrics = metrics;
  }

  /** The route. */
  public List<Route> routes() {
    return List.of(Route.of("GET", "/metrics", Access.TOKEN, this::scrape));
  }

  private Reply scrape(Call call) {
    call.requireOperator();
    return Reply.text(200, TEXT, metrics.scrape());
  }
}
