package org.vigie.bridge.dtls;

import org.vigie.bridge.api.SrtpProfile;

/**
 * The SRTP master keys and salts that a DTLS handshake agreed on (RFC 5764, section 4.2).
 *
 * @param profile what they are for, which also gives their lengths
 * @param localKey for what this end sends
 * @param localSalt for what this end sends
 * @param remoteKey for what the peer sends
 * @param remoteSalt for what the peer sends
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
public record SrtpKeys(
    SrtpProfile profile, byte[] localKey, byte[] localSalt, byte[] remoteKey, byte[] remoteSalt) {
  public SrtpKeys {
    requireLength(localKey, profile.keyLength());
    requireLength(remoteKey, profile.keyLength());
    requireLength(localSalt, profile.saltLength());
    requireLength(remoteSalt, profile.saltLength());
  }

  /** The same keys as the far end sees them. */
  @SuppressWarnings("ArgumentSelectionDefectChecker") // swapped on purpose
  public SrtpKeys mirrored() {
    return new SrtpKeys(profile, remoteKey, remoteSalt, localKey, localSalt);
  }

  /** Says the profile only: keys never reach a log. */
  @Override
  public String toString() {
    return "SrtpKeys[" + profile + "]";
  }

  private static void requireLength(byte[] secret, int length) {
    if (secret.length != length) {
      throw new IllegalArgumentException(secret.length + " bytes instead of " + length);
    }
  }
}
