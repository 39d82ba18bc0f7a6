package org.vigie.signaling.settings.live;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The journal as text.
 *
 * @param base what was set by versions that are no longer remembered
 * @param versions oldest first
 */
record JournalLines(List<Change> base, List<Version> versions) {
  private static final Logger log = LoggerFactory.getLogger(JournalLines.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  JournalLines {
    base = List.copyOf(base);
    versions = List.copyOf(versions);
  }

  /**
   * Reads whole lines.
   *
   * @throws IOException that names the first line that is not as we write them
   */
  static JournalLines read(String text) throws IOException {
    List<Change> base = new ArrayList<>();
    List<Version> versions = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      try {
        JsonNode node = JSON.readTree(line);
        if (node.has("base")) {
          changes(node.get("base")).forEach(each -> base.add(each.done()));
        } else {
          versions.add(version(node, versions.isEmpty() ? 0 : versions.getLast().version()));
        }
      } catch (JacksonException | DateTimeException | IllegalArgumentException e) {
        throw new IOException("line " + number + " is damaged", e);
      }
    }
    return new JournalLines(base, versions);
  }

  private static Version version(JsonNode node, long before) {
    long number = node.required("version").asLong();
    if (before != 0 && number != before + 1) {
      throw new IllegalArgumentException("version " + number + " behind " + before);
    }
    JsonNode rollback = node.path("rollbackTo");
    return new Version(
        number,
        Instant.parse(node.required("at").asString()),
        node.required("by").asString(),
        node.required("reason").asString(),
        rollback.isNumber() ? Optional.of(rollback.asLong()) : Optional.empty(),
        changes(node.required("changes")));
  }

  private static List<Difference> changes(JsonNode array) {
    List<Difference> changes = new ArrayList<>();
    for (JsonNode each : array) {
      Optional<LiveKey> key = LiveKey.of(each.required("key").asString());
      Scope scope =
          Scope.parse(each.required("scope").asString()).orElseThrow(IllegalArgumentException::new);
      if (key.isPresent()) {
        changes.add(
            new Difference(
                scope,
                key.get(),
                value(each.path("from"), key.get()),
                value(each.path("to"), key.get())));
      } else {
        log.warn("Settings: {} is no live setting of this Vigie and is left out", each.get("key"));
      }
    }
    return changes;
  }

  private static Optional<LiveValue> value(JsonNode node, LiveKey key) {
    if (node.isMissingNode() || node.isNull()) {
      return Optional.empty();
    }
    Optional<LiveValue> value = ChangeRequest.value(node).filter(key::takes);
    if (value.isEmpty()) {
      log.warn(
          "Settings: {} is {}, which is no longer {}; left out", key.key(), node, key.wanted());
    }
    return value;
  }

  /** Only the last of each place, and only what is still set. */
  static List<Change> drawnTogether(List<Change> all) {
    Map<String, Change> byPlace = new LinkedHashMap<>();
    all.forEach(each -> byPlace.put(each.scope() + " " + each.key(), each));
    return byPlace.values().stream().filter(each -> each.value().isPresent()).toList();
  }

  /** Everything. */
  static byte[] lines(List<Change> base, List<Version> versions) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    if (!base.isEmpty()) {
      ObjectNode node = JSON.createObjectNode();
      ArrayNode array = node.putArray("base");
      base.forEach(each ->
          array.add(
              node(new Difference(each.scope(), each.key(), Optional.empty(), each.value()))));
      bytes.writeBytes(bytes(node));
    }
    versions.forEach(version -> bytes.writeBytes(line(version)));
    return bytes.toByteArray();
  }

  /** One version with its line feed. */
  static byte[] line(Version version) {
    ObjectNode node = JSON.createObjectNode();
    node.put("version", version.version());
    node.put("at", version.at().toString());
    node.put("by", version.by());
    node.put("reason", version.reason());
    version.rollbackTo().ifPresent(to -> node.put("rollbackTo", to));
    ArrayNode changes = node.putArray("changes");
    version.changes().forEach(each -> changes.add(node(each)));
    return bytes(node);
  }

  private static ObjectNode node(Difference difference) {
    ObjectNode node = JSON.createObjectNode();
    node.put("scope", difference.scope().text());
    node.put("key", difference.key().key());
    difference.from().ifPresent(value -> put(node, "from", value));
    difference.to().ifPresent(value -> put(node, "to", value));
    return node;
  }

  private static void put(ObjectNode node, String field, LiveValue value) {
    switch (value) {
      case LiveValue.Whole(long number) -> node.put(field, number);
      case LiveValue.Name(String text) -> node.put(field, text);
    }
  }

  private static byte[] bytes(ObjectNode node) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(JSON.writeValueAsBytes(node));
    bytes.write('\n');
    return bytes.toByteArray();
  }
}
