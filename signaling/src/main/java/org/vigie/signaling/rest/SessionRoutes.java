package org.vigie.signaling.rest;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.vigie.signaling.http.Call;
import org.vigie.signaling.http.Reply;
import org.vigie.signaling.http.Route;
import org.vigie.signaling.http.Route.Access;
import org.vigie.signaling.session.Fault;
import org.vigie.signaling.session.Session;
import org.vigie.signaling.session.SessionRefusals;
import org.vigie.signaling.session.Sessions;

/** Shows how far Sessions have come, and why they ended. */
public final class SessionRoutes {
  private final Sessions sessions;

  /** Routes over these. */
  public SessionRoutes(Sessions sessions) {
    this.sessions = sessions;
  }

  /** The routes. */
  public List<Route> routes() {
    return List.of(
        Route.of("GET", "/api/v1/sessions", Access.TOKEN, this::list),
        Route.of("GET", "/api/v1/sessions/{session}", Access.TOKEN, this::show));
  }

  /** A Session as JSON. */
  private record View(
      String id,
      String role,
      String camera,
      String state,
      List<String> expectedAt,
      Optional<String> reason,
      Optional<Fault> problem) {
    static View of(Session session) {
      return new View(
          session.id().value(),
          session.role().text(),
          session.camera(),
          session.state().name().toLowerCase(Locale.ROOT),
          session.expectedAt(),
          session.endedBy(),
          session.problem());
    }
  }

  private Reply list(Call call) {
    call.requireOperator();
    return Reply.json(200, Map.of("sessions", sessions.all().stream().map(View::of).toList()));
  }

  private Reply show(Call call) {
    Session session =
        sessions.find(call.parameter("session")).orElseThrow(SessionRefusals::unknownSession);
    if (!session.isOwnedBy(call.principal()) && !call.principal().isOperator()) {
      throw SessionRefusals.notYours(
          "The session was opened with another token.", "Use the token that opened it.");
    }
    return Reply.json(200, View.of(session));
  }
}
