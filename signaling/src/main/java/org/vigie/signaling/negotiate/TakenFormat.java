package org.vigie.signaling.negotiate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.vigie.bridge.api.PayloadFormat;
import org.vigie.signaling.sdp.Attribute;
import org.vigie.signaling.sdp.Fmtp;
import org.vigie.signaling.sdp.RtcpFb;
import org.vigie.signaling.sdp.RtpMap;

/**
 * A payload type that was taken, with its retransmissions.
 *
 * @param format for the bridge
 * @param parameters our {@code a=fmtp}, in order
 * @param feedback our {@code a=rtcp-fb}, in the order of the offer
 */
record TakenFormat(PayloadFormat format, Map<String, String> parameters, List<String> feedback) {
  TakenFormat {
    feedback = List.copyOf(feedback);
  }

  /** The payload types for the m-line. */
  List<String> payloadTypes() {
    String own = String.valueOf(format.payloadType());
    return format.rtxPayloadType().isPresent()
        ? List.of(own, String.valueOf(format.rtxPayloadType().getAsInt()))
        : List.of(own);
  }

  /** What the answer says of them. */
  List<Attribute> attributes() {
    List<Attribute> attributes = new ArrayList<>();
    int type = format.payloadType();
    int clockRate = format.codec().clockRate();
    attributes.add(new RtpMap(type, format.codec().encodingName(), clockRate, format.channels()));
    feedback.forEach(each -> attributes.add(new RtcpFb(OptionalInt.of(type), each)));
    if (!parameters.isEmpty()) {
      attributes.add(Fmtp.of(type, parameters));
    }
    format
        .rtxPayloadType()
        .ifPresent(rtx -> attributes.addAll(retransmissions(rtx, type, clockRate)));
    return attributes;
  }

  private static List<Attribute> retransmissions(int rtx, int type, int clockRate) {
    return List.of(
        new RtpMap(rtx, "rtx", clockRate, 1), Fmtp.of(rtx, Map.of("apt", String.valueOf(type))));
  }
}
