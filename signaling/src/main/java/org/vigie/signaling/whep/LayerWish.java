package org.vigie.signaling.whep;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vigie.signaling.http.Json;
import org.vigie.signaling.http.Problem;
import org.vigie.signaling.http.Refusal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a viewer asks of one picture (draft-ietf-wish-whep, "Video Layer Selection"). Nothing at all
 * leaves the choice to the relay.
 *
 * @param mediaId the mid of the m-line, empty for the first picture
 * @param rid the simulcast layer that is good enough, called {@code encodingId} in older drafts
 * @param pixels in how many it is shown, {@link #ANY_SIZE} if that is not said
 */
record LayerWish(Optional<String> mediaId, Optional<String> rid, long pixels) {
  /** The relay chooses. */
  static final long ANY_SIZE = Long.MAX_VALUE;

  private static final int MAX_SIDE = 16_384;
  private static final List<String> KNOWN =
      List.of("mediaId", "rid", "encodingId", "maxWidth", "maxHeight");
  private static final String EXAMPLE = "{\"mediaId\":\"0\",\"maxWidth\":320,\"maxHeight\":180}";

  /**
   * Reads a request's body; an empty one asks for nothing.
   *
   * @throws Refusal 400 if it cannot be read
   */
  static LayerWish of(String body) {
    if (body.isBlank()) {
      return new LayerWish(Optional.empty(), Optional.empty(), ANY_SIZE);
    }
    ObjectNode object = Json.object("body", body, EXAMPLE);
    if (!KNOWN.containsAll(object.propertyNames())) {
      throw bad("There is a field that is not known here.", "Send only " + KNOWN + ".");
    }
    return new LayerWish(
        text(object, "mediaId"),
        text(object, "rid").or(() -> text(object, "encodingId")),
        pixels(object));
  }

  private static long pixels(ObjectNode object) {
    JsonNode width = present(object, "maxWidth");
    JsonNode height = present(object, "maxHeight");
    if (width == null && height == null) {
      return ANY_SIZE;
    }
    return side("maxWidth", width) * side("maxHeight", height);
  }

  private static long side(String field, @Nullable JsonNode node) {
    if (node == null
        || !node.isIntegralNumber()
        || !node.canConvertToInt()
        || node.intValue() < 1
        || node.intValue() > MAX_SIDE) {
      throw bad(
          "The field \"" + field + "\" is no whole number from 1 to " + MAX_SIDE + ".",
          "Send maxWidth and maxHeight together, in pixels of the screen.");
    }
    return node.intValue();
  }

  private static Optional<String> text(ObjectNode object, String field) {
    JsonNode node = present(object, field);
    if (node != null && !node.isString()) {
      throw bad("The field \"" + field + "\" is no text.", "Send it as a text.");
    }
    return Optional.ofNullable(node).map(JsonNode::stringValue);
  }

  private static @Nullable JsonNode present(ObjectNode object, String field) {
    JsonNode node = object.get(field);
    return node == null || node.isNull() ? null : node;
  }

  private static Refusal bad(String detail, String remedy) {
    return new Problem(400, "bad-field", "A field cannot be used", detail, remedy).refusal();
  }
}
