package org.vigie.simulator.load;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.vigie.bridge.api.SrtpProfile;
import org.vigie.bridge.srtp.SrtpTransform;
import org.vigie.simulator.load.media.MediaPort;
import org.vigie.simulator.transport.DtlsClient;
import org.vigie.simulator.transport.DtlsIdentity;

/**
 * One session from the request to its keys, and its end. What goes wrong on the way says in which
 * step.
 */
final class LoadSession implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(15);

  private final MediaServer.Session session;
  private final MediaPort port;
  private final DtlsClient dtls;
  private final SrtpTransform srtp;

  private LoadSession(
      MediaServer.Session session, MediaPort port, DtlsClient dtls, SrtpTransform srtp) {
    this.session = session;
    this.port = port;
    this.dtls = dtls;
    this.srtp = srtp;
  }

  /** Asks the server for a session. */
  @FunctionalInterface
  interface Request {
    /** A session whose far end of ours is at this place. */
    MediaServer.Session open(MediaServer.LocalEnd local) throws IOException, InterruptedException;
  }

  /** Which certificate to show, and which profile to offer. */
  record Security(DtlsIdentity identity, SrtpProfile profile) {}

  /**
   * Signalling, ICE and DTLS.
   *
   * @throws IOException which of them failed and why; nothing is left behind
   */
  static LoadSession join(MediaPort port, Security security, Request request)
      throws IOException, InterruptedException {
    MediaServer.LocalEnd local =
        new MediaServer.LocalEnd(
            port.credentials(), port.candidates(), security.identity().fingerprint());
    MediaServer.Session session = request.open(local);
    try {
      return connect(port, security, session);
    } catch (IOException e) {
      port.close();
      session.end();
      throw e;
    }
  }

  private static LoadSession connect(MediaPort port, Security security, MediaServer.Session session)
      throws IOException {
    MediaServer.Agreement agreement = session.agreement();
    AtomicReference<@Nullable DtlsClient> handshake = new AtomicReference<>();
    port.connect(
        agreement.peer(),
        (array, offset, length) -> {
          DtlsClient client = handshake.get();
          if (client != null) {
            client.receive(array, offset, length);
          }
        },
        LIMIT);
    DtlsClient dtls =
        DtlsClient.start(
            port,
            security.identity(),
            agreement.fingerprints(),
            List.of(security.profile()),
            () -> {});
    handshake.set(dtls);
    try {
      return new LoadSession(session, port, dtls, new SrtpTransform(dtls.keys(LIMIT)));
    } catch (IOException e) {
      dtls.close();
      throw e;
    }
  }

  MediaServer.Video video() {
    return session.agreement().video();
  }

  MediaPort port() {
    return port;
  }

  SrtpTransform srtp() {
    return srtp;
  }

  /** Ends the session at the server, then the transport. */
  @Override
  public void close() {
    session.end();
    dtls.close();
    port.close();
  }
}
