package org.vigie.bridge.dtls;

import java.io.IOException;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.TlsHandshakeHash;

/** Tells the transport when the client's flight has been read up to ChangeCipherSpec. */
final class OrderedServerProtocol extends DTLSServerProtocol {
  private final MailboxTransport transport;

  OrderedServerProtocol(MailboxTransport transport) {
    this.transport = transport;
  }

  DTLSTransport accept(DtlsServer server) throws IOException {
    transport.holdEncrypted();
    return accept(server, transport);
  }

  /** The last message in the clear, for every client must show a certificate. */
  @Override
  protected void processCertificateVerify(
      ServerHandshakeState state, byte[] body, TlsHandshakeHash handshakeHash) throws IOException {
    super.processCertificateVerify(state, body, handshakeHash);
    transport.releaseEncrypted();
  }
}
