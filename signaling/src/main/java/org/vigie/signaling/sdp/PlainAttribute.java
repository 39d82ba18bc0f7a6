package org.vigie.signaling.sdp;

/** An attribute that is a flag, a plain text, or unknown to us; the value of a flag is empty. */
public record PlainAttribute(String attributeName, String attributeValue) implements Attribute {
  /** A flag, such as {@code a=rtcp-mux}. */
  public static PlainAttribute flag(String name) {
    return new PlainAttribute(name, "");
  }
}
