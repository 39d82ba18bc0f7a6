package org.vigie.signaling.negotiate;

import org.vigie.bridge.api.SessionDescription;
import org.vigie.bridge.api.ViewerSessionSpec;
import org.vigie.signaling.sdp.Sdp;

/** A viewer's offer and our answer (draft-ietf-wish-whep-04, section 4.3). */
@SuppressWarnings("DoNotCallSuggester") // for the minutes until it has bodies
public final class WhepNegotiation {
  private WhepNegotiation() {}

  /**
   * Decides what to take of an offer.
   *
   * @throws NegotiationException if it cannot be served
   */
  public static WhepNegotiation of(Sdp offer) {
    throw new UnsupportedOperationException();
  }

  /** What the bridge has to open. */
  public ViewerSessionSpec spec() {
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
