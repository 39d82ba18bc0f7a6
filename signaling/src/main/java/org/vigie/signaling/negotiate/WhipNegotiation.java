package org.vigie.signaling.negotiate;

import org.vigie.bridge.api.CameraSessionSpec;
import org.vigie.bridge.api.SessionDescription;
import org.vigie.bridge.api.StreamId;
import org.vigie.signaling.sdp.Sdp;

/**
 * A camera's offer and our answer (RFC 9725, section 4.2). Every codec that the relay carries is
 * taken in the order of the offer, so the camera's first choice stays first; every simulcast layer
 * too.
 */
public final class WhipNegotiation {
  private final Offer offer;
  private final String answerId = AnswerId.random();

  private WhipNegotiation(Offer offer) {
    this.offer = offer;
  }

  /**
   * Decides what to take of an offer.
   *
   * @throws NegotiationException if it cannot be served
   */
  public static WhipNegotiation of(Sdp offer, NegotiationSettings settings) {
    return new WhipNegotiation(
        new Offer(
            offer, Offerer.CAMERA, new AnswerParameters(settings.startBps(), settings.audioBps())));
  }

  /** What the bridge has to open. */
  public CameraSessionSpec spec(StreamId stream) {
    return new CameraSessionSpec(
        stream, offer.transport(), offer.taken().stream().map(TakenLine::track).toList());
  }

  /** The answer, once the bridge has opened it. */
  public String answer(SessionDescription session) {
    return new AnswerWriter(offer, session.transport(), line -> line.layers().attributes())
        .write(answerId);
  }

  /** What later PATCHes are read against. */
  public IceExchange ice() {
    return offer.ice();
  }
}
