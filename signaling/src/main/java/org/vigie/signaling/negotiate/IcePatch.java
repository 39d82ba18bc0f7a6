package org.vigie.signaling.negotiate;

import java.util.List;
import org.vigie.bridge.api.IceCredentials;
import org.vigie.signaling.sdp.CandidateAttribute;

/** What a PATCH asks for. */
public sealed interface IcePatch {
  /** More candidates of the peer; an ICE-lite end needs none of them. */
  record Trickle(List<CandidateAttribute> candidates, boolean endOfCandidates) implements IcePatch {
    public Trickle {
      candidates = List.copyOf(candidates);
    }
  }

  /** A restart of ICE with the peer's new credentials. */
  record Restart(IceCredentials remote) implements IcePatch {}
}
