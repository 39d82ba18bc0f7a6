package org.vigie.signaling.sdp;

import java.util.List;

/**
 * A session description (RFC 8866). Lines that WebRTC has no use for (i, u, e, p, b, r, z, k) are
 * checked and not kept; attributes keep their order.
 *
 * @param origin who made it ({@code o=})
 * @param attributes those of the session level
 * @param media the m-lines in order
 */
public record Sdp(Origin origin, Attributes attributes, List<SdpMedia> media) {
  public Sdp {
    media = List.copyOf(media);
  }

  /**
   * Reads a description; lines may end in CRLF or LF, the last one in nothing.
   *
   * @throws SdpException if the text is no SDP or exceeds {@link SdpLimits}
   */
  public static Sdp parse(String text) {
    return new SdpReader(text).description();
  }

  /** The text, lines ended by CRLF. */
  public String write() {
    StringBuilder text = new StringBuilder(2048);
    text.append("v=0\r\no=").append(origin.write()).append("\r\ns=-\r\nt=0 0\r\n");
    attributes.writeTo(text);
    media.forEach(each -> each.writeTo(text));
    return text.toString();
  }
}
