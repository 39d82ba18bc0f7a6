package org.vigie.bridge.api;

import java.util.Optional;

/**
 * The RTP header extensions that the bridge knows (RFC 8285). Those with {@link #passedOn()} reach
 * viewers under the viewer's ids; the others end at the bridge.
 */
public enum HeaderExtension {
  MID("urn:ietf:params:rtp-hdrext:sdes:mid", false),
  RID("urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id", false),
  REPAIRED_RID("urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id", false),
  TRANSPORT_CC("http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01", false),
  ABS_SEND_TIME("http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time", false),
  VIDEO_ORIENTATION("urn:3gpp:video-orientation", true),
  PLAYOUT_DELAY("http://www.webrtc.org/experiments/rtp-hdrext/playout-delay", true),
  ABS_CAPTURE_TIME("http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time", false),
  AUDIO_LEVEL("urn:ietf:params:rtp-hdrext:ssrc-audio-level", true),
  DEPENDENCY_DESCRIPTOR(
      "https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension",
      true);

  private final String uri;
  private final boolean passedOn;

  HeaderExtension(String uri, boolean passedOn) {
    this.uri = uri;
    this.passedOn = passedOn;
  }

  /** The URI that {@code a=extmap} carries. */
  public String uri() {
    return uri;
  }

  /** Whether viewers receive what the camera wrote. */
  public boolean passedOn() {
    return passedOn;
  }

  /** The extension with this URI, if the bridge knows it. */
  public static Optional<HeaderExtension> withUri(String uri) {
    for (HeaderExtension extension : values()) {
      if (extension.uri.equals(uri)) {
        return Optional.of(extension);
      }
    }
    return Optional.empty();
  }
}
