package org.vigie.signaling.sdp;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * {@code a=fmtp} (RFC 8866, section 6.15).
 *
 * @param payloadType 0 to 127
 * @param text the parameters as written, may be empty
 */
public record Fmtp(int payloadType, String text) implements Attribute {
  static Fmtp parse(String value) {
    String[] fields = value.strip().split(" +", 2);
    int payloadType = (int) Grammar.number(fields[0], 127, "payload type of a=fmtp");
    return new Fmtp(payloadType, fields.length < 2 ? "" : fields[1]);
  }

  /** Of parameters in this order. */
  public static Fmtp of(int payloadType, Map<String, String> parameters) {
    StringBuilder text = new StringBuilder();
    parameters.forEach((name, value) ->
        text.append(text.isEmpty() ? "" : ";")
            .append(name)
            .append(value.isEmpty() ? "" : "=" + value));
    return new Fmtp(payloadType, text.toString());
  }

  /**
   * The parameters in order, names in lower case; of equal names the first counts, one without
   * {@code =} is empty.
   */
  public Map<String, String> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String part : text.split(";", -1)) {
      String[] pair = part.strip().split("=", 2);
      if (!pair[0].isBlank()) {
        parameters.putIfAbsent(
            pair[0].strip().toLowerCase(Locale.ROOT), pair.length < 2 ? "" : pair[1].strip());
      }
    }
    return parameters;
  }

  @Override
  public String attributeName() {
    return "fmtp";
  }

  @Override
  public String attributeValue() {
    return text.isEmpty() ? String.valueOf(payloadType) : payloadType + " " + text;
  }
}
