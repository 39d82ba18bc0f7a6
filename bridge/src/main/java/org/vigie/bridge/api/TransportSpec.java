package org.vigie.bridge.api;

import java.util.List;

/**
 * What the peer said of its transport.
 *
 * @param remoteIce the peer's ICE credentials
 * @param remoteFingerprints the certificates it may show; one must match or nothing is accepted
 * @param localRole the part that this end plays in DTLS
 */
public record TransportSpec(
    IceCredentials remoteIce, List<Fingerprint> remoteFingerprints, DtlsRole localRole) {
  public TransportSpec {
    remoteFingerprints = List.copyOf(remoteFingerprints);
    if (remoteFingerprints.isEmpty()) {
      throw new IllegalArgumentException("a peer without a fingerprint cannot be authenticated");
    }
  }
}
