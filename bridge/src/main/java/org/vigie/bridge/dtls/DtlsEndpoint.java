package org.vigie.bridge.dtls;

import java.util.List;
import org.vigie.bridge.api.DtlsRole;
import org.vigie.bridge.api.Fingerprint;

/**
 * One end of one DTLS association. {@link #receive} and {@link #close} may be called from any
 * thread and never wait.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class DtlsEndpoint implements AutoCloseable {
  private DtlsEndpoint() {}

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
    throw new UnsupportedOperationException();
  }

  /**
   * Takes a datagram that came over a proved Path; the bytes are copied, or dropped if too many
   * wait.
   */
  public void receive(byte[] array, int offset, int length) {
    throw new UnsupportedOperationException();
  }

  /** Datagrams dropped because too many waited. */
  public long dropped() {
    throw new UnsupportedOperationException();
  }

  /**
   * Sends close_notify and ends; {@link DtlsListener#closed} follows soon. Closing twice is closing
   * once.
   */
  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
