package org.vigie.signaling.rest;

import java.util.List;
import org.vigie.signaling.bandwidth.Uplinks;
import org.vigie.signaling.http.Call;
import org.vigie.signaling.http.Reply;
import org.vigie.signaling.http.Route;
import org.vigie.signaling.http.Route.Access;

/** Shows operators what every camera sends, what it may, and why not more. */
public final class BandwidthRoutes {
  private final Uplinks uplinks;

  /** Shows these. */
  public BandwidthRoutes(Uplinks uplinks) {
    this.uplinks = uplinks;
  }

  /** The route. */
  public List<Route> routes() {
    return List.of(Route.of("GET", "/api/v1/bandwidth", Access.TOKEN, this::show));
  }

  private Reply show(Call call) {
    call.requireOperator();
    return Reply.json(200, uplinks.now());
  }
}
