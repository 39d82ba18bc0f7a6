package org.vigie.signaling.negotiate;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.vigie.bridge.api.Candidate;
import org.vigie.bridge.api.TransportDescription;
import org.vigie.signaling.sdp.Attribute;
import org.vigie.signaling.sdp.CandidateAttribute;
import org.vigie.signaling.sdp.FingerprintAttribute;
import org.vigie.signaling.sdp.PlainAttribute;

/** This end's transport as SDP attributes. */
final class LocalTransport {
  static final String PROTOCOL = "UDP/TLS/RTP/SAVPF";

  /** The peer may trickle (RFC 8840, section 4.1), and this end does RFC 8445 (its section 10). */
  static final Attribute ICE_OPTIONS = new PlainAttribute("ice-options", "trickle ice2");

  private static final int DISCARD_PORT = 9;

  private LocalTransport() {}

  static List<Attribute> credentials(TransportDescription local) {
    return List.of(
        new PlainAttribute("ice-ufrag", local.ice().ufrag()),
        new PlainAttribute("ice-pwd", local.ice().password()));
  }

  static List<Attribute> fingerprints(TransportDescription local) {
    return local.fingerprints().stream()
        .<Attribute>map(each -> new FingerprintAttribute(each.algorithm(), each.hex()))
        .toList();
  }

  /**
   * All of them, and that there are no others (RFC 8838, section 8.2): a lite end has nothing to
   * trickle.
   */
  static List<Attribute> candidates(TransportDescription local) {
    List<Attribute> attributes = new ArrayList<>();
    local.candidates().forEach(each -> attributes.add(candidate(each)));
    attributes.add(PlainAttribute.flag("end-of-candidates"));
    return attributes;
  }

  /** Port for the m-lines: the default candidate's (RFC 8839, section 4.2.1.2). */
  static int port(TransportDescription local) {
    return local.candidates().isEmpty()
        ? DISCARD_PORT
        : local.candidates().getFirst().address().getPort();
  }

  /** Value of {@code c=} for the m-lines. */
  static String connection(TransportDescription local) {
    if (local.candidates().isEmpty()) {
      return "IN IP4 0.0.0.0";
    }
    InetAddress address = local.candidates().getFirst().address().getAddress();
    return (address instanceof Inet6Address ? "IN IP6 " : "IN IP4 ") + text(address);
  }

  private static CandidateAttribute candidate(Candidate candidate) {
    InetSocketAddress address = candidate.address();
    return new CandidateAttribute(
        candidate.foundation(),
        1,
        "udp",
        candidate.priority(),
        text(address.getAddress()),
        address.getPort(),
        "host",
        "");
  }

  /** A scope id names an interface of this machine and means nothing to the peer. */
  private static String text(InetAddress address) {
    String text = address.getHostAddress();
    int scope = text.indexOf('%');
    return scope < 0 ? text : text.substring(0, scope);
  }
}
