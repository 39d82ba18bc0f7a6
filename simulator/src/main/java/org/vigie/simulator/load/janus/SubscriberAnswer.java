package org.vigie.simulator.load.janus;

import java.util.List;
import org.vigie.bridge.api.Candidate;
import org.vigie.simulator.load.MediaServer.LocalEnd;
import org.vigie.simulator.sdp.Answer;
import org.vigie.simulator.sdp.Offer;

/** What a viewer answers to an offer of Janus' with one video m-line: all of it, received. */
final class SubscriberAnswer {
  /** What a load-test viewer makes use of. */
  private static final List<String> EXTENSIONS =
      List.of(Offer.MID, Offer.TRANSPORT_CC, Offer.ABS_SEND_TIME);

  private final StringBuilder text = new StringBuilder("v=0\r\n");

  private SubscriberAnswer() {}

  /** The SDP; we are the DTLS client (RFC 5763, section 5). */
  static String text(Answer.Media offered, LocalEnd local) {
    SubscriberAnswer answer = new SubscriberAnswer();
    answer.head(offered, local);
    answer.formats(offered);
    answer.extensions(offered);
    local.candidates().forEach(answer::candidate);
    return answer.text.toString();
  }

  private void head(Answer.Media offered, LocalEnd local) {
    line("o=- 1 2 IN IP4 127.0.0.1");
    line("s=-");
    line("t=0 0");
    line("a=group:BUNDLE " + offered.mid());
    line("a=extmap-allow-mixed");
    line("m=video 9 UDP/TLS/RTP/SAVPF" + payloadTypes(offered));
    line("c=IN IP4 0.0.0.0");
    line("a=ice-ufrag:" + local.ice().ufrag());
    line("a=ice-pwd:" + local.ice().password());
    line("a=fingerprint:" + local.fingerprint().algorithm() + " " + local.fingerprint().hex());
    line("a=setup:active");
    line("a=mid:" + offered.mid());
    line("a=recvonly");
    line("a=rtcp-mux");
  }

  private static String payloadTypes(Answer.Media offered) {
    StringBuilder types = new StringBuilder();
    offered.payloadTypes().forEach(type -> types.append(' ').append(type));
    return types.toString();
  }

  private void formats(Answer.Media offered) {
    for (int type : offered.payloadTypes()) {
      line("a=rtpmap:" + type + " " + offered.encodings().getOrDefault(type, ""));
      String parameters = offered.parameters().getOrDefault(type, "");
      if (!parameters.isEmpty()) {
        line("a=fmtp:" + type + " " + parameters);
      }
    }
    int media = offered.payloadTypes().getFirst();
    for (String feedback : List.of("ccm fir", "nack", "nack pli", "goog-remb", "transport-cc")) {
      line("a=rtcp-fb:" + media + " " + feedback);
    }
  }

  private void extensions(Answer.Media offered) {
    for (String uri : EXTENSIONS) {
      int id = offered.extension(uri);
      if (id != 0) {
        line("a=extmap:" + id + " " + uri);
      }
    }
  }

  private void candidate(Candidate candidate) {
    line(
        "a=candidate:%s 1 udp %d %s %d typ host"
            .formatted(
                candidate.foundation(),
                candidate.priority(),
                candidate.address().getAddress().getHostAddress(),
                candidate.address().getPort()));
  }

  private void line(String line) {
    text.append(line).append("\r\n");
  }
}
