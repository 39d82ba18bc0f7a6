package org.vigie.signaling.sdp;

import java.util.Locale;

/** {@code a=setup} (RFC 4145, section 4; RFC 8842, section 5). */
public enum Setup implements Attribute {
  ACTIVE,
  PASSIVE,
  ACTPASS,
  HOLDCONN;

  static Setup parse(String value) {
    for (Setup each : values()) {
      if (each.attributeValue().equals(value.strip())) {
        return each;
      }
    }
    throw Grammar.fault(
        "a=setup must be active, passive, actpass or holdconn, but is " + Grammar.quote(value));
  }

  @Override
  public String attributeName() {
    return "setup";
  }

  @Override
  public String attributeValue() {
    return name().toLowerCase(Locale.ROOT);
  }
}
