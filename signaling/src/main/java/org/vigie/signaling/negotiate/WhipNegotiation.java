package org.vigie.signaling.negotiate;

import org.vigie.bridge.api.CameraSessionSpec;
import org.vigie.bridge.api.SessionDescription;
import org.vigie.bridge.api.StreamId;
import org.vigie.signaling.sdp.Sdp;

/** A camera's offer and our answer (RFC 9725, section 4.2). */
@SuppressWarnings("DoNotCallSuggester") // for the minutes until it has bodies
public final class WhipNegotiation {
  private WhipNegotiation() {}

  /**
   * Decides what to take of an offer.
   *
   * @throws NegotiationException if it cannot be served
   */
  public static WhipNegotiation of(Sdp offer, NegotiationSettings settings) {
    throw new UnsupportedOperationException();
  }

  /** What the bridge has to open. */
  public CameraSessionSpec spec(StreamId stream) {
    throw new UnsupportedOperationException();
  }

  /** The answer, once the bridge has opened it. */
  public String answer(SessionDescription session) {
    throw new UnsupportedOperationException();
  }

  /** What later PATCHes are read against. */
  public IceExchange ice() {
    throw new UnsupportedOperationException();
  }
}
