package org.vigie.simulator.impair;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import org.vigie.simulator.impair.Lines.State;
import org.vigie.simulator.impair.Lines.Way;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Lines by HTTP, for this machine only. {@code GET /} says how they are and what became of packets;
 * {@code PATCH /} changes some traits of a direction ({@code {"down": {"loss": 0.05}}}), all or
 * none; {@code POST /move} gives every client another address towards the target. Errors are
 * problem+json (RFC 9457).
 */
public final class Control implements AutoCloseable {
  private static final int MAX_BODY_BYTES = 10_000;
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** Gives clients other addresses; how many there are. */
  @FunctionalInterface
  public interface Mover {
    /** Moves all of them. */
    int move() throws IOException;
  }

  private final HttpServer server;
  private final Lines lines;
  private final Mover mover;

  /**
   * Opens the control.
   *
   * @param port on loopback; 0 for any
   * @throws IOException if the port is taken
   */
  public Control(Lines lines, Mover mover, int port) throws IOException {
    this.lines = lines;
    this.mover = mover;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  /** Its port. */
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;
    private final int status;

    RefusedException(int status, String detail) {
      super(detail);
      this.status = status;
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      try {
        send(exchange, 200, "application/json", result(exchange));
      } catch (RefusedException e) {
        send(exchange, e.status, "application/problem+json", problem(e));
      }
    }
  }

  private static ObjectNode problem(RefusedException refused) {
    return object()
        .put("title", refused.status == 400 ? "Lines cannot be so" : "Not there")
        .put("status", refused.status)
        .put("detail", refused.getMessage());
  }

  private static void send(HttpExchange exchange, int status, String type, ObjectNode body)
      throws IOException {
    byte[] bytes = (body + "\n").getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private ObjectNode result(HttpExchange exchange) throws IOException, RefusedException {
    String asked = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
    return switch (asked) {
      case "GET /" -> state();
      case "PATCH /" -> changed(exchange);
      case "POST /move" -> object().put("clients", mover.move());
      default ->
          throw new RefusedException(
              404, "There is no '%s'; there are GET /, PATCH / and POST /move.".formatted(asked));
    };
  }

  private ObjectNode state() {
    ObjectNode all = object();
    lines.state().forEach((way, state) -> all.set(name(way), described(state)));
    return all;
  }

  private static ObjectNode described(State state) {
    ObjectNode described = object();
    for (Trait trait : Trait.values()) {
      described.put(trait.key(), state.traits().get(trait));
    }
    ObjectNode packets = described.putObject("packets");
    state.counts().forEach(packets::put);
    return described;
  }

  private ObjectNode changed(HttpExchange exchange) throws IOException, RefusedException {
    byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES);
    Map<Way, Traits> wanted = new EnumMap<>(Way.class);
    for (Map.Entry<String, JsonNode> each : members("the body", parsed(body))) {
      Way way = way(each.getKey());
      wanted.put(way, applied(way, each.getValue()));
    }
    lines.change(wanted);
    return state();
  }

  private static JsonNode parsed(byte[] body) throws RefusedException {
    try {
      return MAPPER.readTree(body);
    } catch (JacksonException e) {
      throw new RefusedException(400, "The body is no JSON: " + e.getOriginalMessage());
    }
  }

  private Traits applied(Way way, JsonNode changes) throws RefusedException {
    State before = lines.state().get(way);
    Traits traits = before == null ? Traits.UNIMPAIRED : before.traits();
    for (Map.Entry<String, JsonNode> each : members(name(way), changes)) {
      try {
        traits = traits.with(each.getKey(), number(each));
      } catch (BadTraitException e) {
        throw new RefusedException(400, "%s: %s".formatted(name(way), e.getMessage()));
      }
    }
    return traits;
  }

  private static double number(Map.Entry<String, JsonNode> member) throws RefusedException {
    JsonNode value = member.getValue();
    if (value.isBoolean()) {
      return value.booleanValue() ? 1 : 0;
    }
    if (value.isNumber()) {
      return value.doubleValue();
    }
    throw new RefusedException(400, "%s is a number, not %s".formatted(member.getKey(), value));
  }

  private static Iterable<Map.Entry<String, JsonNode>> members(String what, JsonNode node)
      throws RefusedException {
    if (!node.isObject()) {
      throw new RefusedException(
          400, "%s is an object, as in {\"down\": {\"loss\": 0.05}}".formatted(what));
    }
    return node.properties();
  }

  private static Way way(String name) throws RefusedException {
    return Arrays.stream(Way.values())
        .filter(way -> name(way).equals(name))
        .findAny()
        .orElseThrow(
            () -> new RefusedException(400, "There are 'up' and 'down', not '" + name + "'"));
  }

  private static String name(Way way) {
    return way.name().toLowerCase(Locale.ROOT);
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
