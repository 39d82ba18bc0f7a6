package org.vigie.bridge.dtls;

/** Why a {@link DtlsEndpoint} ended. */
public sealed interface DtlsClosure {
  /** The peer said close_notify. */
  record PeerClosed() implements DtlsClosure {}

  /** The peer's certificate matches none of the fingerprints it announced. */
  record FingerprintMismatch() implements DtlsClosure {}

  /**
   * The handshake failed or did not end in time, or the peer sent a fatal alert.
   *
   * @param detail the cause in words, for a log
   */
  record Failed(String detail) implements DtlsClosure {}

  /** {@link DtlsEndpoint#close()} was called. */
  record LocalClosed() implements DtlsClosure {}
}
