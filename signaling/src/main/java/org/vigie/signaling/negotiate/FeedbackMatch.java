package org.vigie.signaling.negotiate;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.vigie.bridge.api.Feedback;
import org.vigie.signaling.sdp.RtcpFb;
import org.vigie.signaling.sdp.SdpMedia;

/** The RTCP feedback of one m-line that both sides know (RFC 4585, section 4.2). */
final class FeedbackMatch {
  private static final Map<String, Feedback> KNOWN =
      Map.of(
          "nack", Feedback.NACK,
          "nack pli", Feedback.PLI,
          "ccm fir", Feedback.FIR,
          "transport-cc", Feedback.TRANSPORT_CC,
          "goog-remb", Feedback.REMB);

  private final List<RtcpFb> offered;

  /**
   * Matches what was offered.
   *
   * @param transportCc whether the header extension that {@code transport-cc} needs was negotiated
   */
  FeedbackMatch(SdpMedia media, boolean transportCc) {
    offered =
        media.attributes().every(RtcpFb.class).stream()
            .filter(each -> KNOWN.containsKey(each.feedback()))
            .filter(each -> transportCc || KNOWN.get(each.feedback()) != Feedback.TRANSPORT_CC)
            .toList();
  }

  /** What the answer says of a payload type, in the order of the offer. */
  List<String> answers(int payloadType) {
    return offered.stream()
        .filter(each -> each.concerns(payloadType))
        .map(RtcpFb::feedback)
        .distinct()
        .toList();
  }

  /** What at least one of the taken formats has. */
  static Set<Feedback> of(List<TakenFormat> formats) {
    Set<Feedback> feedback = EnumSet.noneOf(Feedback.class);
    formats.forEach(format -> format.feedback().forEach(each -> feedback.add(known(each))));
    return feedback;
  }

  private static Feedback known(String text) {
    Feedback feedback = KNOWN.get(text);
    if (feedback == null) {
      throw new IllegalArgumentException("no feedback " + text);
    }
    return feedback;
  }
}
