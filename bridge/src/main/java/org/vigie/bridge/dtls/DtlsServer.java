package org.vigie.bridge.dtls;

import java.io.IOException;
import java.util.Hashtable;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsSRTPUtils;

/** The server side as Bouncy Castle asks for it. */
@SuppressWarnings({"JdkObsolete", "rawtypes", "unchecked"}) // Bouncy Castle's signatures
final class DtlsServer extends DefaultTlsServer {
  private final Association association;

  DtlsServer(Association association) {
    super(Association.CRYPTO);
    this.association = association;
  }

  @Override
  protected ProtocolVersion[] getSupportedVersions() {
    return ProtocolVersion.DTLSv12.only();
  }

  @Override
  protected int[] getSupportedCipherSuites() {
    return Association.CIPHER_SUITES.clone();
  }

  @Override
  protected boolean preferLocalCipherSuites() {
    return true;
  }

  @Override
  protected TlsCredentialedSigner getECDSASignerCredentials() throws IOException {
    return association.credentials(context);
  }

  @Override
  public CertificateRequest getCertificateRequest() {
    short[] types = {ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign};
    return new CertificateRequest(types, Association.signatureAlgorithms(), null);
  }

  @Override
  public void notifyClientCertificate(Certificate clientCertificate) throws IOException {
    association.checkPeer(clientCertificate);
  }

  @Override
  public void processClientExtensions(Hashtable clientExtensions) throws IOException {
    super.processClientExtensions(clientExtensions);
    association.chooseProfile(
        clientExtensions == null ? null : TlsSRTPUtils.getUseSRTPExtension(clientExtensions));
  }

  @Override
  public Hashtable getServerExtensions() throws IOException {
    Hashtable extensions = super.getServerExtensions();
    TlsSRTPUtils.addUseSRTPExtension(extensions, association.profileChosen());
    return extensions;
  }

  @Override
  public void notifyHandshakeComplete() throws IOException {
    super.notifyHandshakeComplete();
    association.exportKeys(context);
  }

  @Override
  public void notifyAlertReceived(short alertLevel, short alertDescription) {
    association.alertReceived(alertLevel, alertDescription);
  }

  /** Without it no keys can be exported (RFC 7627, section 7.1 tells why not). */
  @Override
  public boolean requiresExtendedMasterSecret() {
    return true;
  }

  /** Fingerprints, not signatures, vouch for certificates here. */
  @Override
  public boolean shouldCheckSigAlgOfPeerCerts() {
    return false;
  }

  @Override
  public int getHandshakeTimeoutMillis() {
    return association.timeoutMillis();
  }

  @Override
  public int getHandshakeResendTimeMillis() {
    return Association.FIRST_RESEND_MILLIS;
  }
}
