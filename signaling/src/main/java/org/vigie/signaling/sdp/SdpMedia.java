package org.vigie.signaling.sdp;

import java.util.List;

/**
 * One m-line with what belongs to it (RFC 8866, section 5.14).
 *
 * @param type {@code audio}, {@code video}, {@code application} …
 * @param port 0 to 65535; 0 means rejected, or bundled (RFC 9143, section 6)
 * @param protocol such as {@code UDP/TLS/RTP/SAVPF}
 * @param formats payload types, or a format's name
 * @param connection value of its {@code c=}, empty if it has none
 * @param attributes in order
 */
public record SdpMedia(
    String type,
    int port,
    String protocol,
    List<String> formats,
    String connection,
    Attributes attributes) {
  public SdpMedia {
    formats = List.copyOf(formats);
  }

  void writeTo(StringBuilder text) {
    text.append("m=").append(type).append(' ').append(port).append(' ').append(protocol);
    formats.forEach(format -> text.append(' ').append(format));
    text.append("\r\n");
    if (!connection.isEmpty()) {
      text.append("c=").append(connection).append("\r\n");
    }
    attributes.writeTo(text);
  }
}
