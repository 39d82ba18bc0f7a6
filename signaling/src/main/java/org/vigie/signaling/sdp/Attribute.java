package org.vigie.signaling.sdp;

/** One {@code a=} line: typed where we have a use for its value, else {@link PlainAttribute}. */
public sealed interface Attribute
    permits CandidateAttribute,
        Direction,
        ExtMap,
        FingerprintAttribute,
        Fmtp,
        Group,
        Mid,
        Msid,
        PlainAttribute,
        Rid,
        RtcpFb,
        RtpMap,
        Setup,
        Simulcast,
        SsrcAttribute,
        SsrcGroup {
  /** What stands before the colon. */
  String attributeName();

  /** What stands behind the colon; empty for a flag. */
  String attributeValue();

  /**
   * Reads the part of the line behind {@code a=}.
   *
   * @throws SdpException if the value of a typed attribute cannot be read
   */
  static Attribute parse(String text) {
    int colon = text.indexOf(':');
    String name =
        Grammar.token(colon < 0 ? text.strip() : text.substring(0, colon), "attribute's name");
    String value = colon < 0 ? "" : text.substring(colon + 1);
    return switch (name) {
      case "candidate" ->
          CandidateAttribute.parse(value)
              .<Attribute>map(each -> each)
              .orElse(new PlainAttribute(name, value));
      case "extmap" -> ExtMap.parse(value);
      case "fingerprint" -> FingerprintAttribute.parse(value);
      case "fmtp" -> Fmtp.parse(value);
      case "group" -> Group.parse(value);
      case "mid" -> Mid.parse(value);
      case "msid" -> Msid.parse(value);
      case "rid" -> Rid.parse(value);
      case "rtcp-fb" -> RtcpFb.parse(value);
      case "rtpmap" -> RtpMap.parse(value);
      case "setup" -> Setup.parse(value);
      case "simulcast" -> Simulcast.parse(value);
      case "ssrc" -> SsrcAttribute.parse(value);
      case "ssrc-group" -> SsrcGroup.parse(value);
      default ->
          Direction.named(name)
              .<Attribute>map(each -> each)
              .orElse(new PlainAttribute(name, value.strip()));
    };
  }
}
