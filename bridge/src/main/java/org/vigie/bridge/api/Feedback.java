package org.vigie.bridge.api;

/** RTCP feedback that a peer negotiated for a medium (RFC 4585, RFC 5104). */
public enum Feedback {
  /** Generic NACK, RFC 4585, section 6.2.1. */
  NACK,
  /** Picture loss indication, RFC 4585, section 6.3.1. */
  PLI,
  /** Full intra request, RFC 5104, section 4.3.1. */
  FIR,
  /**
   * Transport-wide congestion control feedback, draft-holmer-rmcat-transport-wide-cc-extensions-01.
   */
  TRANSPORT_CC,
  /** Receiver estimated maximum bit rate, draft-alvestrand-rmcat-remb-03. */
  REMB
}
