package org.vigie.signaling.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.vigie.signaling.http.PathTemplate;
import org.vigie.signaling.rest.OpenApiRoutes;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The OpenAPI file as a judge of answers. */
final class OpenApi {
  static final Set<String> METHODS = Set.of("get", "head", "post", "patch", "delete");

  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  static final JsonNode DOCUMENT = read();

  private OpenApi() {}

  /** Every described operation, such as {@code GET /api/v1/me}. */
  static Set<String> operations() {
    Set<String> operations = new TreeSet<>();
    for (String path : DOCUMENT.get("paths").propertyNames()) {
      for (String method : DOCUMENT.get("paths").get(path).propertyNames()) {
        if (METHODS.contains(method)) {
          operations.add(method.toUpperCase(Locale.ROOT) + " " + path);
        }
      }
    }
    return operations;
  }

  /** Fails unless an answer is described; what is no operation at all is not looked at. */
  static void requireDescribed(String method, String path, HttpResponse<String> response) {
    for (String template : DOCUMENT.get("paths").propertyNames()) {
      JsonNode operation = DOCUMENT.get("paths").get(template).get(method.toLowerCase(Locale.ROOT));
      if (operation != null && new PathTemplate(template).match(path).isPresent()) {
        requireDescribed(method + " " + template, operation, response);
        return;
      }
    }
  }

  private static void requireDescribed(
      String where, JsonNode operation, HttpResponse<String> response) {
    JsonNode described = operation.get("responses").get(Integer.toString(response.statusCode()));
    assertTrue(
        described != null,
        () -> where + " answered " + response.statusCode() + ", which is not described");
    JsonNode content = resolve(described).get("content");
    if (response.body().isEmpty()) {
      return;
    }
    assertTrue(content != null, () -> where + " has a body that is not described");
    String type = Caller.header(response, "Content-Type").split(";", 2)[0];
    assertTrue(content.has(type), () -> where + " answered with " + type);
    if (type.endsWith("json")) {
      requireFits(where, content.get(type).get("schema"), MAPPER.readTree(response.body()));
    }
  }

  private static void requireFits(String where, JsonNode unresolved, JsonNode value) {
    JsonNode schema = resolve(unresolved);
    if (schema.get("type").isArray()) {
      assertTrue(value.isIntegralNumber() || value.isString(), () -> where + " is " + value);
      return;
    }
    switch (schema.get("type").stringValue()) {
      case "boolean" -> assertTrue(value.isBoolean(), () -> where + " is " + value);
      case "object" -> requireObject(where, schema, value);
      case "array" ->
          value.forEach(element -> requireFits(where + "[]", schema.get("items"), element));
      case "string" -> requireText(where, schema, value);
      case "integer" -> assertTrue(value.isIntegralNumber(), () -> where + " is " + value);
      case "number" -> assertTrue(value.isNumber(), () -> where + " is " + value);
      default -> throw new AssertionError(where + " has an unknown type");
    }
  }

  private static void requireObject(String where, JsonNode schema, JsonNode value) {
    assertTrue(value.isObject(), () -> where + " is " + value);
    if (!schema.has("properties")) {
      return;
    }
    for (JsonNode required : schema.get("required")) {
      assertTrue(value.has(required.stringValue()), () -> where + " lacks " + required);
    }
    for (String field : value.propertyNames()) {
      JsonNode described = schema.get("properties").get(field);
      assertTrue(described != null, () -> where + " has " + field + ", which is not described");
      requireFits(where + "." + field, described, value.get(field));
    }
  }

  private static void requireText(String where, JsonNode schema, JsonNode value) {
    assertTrue(value.isString(), () -> where + " is " + value);
    if (schema.has("enum")) {
      assertTrue(
          schema.get("enum").valueStream().anyMatch(value::equals), () -> where + " is " + value);
    }
    if (schema.has("const")) {
      assertEquals(schema.get("const"), value, where);
    }
  }

  static JsonNode resolve(JsonNode node) {
    return node.has("$ref") ? DOCUMENT.at(node.get("$ref").stringValue().substring(1)) : node;
  }

  private static JsonNode read() {
    try (InputStream file = OpenApiRoutes.class.getResourceAsStream("openapi.json")) {
      return MAPPER.readTree(file.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
