package org.vigie.signaling.rest;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
import org.vigie.signaling.session.Cameras;
import org.vigie.signaling.session.SessionRefusals;
import org.vigie.signaling.session.Sessions;
import org.vigie.signaling.settings.live.LiveSettings;

/** Enrols cameras, shows their states, removes them. */
public final class CameraRoutes {
  private static final Logger log = LoggerFactory.getLogger(CameraRoutes.class);
  private static final String ALL = "/api/v1/cameras";
  private static final String ONE = ALL + "/{camera}";

  private final Identities identities;
  private final Sessions sessions;
  private final Cameras cameras;
  private final LiveSettings settings;

  /** Routes over these. */
  public CameraRoutes(
      Identities identities, Sessions sessions, Cameras cameras, LiveSettings settings) {
    this.identities = identities;
    this.sessions = sessions;
    this.cameras = cameras;
    this.settings = settings;
  }

  /** The routes. */
  public List<Route> routes() {
    return List.of(
        Route.of("GET", ALL, Access.TOKEN, this::list),
        Route.of("POST", ALL, Access.TOKEN, this::enrol).taking(JsonFields.INTAKE),
        Route.of("GET", ONE, Access.TOKEN, this::show),
        Route.of("DELETE", ONE, Access.TOKEN, this::remove));
  }

  private Reply list(Call call) {
    return Reply.json(200, Map.of("cameras", cameras.visibleTo(call.principal())));
  }

  private Reply show(Call call) {
    String id = call.parameter("camera");
    if (!call.principal().maySee(id)) {
      throw SessionRefusals.notYours(
          "The token is not for \"" + id + "\".", "Use a token that names this camera.");
    }
    return Reply.json(200, cameras.find(id).orElseThrow(() -> SessionRefusals.unknownCamera(id)));
  }

  private Reply enrol(Call call) throws IOException {
    call.requireOperator();
    JsonFields fields = new JsonFields(Json.object(call.body()), List.of("id", "name"));
    String id = fields.text("id");
    if (!CameraId.isValid(id)) {
      throw badId();
    }
    String name = fields.name().orElse(id);
    JsonFields.requireRoom(identities.cameras().size(), "cameras");
    Identities.Enrolled<Principal.Camera> enrolled =
        identities.addCamera(id, name).orElseThrow(() -> exists(id));
    return Reply.json(201, Map.of("id", id, "name", name, "token", enrolled.token()))
        .with(HttpHeader.LOCATION, call.mount() + ALL + "/" + id);
  }

  private Reply remove(Call call) throws IOException {
    call.requireOperator();
    String id = call.parameter("camera");
    boolean removed = identities.removeCamera(id);
    if (removed) {
      sessions.removeCamera(id);
    }
    // Also of one that is gone already: then this is the second try of whoever removed it.
    if (!forget(id, call.principal()) && !removed) {
      throw SessionRefusals.unknownCamera(id);
    }
    return Reply.empty(204);
  }

  private boolean forget(String id, Principal by) {
    try {
      return settings.forget(id, by.key());
    } catch (IOException e) {
      log.error("What is set for camera {} cannot be taken away: {}", id, e.toString());
      throw halfRemoved().refusal();
    }
  }

  private static Problem halfRemoved() {
    return new Problem(
        503,
        "not-kept",
        "The relay cannot write its state",
        "The camera is removed, but what was set for it could not be taken away.",
        "Make room on the disk or check the folder's permissions, then delete it again.");
  }

  private static Refusal badId() {
    return new Problem(
            400,
            "bad-id",
            "The camera's id cannot be used",
            "The id is not 1 to 64 letters, digits, '.', '_' and '-', beginning with a letter or"
                + " digit.",
            "Choose an id such as cam-1; the name may be anything.")
        .refusal();
  }

  private static Refusal exists(String id) {
    return new Problem(
            409,
            "camera-exists",
            "There is such a camera already",
            "A camera is enrolled as \"" + id + "\".",
            "Choose another id, or delete the camera first to have a new token made.")
        .refusal();
  }
}
