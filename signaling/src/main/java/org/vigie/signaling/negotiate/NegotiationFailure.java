package org.vigie.signaling.negotiate;

import java.util.Locale;

/** Why an offer that can be read cannot be served. */
public enum NegotiationFailure {
  /** No audio or video m-line that could be served. */
  NO_MEDIA("The offer has no picture and no sound"),
  /** Several m-lines without BUNDLE (RFC 9725, section 4.4). */
  NO_BUNDLE("The offer does not bundle its m-lines"),
  /** RTCP on a port of its own. */
  NO_RTCP_MUX("The offer does not multiplex RTP and RTCP"),
  /** None of the offered codecs can be relayed. */
  NO_COMMON_CODEC("No offered codec can be relayed"),
  /** Two pictures, or two sounds. */
  TWO_TRACKS_OF_A_KIND("The offer has two tracks of a kind"),
  /** No certificate fingerprint that could be checked. */
  NO_FINGERPRINT("The offer has no usable certificate fingerprint"),
  /** No ICE credentials, or none that are valid. */
  NO_ICE("The offer has no usable ICE credentials"),
  /** Both ends are ICE-lite, so nobody would send checks. */
  ICE_LITE("Both ends are ICE-lite"),
  /** A camera that does not send, or a viewer that does not receive. */
  WRONG_DIRECTION("The offer goes the wrong way"),
  /** {@code a=setup} that allows no handshake. */
  BAD_SETUP("The offer's DTLS role cannot be answered"),
  /** A mid twice, or one too long for its header extension. */
  BAD_MID("The offer's mids cannot be used"),
  /** A PATCH with a new user fragment and no valid password. */
  BAD_ICE_RESTART("The ICE restart lacks credentials");

  private final String code = name().toLowerCase(Locale.ROOT).replace('_', '-');
  private final String title;

  NegotiationFailure(String title) {
    this.title = title;
  }

  /** The stable code, such as {@code no-common-codec}. */
  public String code() {
    return code;
  }

  /** One line for people. */
  public String title() {
    return title;
  }
}
