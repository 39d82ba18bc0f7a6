package org.vigie.signaling.rest;

import java.util.List;
import java.util.Map;
import org.vigie.signaling.http.Call;
import org.vigie.signaling.http.Reply;
import org.vigie.signaling.http.Route;
import org.vigie.signaling.http.Route.Access;
import org.vigie.signaling.identity.Principal;

/** Tells a caller who it is. */
public final class MeRoutes {
  private MeRoutes() {}

  /** The route. */
  public static List<Route> routes() {
    return List.of(Route.of("GET", "/api/v1/me", Access.TOKEN, MeRoutes::me));
  }

  private static Reply me(Call call) {
    Principal caller = call.principal();
    return Reply.json(
        200, Map.of("role", caller.role(), "name", caller.name(), "cameras", caller.cameras()));
  }
}
