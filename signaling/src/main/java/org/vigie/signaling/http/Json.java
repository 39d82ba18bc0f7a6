package org.vigie.signaling.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** JSON in and out. Fields that are unknown are left out of what we write. */
public final class Json {
  /** Media type of the bodies. */
  public static final String MEDIA_TYPE = "application/json";

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .changeDefaultPropertyInclusion(
              inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_ABSENT))
          .build();

  private Json() {}

  /** A record, map or list as JSON. */
  public static byte[] write(Object value) {
    return MAPPER.writeValueAsBytes(value);
  }

  /**
   * Reads an object.
   *
   * @throws Refusal 400 if it is not one
   */
  public static ObjectNode object(String body) {
    return object("body", body, "{\"id\":\"cam-1\",\"name\":\"Camera 1\"}");
  }

  /**
   * Reads an object.
   *
   * @param what it is called
   * @param example what would be right
   * @throws Refusal 400 if it is not one
   */
  public static ObjectNode object(String what, String text, String example) {
    try {
      JsonNode node = MAPPER.readTree(text);
      if (node instanceof ObjectNode object) {
        return object;
      }
      throw notJson(what, "The " + what + " is JSON but not an object.", example);
    } catch (JacksonException e) {
      throw notJson(what, "The " + what + " is not JSON: " + e.getOriginalMessage(), example);
    }
  }

  private static Refusal notJson(String what, String detail, String example) {
    return new Problem(
            400,
            "not-json",
            "The " + what + " cannot be read",
            detail,
            "Send one JSON object, such as " + example + ".")
        .refusal();
  }
}
