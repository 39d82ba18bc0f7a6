package org.vigie.simulator.transport;

import java.io.IOException;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.ExporterLabel;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsExtensionsUtils;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.UseSRTPData;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.jspecify.annotations.Nullable;
import org.vigie.bridge.api.Fingerprint;
import org.vigie.bridge.api.SrtpProfile;
import org.vigie.bridge.dtls.SrtpKeys;

/** What Bouncy Castle asks a DTLS-SRTP client: DTLS 1.2, P-256, AES-GCM first (RFC 5764, 7714). */
final class SrtpTlsClient extends DefaultTlsClient {
  private static final Map<Integer, SrtpProfile> PROFILES =
      Map.of(
          SrtpProfile.AEAD_AES_128_GCM.id(), SrtpProfile.AEAD_AES_128_GCM,
          SrtpProfile.AES128_CM_HMAC_SHA1_80.id(), SrtpProfile.AES128_CM_HMAC_SHA1_80);
  static final List<SrtpProfile> ALL_PROFILES =
      List.of(SrtpProfile.AEAD_AES_128_GCM, SrtpProfile.AES128_CM_HMAC_SHA1_80);
  private static final int HANDSHAKE_MILLIS = 10_000;
  private static final int RESEND_MILLIS = 200;

  private final BcTlsCrypto crypto;
  private final DtlsIdentity identity;
  private final List<Fingerprint> expected;
  private final List<SrtpProfile> offered;
  private @Nullable SrtpProfile profile;
  private @Nullable SrtpKeys keys;

  SrtpTlsClient(
      BcTlsCrypto crypto,
      DtlsIdentity identity,
      List<Fingerprint> expected,
      List<SrtpProfile> offered) {
    super(crypto);
    this.crypto = crypto;
    this.identity = identity;
    this.expected = List.copyOf(expected);
    this.offered = List.copyOf(offered);
  }

  /** Known when the handshake is over. */
  SrtpKeys keys() {
    if (keys == null) {
      throw new IllegalStateException("no SRTP profile was agreed on");
    }
    return keys;
  }

  @Override
  protected ProtocolVersion[] getSupportedVersions() {
    return ProtocolVersion.DTLSv12.only();
  }

  @Override
  protected int[] getSupportedCipherSuites() {
    return new int[] {
      CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
      CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
      CipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256
    };
  }

  @Override
  public int getHandshakeTimeoutMillis() {
    return HANDSHAKE_MILLIS;
  }

  @Override
  public int getHandshakeResendTimeMillis() {
    return RESEND_MILLIS;
  }

  @Override
  @SuppressWarnings("JdkObsolete") // Bouncy Castle's signature
  public Hashtable<Integer, byte[]> getClientExtensions() throws IOException {
    @SuppressWarnings("unchecked")
    Hashtable<Integer, byte[]> extensions =
        TlsExtensionsUtils.ensureExtensionsInitialised(super.getClientExtensions());
    int[] ids = offered.stream().mapToInt(SrtpProfile::id).toArray();
    TlsSRTPUtils.addUseSRTPExtension(extensions, new UseSRTPData(ids, new byte[0]));
    return extensions;
  }

  @Override
  @SuppressWarnings({"rawtypes", "JdkObsolete"}) // Bouncy Castle's signature
  public void processServerExtensions(Hashtable extensions) throws IOException {
    super.processServerExtensions(extensions);
    UseSRTPData chosen = TlsSRTPUtils.getUseSRTPExtension(extensions);
    if (chosen == null || chosen.getProtectionProfiles().length != 1) {
      throw new TlsFatalAlert(AlertDescription.illegal_parameter, "the peer chose no SRTP profile");
    }
    profile = PROFILES.get(chosen.getProtectionProfiles()[0]);
  }

  @Override
  public TlsAuthentication getAuthentication() {
    return new TlsAuthentication() {
      @Override
      public void notifyServerCertificate(TlsServerCertificate server) throws IOException {
        requireExpected(server.getCertificate());
      }

      @Override
      public TlsCredentials getClientCredentials(CertificateRequest request) throws IOException {
        return credentials();
      }
    };
  }

  private void requireExpected(Certificate chain) throws IOException {
    if (chain.isEmpty()) {
      throw new TlsFatalAlert(AlertDescription.bad_certificate, "the peer showed no certificate");
    }
    byte[] shown = chain.getCertificateAt(0).getEncoded();
    boolean known =
        expected.stream().anyMatch(f -> DtlsIdentity.fingerprint(f.algorithm(), shown).equals(f));
    if (!known) {
      throw new TlsFatalAlert(
          AlertDescription.bad_certificate, "the peer's certificate is not the one in its SDP");
    }
  }

  private TlsCredentials credentials() throws IOException {
    TlsCertificate own = crypto.createCertificate(identity.certificate());
    return new BcDefaultTlsCredentialedSigner(
        new TlsCryptoParameters(context),
        crypto,
        identity.privateKey(),
        new Certificate(new TlsCertificate[] {own}),
        SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
  }

  @Override
  public void notifyHandshakeComplete() throws IOException {
    super.notifyHandshakeComplete();
    if (profile != null) {
      keys = export(profile);
    }
  }

  /** Client key, server key, client salt, server salt (RFC 5764, section 4.2). */
  private SrtpKeys export(SrtpProfile agreed) {
    int key = agreed.keyLength();
    int salt = agreed.saltLength();
    byte[] all = context.exportKeyingMaterial(ExporterLabel.dtls_srtp, null, 2 * (key + salt));
    int salts = 2 * key;
    return new SrtpKeys(
        agreed,
        Arrays.copyOfRange(all, 0, key),
        Arrays.copyOfRange(all, salts, salts + salt),
        Arrays.copyOfRange(all, key, salts),
        Arrays.copyOfRange(all, salts + salt, all.length));
  }
}
