package org.vigie.bridge.dtls;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsFatalAlertReceived;
import org.bouncycastle.tls.TlsTimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vigie.bridge.api.DtlsRole;
import org.vigie.bridge.api.Fingerprint;

/**
 * One end of one DTLS association. {@link #receive} and {@link #close} may be called from any
 * thread and never wait.
 */
public final class DtlsEndpoint implements AutoCloseable {
  /** Longer datagrams are dropped. */
  public static final int MAX_DATAGRAM_BYTES = 2048;

  private static final Logger LOG = LoggerFactory.getLogger(DtlsEndpoint.class);
  private static final int MAILBOX_DATAGRAMS = 32;
  private static final int HANDSHAKE_TIMEOUT_MILLIS = 10_000;
  private static final int FOR_EVER = 0;

  private final DtlsRole role;
  private final Association association;
  private final DtlsListener listener;
  private final Mailbox mailbox = new Mailbox(MAILBOX_DATAGRAMS);
  private final MailboxTransport network;
  private final Thread thread;
  private volatile boolean closedHere;

  private DtlsEndpoint(DtlsRole role, Association association, int mtu, DtlsListener listener) {
    this.role = role;
    this.association = association;
    this.listener = listener;
    this.network = new MailboxTransport(mailbox, mtu, listener::send);
    this.thread = Thread.ofVirtual().name("dtls-" + role).unstarted(this::run);
  }

  /**
   * Starts the handshake; it fails by itself if it has not ended after 10 s. As server, start it
   * when a Path is proved.
   *
   * @param role whether this end sends the ClientHello
   * @param remoteFingerprints certificates that the peer may show; SHA-256, SHA-384 and SHA-512
   *     count, weaker hashes are ignored
   * @param mtu largest datagram to send, in bytes of UDP payload, 256 to 65,507
   * @param listener told what happens, on the endpoint's own thread
   */
  public static DtlsEndpoint start(
      DtlsRole role,
      DtlsCertificate certificate,
      List<Fingerprint> remoteFingerprints,
      int mtu,
      DtlsListener listener) {
    return start(
        role,
        new Association(certificate, remoteFingerprints, HANDSHAKE_TIMEOUT_MILLIS),
        mtu,
        listener);
  }

  /** With a patience of one's own. */
  static DtlsEndpoint start(
      DtlsRole role, Association association, int mtu, DtlsListener listener) {
    if (mtu < 256 || mtu > 65_507) {
      throw new IllegalArgumentException(
          "an MTU of " + mtu + " bytes is not between 256 and 65507");
    }
    DtlsEndpoint endpoint = new DtlsEndpoint(role, association, mtu, listener);
    endpoint.thread.start();
    return endpoint;
  }

  /**
   * Takes a datagram that came over a proved Path; the bytes are copied, or dropped if they are no
   * DTLS or too many wait.
   */
  public void receive(byte[] array, int offset, int length) {
    if (length <= MAX_DATAGRAM_BYTES && DtlsDatagrams.isSane(array, offset, length)) {
      mailbox.put(Arrays.copyOfRange(array, offset, offset + length));
    }
  }

  /** Datagrams dropped because too many waited. */
  public long dropped() {
    return mailbox.dropped();
  }

  /**
   * Sends close_notify and ends; {@link DtlsListener#closed} follows soon. Closing twice is closing
   * once.
   */
  @Override
  public void close() {
    closedHere = true;
    mailbox.close();
  }

  /** For tests that count what is left. */
  Thread thread() {
    return thread;
  }

  private void run() {
    DtlsClosure closure = new DtlsClosure.Failed("stopped");
    try {
      closure = converse();
    } catch (RuntimeException e) {
      LOG.warn("DTLS ended by an error of its own", e);
      closure = new DtlsClosure.Failed(e.toString());
    } finally {
      mailbox.close();
      listener.closed(closure);
    }
  }

  private DtlsClosure converse() {
    DTLSTransport transport = null;
    try {
      transport = shakeHands();
      listener.connected(association.keys());
      return listen(transport);
    } catch (Mailbox.ClosedException _) {
      return sayGoodbye(transport);
    } catch (IOException e) {
      network.flush(); // the alert that tells the peer
      return association.peerClosed() ? new DtlsClosure.PeerClosed() : failure(e);
    }
  }

  private DTLSTransport shakeHands() throws IOException {
    DTLSTransport transport =
        switch (role) {
          case SERVER -> new OrderedServerProtocol(network).accept(new DtlsServer(association));
          case CLIENT -> new DTLSClientProtocol().connect(new DtlsClient(association), network);
        };
    network.flush();
    return transport;
  }

  /**
   * Repeats the last flight when the peer has lost it and waits for close_notify, upon which Bouncy
   * Castle closes the network. Application data is thrown away. Ends by an exception only.
   */
  private static DtlsClosure listen(DTLSTransport transport) throws IOException {
    byte[] ignored = new byte[MAX_DATAGRAM_BYTES];
    while (true) {
      transport.receive(ignored, 0, ignored.length, FOR_EVER);
    }
  }

  private DtlsClosure sayGoodbye(@Nullable DTLSTransport transport) {
    try {
      if (transport != null) {
        transport.close(); // sends close_notify unless it has been answered already
      }
    } catch (IOException e) {
      LOG.debug("close_notify was not sent", e);
    }
    network.flush();
    return association.peerClosed() ? new DtlsClosure.PeerClosed() : new DtlsClosure.LocalClosed();
  }

  private DtlsClosure failure(IOException e) {
    if (association.fingerprintMismatch()) {
      return new DtlsClosure.FingerprintMismatch();
    }
    if (closedHere) {
      return new DtlsClosure.LocalClosed();
    }
    return new DtlsClosure.Failed(words(e));
  }

  private String words(IOException e) {
    return switch (e) {
      case TlsTimeoutException _ ->
          "the handshake did not end within " + association.timeoutMillis() + " ms";
      case TlsFatalAlertReceived alert ->
          "the peer refused: " + AlertDescription.getText(alert.getAlertDescription());
      case TlsFatalAlert alert -> "refused: " + alert.getMessage();
      default -> e.toString();
    };
  }
}
