package org.vigie.bridge.ice;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.vigie.bridge.api.IceCredentials;

/** Both sides' credentials of one ICE generation, as the checks of the peer carry them. */
final class CredentialPair {
  private final IceCredentials local;
  private final byte[] username;
  private final byte[] password;

  CredentialPair(IceCredentials local, IceCredentials remote) {
    this.local = local;
    this.username = (local.ufrag() + ":" + remote.ufrag()).getBytes(UTF_8);
    this.password = local.password().getBytes(UTF_8);
  }

  IceCredentials local() {
    return local;
  }

  /** USERNAME of a check that the peer sends (RFC 8445, section 7.2.2). */
  byte[] username() {
    return username;
  }

  /** Signs the checks of the peer and the answers to them. */
  byte[] password() {
    return password;
  }
}
