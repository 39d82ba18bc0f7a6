package org.vigie.bridge.api;

import java.util.Optional;

/** The codecs that the bridge relays, by the encoding names of their RTP payload formats. */
public enum Codec {
  /** RFC 6184. */
  H264("H264", MediaKind.VIDEO, 90_000),
  /** RFC 7741. */
  VP8("VP8", MediaKind.VIDEO, 90_000),
  /** RFC 9628. */
  VP9("VP9", MediaKind.VIDEO, 90_000),
  /** The AV1 RTP payload format of the Alliance for Open Media. */
  AV1("AV1", MediaKind.VIDEO, 90_000),
  /** RFC 7587. */
  OPUS("opus", MediaKind.AUDIO, 48_000),
  /** RFC 3551, section 4.5.14. */
  PCMU("PCMU", MediaKind.AUDIO, 8_000),
  /** RFC 3551, section 4.5.14. */
  PCMA("PCMA", MediaKind.AUDIO, 8_000);

  private final String encodingName;
  private final MediaKind kind;
  private final int clockRate;

  Codec(String encodingName, MediaKind kind, int clockRate) {
    this.encodingName = encodingName;
    this.kind = kind;
    this.clockRate = clockRate;
  }

  /** The name that {@code a=rtpmap} carries (RFC 8866, section 6.6). */
  public String encodingName() {
    return encodingName;
  }

  /** Sound or picture. */
  public MediaKind kind() {
    return kind;
  }

  /** RTP clock rate in Hz. */
  public int clockRate() {
    return clockRate;
  }

  /** The codec with this encoding name, compared without case as RFC 8866 demands. */
  public static Optional<Codec> named(String encodingName) {
    for (Codec codec : values()) {
      if (codec.encodingName.equalsIgnoreCase(encodingName)) {
        return Optional.of(codec);
      }
    }
    return Optional.empty();
  }
}
