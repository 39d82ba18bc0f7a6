package org.vigie.signaling.rest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vigie.signaling.http.Json;
import org.vigie.signaling.http.Problem;
import org.vigie.signaling.http.Refusal;
import org.vigie.signaling.http.Route.Intake;
import org.vigie.signaling.identity.Identities;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The fields of a request's object; whatever is wrong with one is said by its name. */
final class JsonFields {
  static final Intake INTAKE = new Intake(Json.MEDIA_TYPE, 16 * 1024);

  private static final int MAX_NAME = 100;
  private static final int MAX_LIST = 1_000;

  private final ObjectNode object;

  JsonFields(ObjectNode object, List<String> known) {
    this.object = object;
    for (String field : object.propertyNames()) {
      if (!known.contains(field)) {
        throw bad("There is a field that is not known here.", "Send only " + known + ".");
      }
    }
  }

  /** A text that has to be there. */
  String text(String field) {
    JsonNode node = object.get(field);
    if (node == null || !node.isString()) {
      throw bad("The field \"" + field + "\" is missing or no text.", "Send it as a text.");
    }
    return node.stringValue();
  }

  /** The field {@code name}: what people read, so no control characters. */
  Optional<String> name() {
    if (object.get("name") == null) {
      return Optional.empty();
    }
    String name = text("name").strip();
    if (name.isEmpty()
        || name.length() > MAX_NAME
        || name.codePoints().anyMatch(Character::isISOControl)) {
      throw bad(
          "The name is empty, longer than " + MAX_NAME + " characters, or not printable.",
          "Send a name such as \"Command post\".");
    }
    return Optional.of(name);
  }

  /** A text for people that has to be there, of at most so many characters. */
  String printable(String field, int most) {
    String text = text(field).strip();
    if (text.isEmpty()
        || text.length() > most
        || text.codePoints().anyMatch(Character::isISOControl)) {
      throw bad(
          "The field \""
              + field
              + "\" is empty, longer than "
              + most
              + " characters, or not printable.",
          "Send a sentence.");
    }
    return text;
  }

  /** A whole number that has to be there. */
  long whole(String field) {
    JsonNode node = object.get(field);
    if (node == null || !node.isIntegralNumber() || !node.canConvertToLong()) {
      throw bad(
          "The field \"" + field + "\" is missing or no whole number.", "Send it as a number.");
    }
    return node.longValue();
  }

  /** A list of objects that has to be there and hold something, each with no field but these. */
  List<JsonNode> objects(String field, List<String> known) {
    JsonNode node = object.get(field);
    if (node == null || !node.isArray() || node.isEmpty() || node.size() > MAX_LIST) {
      throw bad(
          "The field \"" + field + "\" is no list of 1 to " + MAX_LIST + " objects.",
          "Send a list of objects with " + known + ".");
    }
    List<JsonNode> objects = new ArrayList<>();
    for (JsonNode element : node) {
      if (!(element instanceof ObjectNode each) || !known.containsAll(each.propertyNames())) {
        throw bad(
            "An element of \"" + field + "\" is no object, or has a field that is not known here.",
            "Send objects with " + known + " only.");
      }
      objects.add(element);
    }
    return objects;
  }

  /** A list of texts that has to be there and hold something. */
  List<String> texts(String field) {
    JsonNode node = object.get(field);
    if (node == null || !node.isArray() || node.isEmpty() || node.size() > MAX_LIST) {
      throw badList(field, null);
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode element : node) {
      texts.add(element.isString() ? element.stringValue() : badElement(field));
    }
    return texts;
  }

  static void requireRoom(int size, String what) {
    if (size >= Identities.MAX_OF_A_KIND) {
      throw new Problem(
              422,
              "too-many",
              "There is no room for more",
              "There are " + size + " " + what + " already.",
              "Delete some that are not needed any more.")
          .refusal();
    }
  }

  static Refusal bad(String detail, String remedy) {
    return new Problem(400, "bad-field", "A field cannot be used", detail, remedy).refusal();
  }

  private static String badElement(String field) {
    throw badList(field, "an element is no text");
  }

  private static Refusal badList(String field, @Nullable String why) {
    return bad(
        "The field \""
            + field
            + "\" is no list of 1 to "
            + MAX_LIST
            + " texts"
            + (why == null ? "." : ": " + why + "."),
        "Send a list such as [\"cam-1\"], or [\"*\"] for every camera.");
  }
}
