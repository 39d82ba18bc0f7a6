package org.vigie.signaling.rest;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.vigie.signaling.http.Call;
import org.vigie.signaling.http.Json;
import org.vigie.signaling.http.Problem;
import org.vigie.signaling.http.Refusal;
import org.vigie.signaling.http.Reply;
import org.vigie.signaling.http.Route;
import org.vigie.signaling.http.Route.Access;
import org.vigie.signaling.identity.CameraId;
import org.vigie.signaling.identity.Identities;
import org.vigie.signaling.identity.Principal;
import org.vigie.signaling.session.Sessions;

/** Makes viewers, lists them, takes their tokens away. */
public final class ViewerRoutes {
  private static final String ALL = "/api/v1/viewers";
  private static final String ONE = ALL + "/{viewer}";

  private final Identities identities;
  private final Sessions sessions;

  /** Routes over these. */
  public ViewerRoutes(Identities identities, Sessions sessions) {
    this.identities = identities;
    this.sessions = sessions;
  }

  /** The routes. */
  public List<Route> routes() {
    return List.of(
        Route.of("GET", ALL, Access.TOKEN, this::list),
        Route.of("POST", ALL, Access.TOKEN, this::make).taking(JsonFields.INTAKE),
        Route.of("DELETE", ONE, Access.TOKEN, this::remove));
  }

  private Reply list(Call call) {
    call.requireOperator();
    return Reply.json(
        200, Map.of("viewers", identities.viewers().stream().map(ViewerRoutes::view).toList()));
  }

  private Reply make(Call call) throws IOException {
    call.requireOperator();
    JsonFields fields = new JsonFields(Json.object(call.body()), List.of("name", "cameras"));
    String name =
        fields
            .name()
            .orElseThrow(() ->
                JsonFields.bad("The field \"name\" is missing.", "Say who it is that watches."));
    List<String> cameras = fields.texts("cameras");
    if (!cameras.stream().allMatch(id -> id.equals(Principal.ALL) || CameraId.isValid(id))) {
      throw JsonFields.bad(
          "The field \"cameras\" holds something that is no camera's id.",
          "Send ids of cameras, or [\"*\"] for every camera.");
    }
    JsonFields.requireRoom(identities.viewers().size(), "viewers");
    Identities.Enrolled<Principal.Viewer> made = identities.addViewer(name, cameras);
    String id = made.principal().id();
    return Reply.json(
            201, Map.of("id", id, "name", name, "cameras", cameras, "token", made.token()))
        .with(HttpHeader.LOCATION, call.mount() + ALL + "/" + id);
  }

  private Reply remove(Call call) throws IOException {
    call.requireOperator();
    Principal.Viewer viewer =
        identities.viewer(call.parameter("viewer")).orElseThrow(ViewerRoutes::unknown);
    if (!identities.removeViewer(viewer.id())) {
      throw unknown();
    }
    sessions.removeOwner(viewer);
    return Reply.empty(204);
  }

  private static Map<String, Object> view(Principal.Viewer viewer) {
    return Map.of("id", viewer.id(), "name", viewer.name(), "cameras", viewer.cameras());
  }

  private static Refusal unknown() {
    return new Problem(
            404,
            "unknown-viewer",
            "There is no such viewer",
            "No viewer has this id.",
            "GET /api/v1/viewers lists those there are.")
        .refusal();
  }
}
