package org.vigie.signaling.whip;

import org.vigie.bridge.api.StreamId;
import org.vigie.signaling.bandwidth.CameraTargets;
import org.vigie.signaling.bandwidth.StreamTunings;
import org.vigie.signaling.http.Call;
import org.vigie.signaling.http.Gate;
import org.vigie.signaling.http.Refusal;
import org.vigie.signaling.identity.Identities;
import org.vigie.signaling.identity.Principal;
import org.vigie.signaling.negotiate.NegotiationSettings;
import org.vigie.signaling.negotiate.WhipNegotiation;
import org.vigie.signaling.sdp.Sdp;
import org.vigie.signaling.session.SessionEndpoint.Answered;
import org.vigie.signaling.session.SessionEndpoint.Opener;
import org.vigie.signaling.session.SessionRefusals;
import org.vigie.signaling.session.Sessions;

/** Takes a camera's offer (RFC 9725, section 4.2). */
public final class Whip implements Opener {
  private final Identities identities;
  private final Sessions sessions;
  private final CameraTargets targets;
  private final StreamTunings tunings;

  /** Lets enrolled cameras publish. */
  public Whip(
      Identities identities, Sessions sessions, CameraTargets targets, StreamTunings tunings) {
    this.identities = identities;
    this.sessions = sessions;
    this.targets = targets;
    this.tunings = tunings;
  }

  @Override
  public Answered open(Call call, String camera, String offer) {
    Principal caller = call.principal();
    if (!caller.mayPublish(camera)) {
      throw SessionRefusals.notYours(
          "The token may not publish \"" + camera + "\".", "Use this camera's own token.");
    }
    if (identities.camera(camera).isEmpty()) {
      throw SessionRefusals.unknownCamera(camera);
    }
    WhipNegotiation negotiation =
        WhipNegotiation.of(
            Sdp.parse(offer),
            new NegotiationSettings(targets.startBps(camera), targets.audioBps(camera)));
    Sessions.Opened opened =
        sessions
            .openCamera(camera, caller, negotiation.spec(new StreamId(camera)), negotiation.ice())
            .orElseThrow(() -> gone(camera, caller));
    targets.opened(opened.session());
    tunings.opened(camera);
    return new Answered(opened.session(), negotiation.answer(opened.description()));
  }

  private Refusal gone(String camera, Principal caller) {
    return identities.knows(caller) ? SessionRefusals.unknownCamera(camera) : Gate.badToken();
  }
}
