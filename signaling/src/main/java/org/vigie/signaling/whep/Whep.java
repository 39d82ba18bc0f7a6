package org.vigie.signaling.whep;

import java.util.List;
import java.util.function.Predicate;
import org.eclipse.jetty.http.HttpHeader;
import org.vigie.signaling.bandwidth.CameraTargets;
import org.vigie.signaling.bandwidth.ViewerTargets;
import org.vigie.signaling.bandwidth.ViewerTunings;
import org.vigie.signaling.http.Call;
import org.vigie.signaling.http.Problem;
import org.vigie.signaling.http.Refusal;
import org.vigie.signaling.http.Reply;
import org.vigie.signaling.http.Route;
import org.vigie.signaling.http.Route.Access;
import org.vigie.signaling.identity.Identities;
import org.vigie.signaling.identity.Principal;
import org.vigie.signaling.negotiate.WhepNegotiation;
import org.vigie.signaling.sdp.Sdp;
import org.vigie.signaling.session.SessionEndpoint;
import org.vigie.signaling.session.SessionEndpoint.Answered;
import org.vigie.signaling.session.SessionEndpoint.Opener;
import org.vigie.signaling.session.SessionRefusals;
import org.vigie.signaling.session.Sessions;

/** Takes a viewer's offer (draft-ietf-wish-whep-04, section 4.3). */
public final class Whep implements Opener {
  private static final long NOT_LIVE_RETRY_SECONDS = 2;

  private final Identities identities;
  private final Sessions sessions;
  private final Predicate<String> isLive;
  private final CameraTargets targets;
  private final ViewerTargets viewers;
  private final ViewerTunings tunings;

  /** Shows enrolled cameras to whoever may watch them; {@code isLive} is asked with their ids. */
  public Whep(
      Identities identities,
      Sessions sessions,
      Predicate<String> isLive,
      CameraTargets targets,
      ViewerTargets viewers,
      ViewerTunings tunings) {
    this.identities = identities;
    this.sessions = sessions;
    this.isLive = isLive;
    this.targets = targets;
    this.viewers = viewers;
    this.tunings = tunings;
  }

  /** What WHEP has beyond WHIP: HEAD says what an offer looks like (section 4.2). */
  public static List<Route> routes() {
    return List.of(
        Route.of(
            "HEAD",
            "/whep/{camera}",
            Access.TOKEN,
            call -> Reply.empty(200).with(HttpHeader.CONTENT_TYPE, SessionEndpoint.SDP)));
  }

  @Override
  public List<SessionEndpoint.Extension> extensions() {
    return List.of(LayerRoutes.EXTENSION);
  }

  @Override
  public Answered open(Call call, String camera, String offer) {
    Principal caller = call.principal();
    if (!caller.mayWatch(camera)) {
      throw SessionRefusals.notYours(
          "The token may not watch \"" + camera + "\".",
          "Ask an operator for a viewer's token that names this camera.");
    }
    if (identities.camera(camera).isEmpty()) {
      throw SessionRefusals.unknownCamera(camera);
    }
    WhepNegotiation negotiation = WhepNegotiation.of(Sdp.parse(offer));
    if (!call.queryHas("wait", "true") && !isLive.test(camera)) {
      targets.wanted(camera);
      throw notLive(camera);
    }
    Sessions.Opened opened =
        sessions
            .openViewer(camera, caller, negotiation.spec(), negotiation.ice())
            .orElseThrow(() -> SessionRefusals.unknownCamera(camera));
    viewers.opened(opened.session());
    tunings.opened(opened.session());
    targets.watched(camera);
    return new Answered(opened.session(), negotiation.answer(opened.description()));
  }

  private static Refusal notLive(String camera) {
    return new Problem(
            409,
            "no-live-camera",
            "The camera is not live",
            "Camera \"" + camera + "\" sends nothing at the moment.",
            "Try again later, or add ?wait=true to get the picture when it comes.")
        .refusal()
        .retryAfter(NOT_LIVE_RETRY_SECONDS);
  }
}
