package org.vigie.signaling.session;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpHeader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vigie.bridge.api.BridgeOverloadedException;
import org.vigie.bridge.api.EndReason;
import org.vigie.signaling.http.Call;
import org.vigie.signaling.http.EntityTags;
import org.vigie.signaling.http.Problem;
import org.vigie.signaling.http.Refusal;
import org.vigie.signaling.http.Reply;
import org.vigie.signaling.http.Route;
import org.vigie.signaling.http.Route.Access;
import org.vigie.signaling.http.Route.Intake;
import org.vigie.signaling.negotiate.IcePatch;
import org.vigie.signaling.negotiate.NegotiationException;
import org.vigie.signaling.sdp.SdpException;
import org.vigie.signaling.sdp.SdpFragment;

/**
 * What WHIP (RFC 9725) and WHEP (draft-ietf-wish-whep-04) have in common: an address to post an
 * offer to, and one per Session to change and end it.
 */
public final class SessionEndpoint {
  /** Media type of offers and answers. */
  public static final String SDP = "application/sdp";

  /** Media type of trickled candidates and restarts (RFC 8840, section 9). */
  public static final String FRAGMENT = "application/trickle-ice-sdpfrag";

  private static final Logger log = LoggerFactory.getLogger(SessionEndpoint.class);
  private static final int MAX_FRAGMENT_BYTES = 32 * 1024;

  /** Makes a Session of an offer: the part in which WHIP and WHEP differ. */
  @FunctionalInterface
  public interface Opener {
    /**
     * Opens.
     *
     * @throws SdpException if the offer is not SDP
     * @throws NegotiationException if it cannot be served
     * @throws BridgeOverloadedException if the relay is full
     * @throws org.vigie.signaling.http.Refusal for any other reason
     */
    Answered open(Call call, String camera, String offer);

    /** What the Sessions made here can do beyond the protocol. */
    default List<Extension> extensions() {
      return List.of();
    }
  }

  /**
   * Something beyond the protocol that clients may use (RFC 9725, section 4.9).
   *
   * @param segment of its path behind the Session's
   * @param relation its URN
   */
  public record Extension(String segment, String relation) {
    private String link(String session) {
      return "<" + session + "/" + segment + ">; rel=\"" + relation + "\"";
    }
  }

  /**
   * An accepted offer.
   *
   * @param session the new Session
   * @param answer SDP
   */
  public record Answered(Session session, String answer) {}

  private final String base;
  private final Session.Role role;
  private final Sessions sessions;
  private final List<IceServer> iceServers;
  private final int maxOfferBytes;
  private final Opener opener;

  /**
   * An endpoint.
   *
   * @param base {@code /whip} or {@code /whep}
   * @param role of the Sessions made here
   * @param iceServers to advertise
   * @param maxOfferBytes of an offer, else 413
   */
  public SessionEndpoint(
      String base,
      Session.Role role,
      Sessions sessions,
      List<IceServer> iceServers,
      int maxOfferBytes,
      Opener opener) {
    this.base = base;
    this.role = role;
    this.sessions = sessions;
    this.iceServers = List.copyOf(iceServers);
    this.maxOfferBytes = maxOfferBytes;
    this.opener = opener;
  }

  /** The routes of both addresses. */
  public List<Route> routes() {
    String endpoint = base + "/{camera}";
    String session = endpoint + "/{session}";
    return List.of(
        Route.of("GET", endpoint, Access.TOKEN, call -> Reply.empty(204)),
        Route.of("POST", endpoint, Access.TOKEN, this::post).taking(new Intake(SDP, maxOfferBytes)),
        Route.of("GET", session, Access.TOKEN, this::get),
        Route.of("PATCH", session, Access.TOKEN, this::patch)
            .taking(new Intake(FRAGMENT, MAX_FRAGMENT_BYTES)),
        Route.of("DELETE", session, Access.TOKEN, this::delete));
  }

  private Reply post(Call call) {
    String camera = call.parameter("camera");
    Answered answered = openOrSayWhyNot(call, camera);
    String location = location(call, answered.session());
    Reply reply =
        Reply.text(201, SDP, answered.answer())
            .with(HttpHeader.LOCATION, location)
            .with(HttpHeader.ETAG, answered.session().etag())
            .with("Accept-Patch", FRAGMENT);
    String links = links(location);
    return links.isEmpty() ? reply : reply.with(HttpHeader.LINK, links);
  }

  /** One header for all: some clients split it at comma, space and {@code <}. */
  private String links(String location) {
    return Stream.concat(
            iceServers.stream().map(IceServer::link),
            opener.extensions().stream().map(extension -> extension.link(location)))
        .collect(Collectors.joining(", "));
  }

  private Answered openOrSayWhyNot(Call call, String camera) {
    try {
      return open(call, camera);
    } catch (Refusal refusal) {
      log.info("{} is refused: {}", call.logName(), refusal.problem().code());
      throw refusal;
    }
  }

  private Answered open(Call call, String camera) {
    try {
      return opener.open(call, camera, call.body());
    } catch (SdpException e) {
      throw SessionRefusals.of(e);
    } catch (NegotiationException e) {
      throw SessionRefusals.of(e);
    } catch (BridgeOverloadedException e) {
      throw SessionRefusals.of(e);
    }
  }

  /** An absolute path: right behind any proxy, whatever name the client knows us by. */
  private String location(Call call, Session session) {
    return call.mount() + base + "/" + session.camera() + "/" + session.id();
  }

  private Reply get(Call call) {
    Session session = alive(call);
    return Reply.empty(204).with(HttpHeader.ETAG, session.etag());
  }

  private Reply delete(Call call) {
    Session session = own(call);
    if (!sessions.end(session.id(), EndReason.DELETED)) {
      throw SessionRefusals.unknownSession();
    }
    return Reply.empty(200);
  }

  private Reply patch(Call call) {
    Session session = alive(call);
    EntityTags expected = expected(call);
    if (!expected.match(session.etag())) {
      throw SessionRefusals.staleEtag();
    }
    return switch (read(session, call.body())) {
      // An ICE-lite end answers checks and sends none: it has no use for candidates.
      case IcePatch.Trickle trickle -> Reply.empty(204);
      case IcePatch.Restart restart -> restart(session, restart, expected);
    };
  }

  private Reply restart(Session session, IcePatch.Restart restart, EntityTags expected) {
    Sessions.Restarted restarted =
        sessions
            .restart(session.id(), restart, expected)
            .orElseThrow(SessionRefusals::unknownSession);
    String body = restarted.session().ice().answer(restarted.transport());
    return Reply.text(200, FRAGMENT, body).with(HttpHeader.ETAG, restarted.session().etag());
  }

  private static IcePatch read(Session session, String fragment) {
    try {
      return session.ice().read(SdpFragment.parse(fragment));
    } catch (SdpException e) {
      throw SessionRefusals.of(e);
    } catch (NegotiationException e) {
      throw SessionRefusals.of(e);
    }
  }

  private Session own(Call call) {
    Session session =
        sessions
            .find(call.parameter("session"))
            .filter(s -> s.role() == role && s.camera().equals(call.parameter("camera")))
            .orElseThrow(SessionRefusals::unknownSession);
    if (!session.isOwnedBy(call.principal()) && !call.principal().isOperator()) {
      throw SessionRefusals.notYours(
          "The session was opened with another token.", "Use the token that opened it.");
    }
    return session;
  }

  /**
   * The Session of a request below its address.
   *
   * @throws Refusal 403 if it is another caller's, 404 or 409 if it is over
   */
  public Session alive(Call call) {
    Session session = own(call);
    session
        .reason()
        .ifPresent(reason -> {
          throw reason == EndReason.TAKEN_OVER
              ? SessionRefusals.takenOver()
              : SessionRefusals.unknownSession();
        });
    return session;
  }

  /** If-Match with strong comparison (RFC 9110, section 13.1.1). */
  private static EntityTags expected(Call call) {
    EntityTags wanted = EntityTags.of(call.headers(), HttpHeader.IF_MATCH);
    if (wanted.isEmpty()) {
      throw new Problem(
              428,
              "etag-required",
              "The request has to say which ICE session it means",
              "The header If-Match is missing.",
              "Send If-Match with the ETag of the answer, or \"*\" to restart ICE.")
          .refusal();
    }
    return wanted;
  }
}
