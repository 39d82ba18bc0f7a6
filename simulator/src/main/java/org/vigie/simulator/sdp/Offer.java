package org.vigie.simulator.sdp;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.vigie.bridge.api.Candidate;
import org.vigie.bridge.api.Fingerprint;
import org.vigie.bridge.api.IceCredentials;

/**
 * An offer with everything bundled on one transport (RFC 9143, RFC 9725 section 4.4).
 *
 * @param ice our credentials
 * @param candidates all of them; none follow later
 * @param fingerprint our certificate's
 * @param media the m-lines, whose mids are their places: 0, 1, …
 */
public record Offer(
    IceCredentials ice, List<Candidate> candidates, Fingerprint fingerprint, List<Media> media) {
  /** URI of the mid extension (RFC 9143, section 15). */
  public static final String MID = "urn:ietf:params:rtp-hdrext:sdes:mid";

  /** URI of transport-cc. */
  public static final String TRANSPORT_CC =
      "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01";

  /** URI of abs-send-time. */
  public static final String ABS_SEND_TIME =
      "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time";

  private static final List<String> EXTENSIONS = List.of(MID, TRANSPORT_CC, ABS_SEND_TIME);

  public Offer {
    candidates = List.copyOf(candidates);
    media = List.copyOf(media);
  }

  /**
   * One m-line.
   *
   * @param kind {@code video} or {@code audio}
   * @param direction {@code sendonly} or {@code recvonly}
   * @param source what is sent, on a sending m-line
   */
  public record Media(
      String kind, String direction, List<Format> formats, Optional<Source> source) {
    public Media {
      formats = List.copyOf(formats);
    }
  }

  /**
   * One codec.
   *
   * @param encoding as in {@code a=rtpmap}, such as {@code H264/90000}
   * @param parameters of {@code a=fmtp}, or empty
   * @param rtxPayloadType for retransmissions, or negative
   */
  public record Format(int payloadType, String encoding, String parameters, int rtxPayloadType) {}

  /** The SSRCs of a sending m-line; 0 stands for no RTX. */
  public record Source(int ssrc, int rtxSsrc, String cname) {}

  /** The whole text. */
  public String text() {
    StringBuilder text = new StringBuilder("v=0\r\n");
    line(text, "o=- " + (ice.ufrag().hashCode() & 0x7fffffffL) + " 2 IN IP4 127.0.0.1");
    line(text, "s=-");
    line(text, "t=0 0");
    line(text, "a=group:BUNDLE " + mids());
    line(text, "a=extmap-allow-mixed");
    line(text, "a=msid-semantic: WMS vigie");
    for (int i = 0; i < media.size(); i++) {
      media(text, i, media.get(i));
    }
    return text.toString();
  }

  private String mids() {
    StringBuilder mids = new StringBuilder("0");
    for (int i = 1; i < media.size(); i++) {
      mids.append(' ').append(i);
    }
    return mids.toString();
  }

  private void media(StringBuilder text, int mid, Media media) {
    line(text, "m=" + media.kind() + " 9 UDP/TLS/RTP/SAVPF" + payloadTypes(media));
    line(text, "c=IN IP4 0.0.0.0");
    if (mid == 0) {
      candidates.forEach(candidate -> line(text, "a=candidate:" + value(candidate)));
      line(text, "a=end-of-candidates");
    }
    transport(text);
    line(text, "a=mid:" + mid);
    for (int i = 0; i < EXTENSIONS.size(); i++) {
      line(text, "a=extmap:" + (i + 1) + " " + EXTENSIONS.get(i));
    }
    line(text, "a=" + media.direction());
    line(text, "a=rtcp-mux");
    line(text, "a=rtcp-mux-only");
    line(text, "a=rtcp-rsize");
    media.formats().forEach(format -> format(text, media.kind(), format));
    media.source().ifPresent(source -> source(text, media.kind(), source));
  }

  private void transport(StringBuilder text) {
    line(text, "a=ice-ufrag:" + ice.ufrag());
    line(text, "a=ice-pwd:" + ice.password());
    line(text, "a=fingerprint:" + fingerprint.algorithm() + " " + fingerprint.hex());
    line(text, "a=setup:actpass");
  }

  private static String payloadTypes(Media media) {
    StringBuilder types = new StringBuilder();
    for (Format format : media.formats()) {
      types.append(' ').append(format.payloadType());
      if (format.rtxPayloadType() >= 0) {
        types.append(' ').append(format.rtxPayloadType());
      }
    }
    return types.toString();
  }

  private static void format(StringBuilder text, String kind, Format format) {
    int type = format.payloadType();
    line(text, "a=rtpmap:" + type + " " + format.encoding());
    line(text, "a=rtcp-fb:" + type + " transport-cc");
    if (kind.equals("video")) {
      for (String feedback : List.of("goog-remb", "ccm fir", "nack", "nack pli")) {
        line(text, "a=rtcp-fb:" + type + " " + feedback);
      }
    }
    if (!format.parameters().isEmpty()) {
      line(text, "a=fmtp:" + type + " " + format.parameters());
    }
    if (format.rtxPayloadType() >= 0) {
      line(text, "a=rtpmap:" + format.rtxPayloadType() + " rtx/90000");
      line(text, "a=fmtp:" + format.rtxPayloadType() + " apt=" + type);
    }
  }

  private static void source(StringBuilder text, String kind, Source source) {
    line(text, "a=msid:vigie " + kind);
    if (source.rtxSsrc() != 0) {
      line(text, "a=ssrc-group:FID " + unsigned(source.ssrc()) + " " + unsigned(source.rtxSsrc()));
      line(text, "a=ssrc:" + unsigned(source.rtxSsrc()) + " cname:" + source.cname());
    }
    line(text, "a=ssrc:" + unsigned(source.ssrc()) + " cname:" + source.cname());
  }

  private static String value(Candidate candidate) {
    return "%s 1 udp %d %s %d typ host"
        .formatted(
            candidate.foundation(),
            candidate.priority(),
            literal(candidate.address().getAddress()),
            candidate.address().getPort());
  }

  private static String literal(InetAddress address) {
    String text = address.getHostAddress();
    return address instanceof Inet6Address ? text.replaceFirst("%.*", "") : text;
  }

  private static String unsigned(int ssrc) {
    return Integer.toUnsignedString(ssrc);
  }

  private static void line(StringBuilder text, String line) {
    text.append(line).append("\r\n");
  }
}
