package org.vigie.signaling.sdp;

/**
 * {@code a=ssrc} (RFC 5576, section 4.1).
 *
 * @param ssrc 0 to 2^32 - 1
 * @param text the source's own attribute as written, such as {@code cname:abc}; may be empty
 */
public record SsrcAttribute(long ssrc, String text) implements Attribute {
  static final long MAX_SSRC = 0xffff_ffffL;

  static SsrcAttribute parse(String value) {
    String[] fields = value.strip().split(" +", 2);
    long ssrc = Grammar.number(fields[0], MAX_SSRC, "a=ssrc");
    return new SsrcAttribute(ssrc, fields.length < 2 ? "" : fields[1]);
  }

  @Override
  public String attributeName() {
    return "ssrc";
  }

  @Override
  public String attributeValue() {
    return text.isEmpty() ? String.valueOf(ssrc) : ssrc + " " + text;
  }
}
