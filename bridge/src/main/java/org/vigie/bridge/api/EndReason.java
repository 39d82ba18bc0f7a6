package org.vigie.bridge.api;

/** Why a Session ended. */
public enum EndReason {
  /** The peer said close_notify. */
  CLOSED,
  /** The host asked for it. */
  DELETED,
  /** A newer Session publishes the same Stream. */
  TAKEN_OVER,
  /** No valid STUN check for 30 s (RFC 7675, section 5.1). */
  CONSENT_EXPIRED,
  /** The handshake failed or did not end in time. */
  DTLS_FAILED,
  /** The peer's certificate is none of those that its SDP announced. */
  FINGERPRINT_MISMATCH,
  /** No valid STUN check ever arrived. */
  NO_ICE,
  /** The Stream was removed by the host. */
  STREAM_REMOVED,
  /** The bridge shut down. */
  SHUTDOWN
}
