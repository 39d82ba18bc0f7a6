package org.vigie.signaling.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.Map;
import org.vigie.signaling.bandwidth.CameraTarget;
import org.vigie.signaling.bandwidth.LayerTarget;
import org.vigie.signaling.http.Json;
import org.vigie.signaling.http.Problem;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The words of the control WebSocket, version 1: one JSON object a message. */
final class LiveMessages {
  /** The version of the words. */
  static final int VERSION = 1;

  private static final String HELLO =
      "{\"type\":\"hello\",\"version\":1,\"token\":\"TOKEN\",\"session\":\"SESSION\"}";

  private LiveMessages() {}

  /** What a camera says. */
  sealed interface Said {
    /** Who it is, and which Session the socket is for. */
    record Hello(String token, String session) implements Said {}

    /** Whether anybody is there. */
    record Ping() implements Said {}
  }

  /**
   * Reads a message.
   *
   * @throws org.vigie.signaling.http.Refusal 400 if it is not one of ours
   */
  static Said read(String text) {
    ObjectNode message = Json.object("message", text, HELLO);
    return switch (text(message, "type")) {
      case "hello" -> hello(message);
      case "ping" -> new Said.Ping();
      default ->
          throw new Problem(
                  400,
                  "unknown-type",
                  "The message is of a type that is not known here",
                  "The type is none of hello and ping.",
                  "Send one of these, or nothing.")
              .refusal();
    };
  }

  private static Said hello(ObjectNode message) {
    JsonNode version = message.get("version");
    if (version == null || !isOurs(version)) {
      throw new Problem(
              400,
              "unknown-version",
              "The version is not spoken here",
              "The version of the hello is not " + VERSION + ".",
              "Say " + HELLO + ".")
          .refusal();
    }
    return new Said.Hello(text(message, "token"), text(message, "session"));
  }

  private static boolean isOurs(JsonNode version) {
    return version.isIntegralNumber() && version.canConvertToInt() && version.intValue() == VERSION;
  }

  private static String text(ObjectNode message, String name) {
    JsonNode value = message.get(name);
    if (value == null || !value.isString()) {
      throw new Problem(
              400,
              "missing-field",
              "A field is missing or of the wrong kind",
              "The message has no text \"" + name + "\".",
              "The first message is " + HELLO + ".")
          .refusal();
    }
    return value.stringValue();
  }

  static String welcome() {
    return write(Map.of("type", "welcome", "version", VERSION));
  }

  static String pong() {
    return write(Map.of("type", "pong"));
  }

  static String target(CameraTarget target) {
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("type", "target");
    message.put("bps", target.bps());
    message.put("watched", target.watched());
    target.pixels().ifPresent(pixels -> message.put("pixels", pixels));
    if (!target.layers().isEmpty()) {
      message.put("layers", target.layers().stream().map(LiveMessages::layer).toList());
    }
    return write(message);
  }

  private static Map<String, Object> layer(LayerTarget layer) {
    Map<String, Object> words = new LinkedHashMap<>();
    words.put("rid", layer.rid());
    layer.maxBps().ifPresent(bps -> words.put("maxBitrate", bps));
    words.put("active", layer.active());
    return words;
  }

  static String ended(String reason) {
    return write(Map.of("type", "ended", "reason", reason));
  }

  static String error(Problem problem) {
    return write(
        Map.of(
            "type",
            "error",
            "code",
            problem.code(),
            "detail",
            problem.detail(),
            "remedy",
            problem.remedy()));
  }

  private static String write(Map<String, Object> message) {
    return new String(Json.write(message), UTF_8);
  }
}
