package org.vigie.signaling.rest;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.vigie.signaling.bandwidth.Downlinks;
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
  private final Downlinks downlinks;

  /** Routes over these. */
  public SessionRoutes(Sessions sessions, Downlinks downlinks) {
    this.sessions = sessions;
    this.downlinks = downlinks;
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
      Optional<Fault> problem,
      Optional<String> limit,
      Optional<String> pictures) {
    static View of(Session session, Optional<Downlinks.Given> given) {
      return new View(
          session.id().value(),
          session.role().text(),
          session.camera(),
          session.state().name().toLowerCase(Locale.ROOT),
          session.expectedAt(),
          session.endedBy(),
          session.problem(),
          given.map(Downlinks.Given::limit),
          given.map(Downlinks.Given::pictures));
    }
  }

  private Reply list(Call call) {
    call.requireOperator();
    List<View> all = sessions.all().stream().map(each -> View.of(each, Optional.empty())).toList();
    return Reply.json(200, Map.of("sessions", all));
  }

  private Reply show(Call call) {
    Session session =
        sessions.find(call.parameter("session")).orElseThrow(SessionRefusals::unknownSession);
    if (!session.isOwnedBy(call.principal()) && !call.principal().isOperator()) {
      throw SessionRefusals.notYours(
          "The session was opened with another token.", "Use the token that opened it.");
    }
    return Reply.json(200, View.of(session, downlinks.given(session)));
  }
}
