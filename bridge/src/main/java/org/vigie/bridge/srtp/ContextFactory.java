package org.vigie.bridge.srtp;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.logging.Level;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jitsi.srtp.SrtcpCryptoContext;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpPolicy;
import org.jitsi.utils.ByteArrayBuffer;
import org.jitsi.utils.logging2.Logger;
import org.jitsi.utils.logging2.LoggerImpl;
import org.jspecify.annotations.Nullable;
import org.vigie.bridge.api.SrtpProfile;

/** Derives the contexts of one direction, one per SSRC. For one thread. */
final class ContextFactory implements AutoCloseable {
  static final int GCM_TAG_BYTES = 16;
  static final int HMAC_TAG_BYTES = 10;

  private static final int HMAC_KEY_BYTES = 20;
  private static final int SALT_BYTES = 14;
  private static final int LABEL_POSITION = 7;
  private static final int RTP_AUTHENTICATION = 1;
  private static final int RTCP_AUTHENTICATION = 4;
  // jitsi-srtp reports every replayed packet; counting them is our part.
  private static final Logger SILENT = new LoggerImpl("org.vigie.bridge.srtp", Level.OFF);

  private final boolean sending;
  private final byte[] key;
  private final byte[] salt;
  private final SrtpProfile profile;
  private final CipherScope scope;
  private @Nullable Sha1Hmac rtpHmac;
  private @Nullable Sha1Hmac rtcpHmac;

  ContextFactory(boolean sending, byte[] key, byte[] salt, SrtpProfile profile, CipherScope scope) {
    this.sending = sending;
    this.key = key.clone();
    this.salt = salt.clone();
    this.profile = profile;
    this.scope = scope;
  }

  /** A context whose rollover counter begins there. */
  SrtpCryptoContext rtp(int ssrc, int rollover) throws GeneralSecurityException {
    if (!ownHmac()) {
      return scope.derive(
          () -> new SrtpCryptoContext(sending, ssrc, rollover, key, salt, rtpPolicy(), SILENT));
    }
    Sha1Hmac hmac = rtpHmac == null ? hmac(RTP_AUTHENTICATION) : rtpHmac;
    rtpHmac = hmac;
    return scope.derive(() -> new RtpContext(hmac, ssrc, rollover));
  }

  SrtcpCryptoContext rtcp(int ssrc) throws GeneralSecurityException {
    if (!ownHmac()) {
      return scope.derive(() -> new SrtcpCryptoContext(ssrc, key, salt, policy(), SILENT));
    }
    Sha1Hmac hmac = rtcpHmac == null ? hmac(RTCP_AUTHENTICATION) : rtcpHmac;
    rtcpHmac = hmac;
    return scope.derive(() -> new RtcpContext(hmac, ssrc));
  }

  private boolean ownHmac() {
    return profile == SrtpProfile.AES128_CM_HMAC_SHA1_80 && scope.source().withoutGarbage();
  }

  /** All SSRCs share their keys (RFC 3711, section 4.3.1, with a key derivation rate of 0). */
  private Sha1Hmac hmac(int label) throws GeneralSecurityException {
    byte[] iv = Arrays.copyOf(salt, SALT_BYTES + 2);
    iv[LABEL_POSITION] ^= (byte) label;
    Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
    cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
    byte[] hmacKey = cipher.doFinal(new byte[HMAC_KEY_BYTES]);
    try {
      return new Sha1Hmac(hmacKey);
    } finally {
      Arrays.fill(hmacKey, (byte) 0);
    }
  }

  private SrtpPolicy rtpPolicy() {
    boolean gcm = profile != SrtpProfile.AES128_CM_HMAC_SHA1_80;
    return gcm && !sending ? new ReceivingGcmPolicy(profile) : policy();
  }

  private SrtpPolicy policy() {
    return switch (profile) {
      case AEAD_AES_128_GCM, AEAD_AES_256_GCM ->
          new SrtpPolicy(
              SrtpPolicy.AESGCM_ENCRYPTION,
              profile.keyLength(),
              SrtpPolicy.NULL_AUTHENTICATION,
              0,
              GCM_TAG_BYTES,
              profile.saltLength());
      case AES128_CM_HMAC_SHA1_80 ->
          new SrtpPolicy(
              SrtpPolicy.AESCM_ENCRYPTION,
              profile.keyLength(),
              SrtpPolicy.HMACSHA1_AUTHENTICATION,
              HMAC_KEY_BYTES,
              HMAC_TAG_BYTES,
              profile.saltLength());
    };
  }

  /** Forgets the keys. */
  @Override
  public void close() {
    Arrays.fill(key, (byte) 0);
    Arrays.fill(salt, (byte) 0);
  }

  private final class RtpContext extends SrtpCryptoContext {
    private final Sha1Hmac hmac;

    RtpContext(Sha1Hmac hmac, int ssrc, int rollover) throws GeneralSecurityException {
      super(sending, ssrc, rollover, key, salt, policy(), SILENT);
      this.hmac = hmac;
    }

    @Override
    protected synchronized byte[] authenticatePacketHmac(ByteArrayBuffer packet, int rollover) {
      writeRoc(rollover);
      return hmac.tag(packet.getBuffer(), packet.getOffset(), packet.getLength(), rbStore);
    }
  }

  private final class RtcpContext extends SrtcpCryptoContext {
    private final Sha1Hmac hmac;

    RtcpContext(Sha1Hmac hmac, int ssrc) throws GeneralSecurityException {
      super(ssrc, key, salt, policy(), SILENT);
      this.hmac = hmac;
    }

    @Override
    protected synchronized byte[] authenticatePacketHmac(ByteArrayBuffer packet, int index) {
      writeRoc(index);
      return hmac.tag(packet.getBuffer(), packet.getOffset(), packet.getLength(), rbStore);
    }
  }
}
