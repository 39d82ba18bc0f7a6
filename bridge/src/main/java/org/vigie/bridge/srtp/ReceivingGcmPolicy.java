package org.vigie.bridge.srtp;

import org.jitsi.srtp.SrtpPolicy;
import org.vigie.bridge.api.SrtpProfile;

/**
 * AEAD_AES_GCM (RFC 7714) for one context that receives RTP. For such a context, and no other,
 * jitsi-srtp asks OpenSSL by JNI for a second cipher that authenticates without decrypting. Nothing
 * here uses it; it holds native memory, and in a JVM that forbids native code asking for it is an
 * Error. So the one question that leads there is answered as for counter mode.
 */
final class ReceivingGcmPolicy extends SrtpPolicy {
  // As of 1.1-23 the first question is which cipher to make, and the second this one.
  private static final int SECOND_CIPHER = 2;

  private int questions;

  ReceivingGcmPolicy(SrtpProfile profile) {
    super(
        AESGCM_ENCRYPTION,
        profile.keyLength(),
        NULL_AUTHENTICATION,
        0,
        ContextFactory.GCM_TAG_BYTES,
        profile.saltLength());
  }

  @Override
  public int getEncType() {
    if (questions < SECOND_CIPHER && ++questions == SECOND_CIPHER) {
      return AESCM_ENCRYPTION;
    }
    return super.getEncType();
  }
}
