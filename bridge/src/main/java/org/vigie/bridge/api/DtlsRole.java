package org.vigie.bridge.api;

/** Which side of the DTLS handshake this end plays ({@code a=setup}, RFC 8842, section 5). */
public enum DtlsRole {
  /** {@code setup:active}: sends the ClientHello. */
  CLIENT,
  /** {@code setup:passive}: waits for it. */
  SERVER
}
