package org.vigie.bridge.dtls;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Vector;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.AlertLevel;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ExporterLabel;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.SignatureScheme;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.UseSRTPData;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.jspecify.annotations.Nullable;
import org.vigie.bridge.api.Fingerprint;
import org.vigie.bridge.api.SrtpProfile;

/** What client and server have in common: who may speak, which SRTP profile, and which keys. */
final class Association {
  static final BcTlsCrypto CRYPTO = new SmallTlsCrypto(new SecureRandom());

  /**
   * RFC 8827, section 6.5 demands the first; RSA ones serve a server with such a certificate. All
   * are GCM, which every DTLS-SRTP peer of today knows, so that {@link DtlsDatagrams} can tell the
   * records that Bouncy Castle would not survive: CBC has many ways to be of a wrong length.
   */
  static final int[] CIPHER_SUITES = {
    CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
    CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
    CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
    CipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
  };

  static final int FIRST_RESEND_MILLIS = 150;

  private static final byte[] NO_MKI = {};
  private static final int[] SIGNATURE_SCHEMES = {
    SignatureScheme.ecdsa_secp256r1_sha256,
    SignatureScheme.ecdsa_secp384r1_sha384,
    SignatureScheme.ecdsa_secp521r1_sha512,
    SignatureScheme.rsa_pss_rsae_sha256,
    SignatureScheme.rsa_pss_rsae_sha384,
    SignatureScheme.rsa_pss_rsae_sha512,
    SignatureScheme.rsa_pkcs1_sha256,
    SignatureScheme.rsa_pkcs1_sha384,
    SignatureScheme.rsa_pkcs1_sha512,
  };

  private final int timeoutMillis;
  private final DtlsCertificate certificate;
  private final List<Fingerprint> remoteFingerprints;
  private @Nullable SrtpProfile profile;
  private @Nullable SrtpKeys keys;
  private boolean peerKnown;
  private boolean fingerprintMismatch;
  private boolean peerClosed;

  /**
   * Nothing is agreed yet.
   *
   * @param timeoutMillis for the whole handshake
   */
  Association(
      DtlsCertificate certificate, List<Fingerprint> remoteFingerprints, int timeoutMillis) {
    this.timeoutMillis = timeoutMillis;
    this.certificate = certificate;
    this.remoteFingerprints = List.copyOf(remoteFingerprints);
  }

  int timeoutMillis() {
    return timeoutMillis;
  }

  /** For Bouncy Castle, which wants a Vector. */
  @SuppressWarnings("JdkObsolete")
  static Vector<SignatureAndHashAlgorithm> signatureAlgorithms() {
    Vector<SignatureAndHashAlgorithm> algorithms = new Vector<>();
    for (int scheme : SIGNATURE_SCHEMES) {
      algorithms.add(SignatureScheme.getSignatureAndHashAlgorithm(scheme));
    }
    return algorithms;
  }

  TlsCredentialedSigner credentials(TlsContext context) throws IOException {
    TlsCertificate own = CRYPTO.createCertificate(certificate.encoded());
    return new BcDefaultTlsCredentialedSigner(
        new TlsCryptoParameters(context),
        CRYPTO,
        certificate.privateKey(),
        new Certificate(new TlsCertificate[] {own}),
        SignatureScheme.getSignatureAndHashAlgorithm(SignatureScheme.ecdsa_secp256r1_sha256));
  }

  /**
   * Lets the handshake go on if the SDP announced this certificate (RFC 8122, section 6.2). The
   * proof that the peer owns its key follows later in the handshake.
   */
  void checkPeer(@Nullable Certificate chain) throws IOException {
    if (chain == null
        || chain.isEmpty()
        || !CertificateHash.matchesAny(
            remoteFingerprints, chain.getCertificateAt(0).getEncoded())) {
      fingerprintMismatch = true;
      throw new TlsFatalAlert(AlertDescription.bad_certificate);
    }
    peerKnown = true;
  }

  /** What a client offers (RFC 5764, section 4.1). */
  static UseSRTPData profilesOffered() {
    int[] ids = Arrays.stream(SrtpProfile.values()).mapToInt(SrtpProfile::id).toArray();
    return new UseSRTPData(ids, NO_MKI);
  }

  /** As server: our preference decides. */
  void chooseProfile(@Nullable UseSRTPData offered) throws IOException {
    for (SrtpProfile candidate : SrtpProfile.values()) {
      if (offered != null && contains(offered, candidate)) {
        profile = candidate;
        return;
      }
    }
    throw new TlsFatalAlert(AlertDescription.handshake_failure, "no common SRTP profile");
  }

  /** As client: the server must have picked one of ours, without an MKI. */
  void acceptProfile(@Nullable UseSRTPData answered) throws IOException {
    if (answered == null) {
      throw new TlsFatalAlert(AlertDescription.handshake_failure, "the peer knows no DTLS-SRTP");
    }
    if (answered.getProtectionProfiles().length != 1 || answered.getMki().length != 0) {
      throw new TlsFatalAlert(AlertDescription.illegal_parameter);
    }
    chooseProfile(answered);
  }

  UseSRTPData profileChosen() {
    return new UseSRTPData(new int[] {requireProfile().id()}, NO_MKI);
  }

  /** Takes the SRTP keys out of the finished handshake (RFC 5764, section 4.2). */
  void exportKeys(TlsContext context) {
    SrtpProfile agreed = requireProfile();
    int key = agreed.keyLength();
    int salt = agreed.saltLength();
    byte[] material = context.exportKeyingMaterial(ExporterLabel.dtls_srtp, null, 2 * (key + salt));
    SrtpKeys asClient =
        new SrtpKeys(
            agreed,
            Arrays.copyOfRange(material, 0, key),
            Arrays.copyOfRange(material, 2 * key, 2 * key + salt),
            Arrays.copyOfRange(material, key, 2 * key),
            Arrays.copyOfRange(material, 2 * key + salt, 2 * (key + salt)));
    Arrays.fill(material, (byte) 0);
    keys = context.isServer() ? asClient.mirrored() : asClient;
  }

  /**
   * The keys of a finished handshake.
   *
   * @throws TlsFatalAlert if the peer has shown no certificate or agreed on no keys
   */
  SrtpKeys keys() throws TlsFatalAlert {
    if (keys == null || !peerKnown) {
      throw new TlsFatalAlert(
          AlertDescription.handshake_failure, "the peer did not identify itself");
    }
    return keys;
  }

  void alertReceived(short level, short description) {
    if (level == AlertLevel.warning && description == AlertDescription.close_notify) {
      peerClosed = true;
    }
  }

  boolean fingerprintMismatch() {
    return fingerprintMismatch;
  }

  boolean peerClosed() {
    return peerClosed;
  }

  private SrtpProfile requireProfile() {
    if (profile == null) {
      throw new IllegalStateException("no SRTP profile agreed yet");
    }
    return profile;
  }

  private static boolean contains(UseSRTPData offered, SrtpProfile candidate) {
    return Arrays.stream(offered.getProtectionProfiles()).anyMatch(id -> id == candidate.id());
  }
}
