package org.vigie.bridge.api;

/** How far a Session has come. */
public enum SessionState {
  /** No valid STUN check has arrived. */
  WAITING,
  /** A path is proved; DTLS runs. */
  CONNECTING,
  /** Keys are there; media may flow. */
  CONNECTED,
  /** Over; its {@link EndReason} says why. */
  ENDED
}
