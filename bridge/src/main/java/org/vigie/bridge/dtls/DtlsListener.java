package org.vigie.bridge.dtls;

/**
 * What happens to a {@link DtlsEndpoint}. Called on the endpoint's own thread, in order, and never
 * again after {@link #closed}.
 */
public interface DtlsListener {
  /** Send this datagram to the peer; the array belongs to the listener. */
  void send(byte[] record);

  /** The handshake is done and the peer is who its SDP says; said at most once. */
  void connected(SrtpKeys keys);

  /** It is over and nothing of it is left; said exactly once. */
  void closed(DtlsClosure closure);
}
