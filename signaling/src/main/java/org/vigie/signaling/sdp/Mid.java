package org.vigie.signaling.sdp;

/** {@code a=mid}: an m-line's identification (RFC 5888, section 4). */
public record Mid(String value) implements Attribute {
  static Mid parse(String value) {
    return new Mid(Grammar.token(value.strip(), "a=mid"));
  }

  @Override
  public String attributeName() {
    return "mid";
  }

  @Override
  public String attributeValue() {
    return value;
  }
}
