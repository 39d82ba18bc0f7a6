package org.vigie.bridge.api;

import java.util.Locale;
import java.util.Optional;

/**
 * Something that is wrong with what a camera sends, and that only a change at the camera mends.
 *
 * @param kind what is wrong
 * @param track where
 * @param extension which, for {@link Kind#UNUSED_EXTENSION}; else empty
 */
public record CameraFault(Kind kind, MediaKind track, Optional<HeaderExtension> extension) {
  /** What may be wrong. */
  public enum Kind {
    /** A key frame was asked for, or none ever came, and pictures arrive without one. */
    NO_KEY_FRAME,
    /** Pictures are sent in another order than they are shown, which browsers cannot play. */
    B_FRAMES,
    /** H.264 key frames come, and no sequence parameter set has come before or with any of them. */
    MISSING_PARAMETER_SETS,
    /** Media comes without sender reports (RFC 3550, section 6.4.1): sound and picture may part. */
    NO_SENDER_REPORTS,
    /** A header extension was negotiated and is in no packet. */
    UNUSED_EXTENSION,
    /** RTP timestamps stepped away from the time of arrival. */
    CLOCK_JUMP,
    /** The Track was negotiated and nothing comes while another Track flows. */
    SILENT_TRACK;

    /** Its stable name, in lower case with hyphens. */
    public String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
