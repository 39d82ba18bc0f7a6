package org.vigie.bridge.session;

import java.util.Locale;

/** Why something that arrived went no further; each is counted. */
public enum Drop {
  /** None of STUN, DTLS, SRTP by its first byte (RFC 7983). */
  UNKNOWN_KIND,
  /** STUN without a user fragment, or for none of ours. */
  UNKNOWN_UFRAG,
  /** DTLS or SRTP over a path that no Session has proved. */
  UNPROVED_PATH,
  /** SRTP before the handshake was done. */
  BEFORE_KEYS,
  /** Longer or shorter than any packet of its kind may be. */
  BAD_LENGTH,
  /** Its authentication tag is wrong. */
  UNAUTHENTICATED,
  /** Its index was seen before. */
  REPLAYED,
  /** Authenticated, and malformed inside. */
  MALFORMED,
  /** Authenticated RTP whose SSRC belongs to no m-line. */
  UNKNOWN_SSRC,
  /** RTP of a source of a layer that comes under a newer SSRC now. */
  DISPLACED_SSRC,
  /** RTP with a payload type that was not negotiated. */
  UNKNOWN_PAYLOAD_TYPE,
  /** RTP from a viewer, who has nothing to send. */
  UNWANTED_MEDIA,
  /** A retransmission for a stream that is not there, or without content. */
  USELESS_RETRANSMISSION,
  /** A packet that could not be protected. */
  NOT_PROTECTED,
  /** A packet to send for which there was no room. */
  NO_ROOM,
  /** A fault of ours, contained; the log has it. */
  INTERNAL_ERROR;

  /** The name under which it is counted, such as {@code dropped.unknown-ufrag}. */
  public String counterName() {
    return "dropped." + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
