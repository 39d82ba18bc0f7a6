package org.vigie.bridge.api;

import java.util.List;

/**
 * This end's transport, for the answer.
 *
 * @param ice this end's credentials
 * @param fingerprints this end's certificates
 * @param candidates every address the peer may try; ICE-lite, so there will be no others
 */
public record TransportDescription(
    IceCredentials ice, List<Fingerprint> fingerprints, List<Candidate> candidates) {
  public TransportDescription {
    fingerprints = List.copyOf(fingerprints);
    candidates = List.copyOf(candidates);
  }
}
