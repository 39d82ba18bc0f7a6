package org.vigie.signaling.sdp;

import java.util.OptionalInt;

/**
 * {@code a=rtcp-fb} (RFC 4585, section 4.2).
 *
 * @param payloadType 0 to 127, or empty for {@code *}, which means every one of the m-line
 * @param feedback such as {@code nack pli}
 */
public record RtcpFb(OptionalInt payloadType, String feedback) implements Attribute {
  static RtcpFb parse(String value) {
    String[] fields = Grammar.fields(value, 2, "a=rtcp-fb needs a payload type and a feedback");
    String feedback = fields[1].strip().replaceAll(" +", " ");
    if (fields[0].equals("*")) {
      return new RtcpFb(OptionalInt.empty(), feedback);
    }
    int payloadType = (int) Grammar.number(fields[0], 127, "payload type of a=rtcp-fb");
    return new RtcpFb(OptionalInt.of(payloadType), feedback);
  }

  /** Whether it speaks of this payload type. */
  public boolean concerns(int type) {
    return payloadType.isEmpty() || payloadType.getAsInt() == type;
  }

  @Override
  public String attributeName() {
    return "rtcp-fb";
  }

  @Override
  public String attributeValue() {
    return (payloadType.isPresent() ? String.valueOf(payloadType.getAsInt()) : "*")
        + ' '
        + feedback;
  }
}
