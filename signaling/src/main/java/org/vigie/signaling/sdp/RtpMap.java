package org.vigie.signaling.sdp;

/**
 * {@code a=rtpmap} (RFC 8866, section 6.6).
 *
 * @param payloadType 0 to 127
 * @param encoding the codec's name as written; compare without case
 * @param clockRate Hz, at least 1
 * @param channels 1 if not written
 */
public record RtpMap(int payloadType, String encoding, int clockRate, int channels)
    implements Attribute {
  static RtpMap parse(String value) {
    String[] fields = Grammar.fields(value, 2, "a=rtpmap needs a payload type and a codec");
    int payloadType = (int) Grammar.number(fields[0], 127, "payload type of a=rtpmap");
    String[] codec = fields[1].split("/", 4);
    if (codec.length < 2) {
      throw Grammar.fault(
          "the codec of a=rtpmap needs a clock rate, but is " + Grammar.quote(fields[1]));
    }
    int clockRate = (int) Grammar.number(codec[1], Integer.MAX_VALUE, "clock rate of a=rtpmap");
    int channels =
        codec.length < 3 ? 1 : (int) Grammar.number(codec[2], 255, "channels of a=rtpmap");
    return new RtpMap(
        payloadType, Grammar.token(codec[0], "codec of a=rtpmap"), clockRate, channels);
  }

  @Override
  public String attributeName() {
    return "rtpmap";
  }

  @Override
  public String attributeValue() {
    return payloadType + " " + encoding + '/' + clockRate + (channels == 1 ? "" : "/" + channels);
  }
}
