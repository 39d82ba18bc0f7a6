package org.vigie.bridge.dtls;

import java.io.IOException;
import java.util.Hashtable;
import java.util.Vector;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsServerCertificate;

/** The client side as Bouncy Castle asks for it. */
@SuppressWarnings({"JdkObsolete", "rawtypes", "unchecked"}) // Bouncy Castle's signatures
final class DtlsClient extends DefaultTlsClient {
  private final Association association;

  DtlsClient(Association association) {
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
  protected Vector getSupportedSignatureAlgorithms() {
    return Association.signatureAlgorithms();
  }

  @Override
  public Hashtable getClientExtensions() throws IOException {
    Hashtable extensions = super.getClientExtensions();
    TlsSRTPUtils.addUseSRTPExtension(extensions, Association.profilesOffered());
    return extensions;
  }

  @Override
  public void processServerExtensions(Hashtable serverExtensions) throws IOException {
    super.processServerExtensions(serverExtensions);
    association.acceptProfile(
        serverExtensions == null ? null : TlsSRTPUtils.getUseSRTPExtension(serverExtensions));
  }

  @Override
  public TlsAuthentication getAuthentication() {
    return new TlsAuthentication() {
      @Override
      public void notifyServerCertificate(TlsServerCertificate serverCertificate)
          throws IOException {
        association.checkPeer(serverCertificate.getCertificate());
      }

      @Override
      public TlsCredentials getClientCredentials(CertificateRequest certificateRequest)
          throws IOException {
        return association.credentials(context);
      }
    };
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
