package org.vigie.simulator.load.janus;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One session of Janus' HTTP API, with as many plugin handles as wanted. Requests that are answered
 * by an event are matched with it by their transaction; a thread of its own polls for events, which
 * keeps the session alive as well.
 */
final class JanusApi implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Duration POLL_LIMIT = Duration.ofSeconds(60); // Janus answers within 30
  private static final int EVENTS_AT_ONCE = 50;
  private static final JsonMapper MAPPER = new JsonMapper();

  private final HttpClient http;
  private final URI base;
  private final AtomicLong transactions = new AtomicLong();
  private final Map<String, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
  private final long session;
  private final Thread poller;
  private volatile boolean closed;

  private JanusApi(HttpClient http, URI base) throws IOException, InterruptedException {
    this.http = http;
    this.base = base;
    this.session = post("", object().put("janus", "create")).at("/data/id").asLong();
    this.poller = Thread.ofVirtual().name("janus-events").start(this::poll);
  }

  /**
   * Makes a session.
   *
   * @param base such as {@code http://127.0.0.1:8088/janus}
   * @throws IOException if there is no Janus
   */
  static JanusApi connect(HttpClient http, URI base) throws IOException, InterruptedException {
    return new JanusApi(http, base);
  }

  /** What Janus says of itself and of its settings. */
  static JsonNode info(HttpClient http, URI base) throws IOException, InterruptedException {
    return send(http, HttpRequest.newBuilder(URI.create(base + "/info")).timeout(LIMIT).build());
  }

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** A new handle of the video room. */
  long attach() throws IOException, InterruptedException {
    ObjectNode request = object().put("janus", "attach").put("plugin", "janus.plugin.videoroom");
    return post("/" + session, request).at("/data/id").asLong();
  }

  /** Ends a handle and its media. */
  void detach(long handle) throws IOException, InterruptedException {
    post("/" + session + "/" + handle, object().put("janus", "detach"));
  }

  /** Asks the plugin something that it answers at once. */
  JsonNode ask(long handle, ObjectNode body) throws IOException, InterruptedException {
    JsonNode answer = post("/" + session + "/" + handle, message(body));
    return accepted(answer.at("/plugindata/data"), body);
  }

  /** Asks the plugin something that it answers by an event; returns the event. */
  JsonNode ask(long handle, ObjectNode body, Optional<Jsep> jsep)
      throws IOException, InterruptedException {
    ObjectNode message = message(body);
    jsep.ifPresent(j -> message.set("jsep", j.json()));
    String transaction = transaction();
    CompletableFuture<JsonNode> event = new CompletableFuture<>();
    waiting.put(transaction, event);
    try {
      post("/" + session + "/" + handle, message, transaction);
      JsonNode answer = event.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      accepted(answer.at("/plugindata/data"), body);
      return answer;
    } catch (TimeoutException e) {
      throw new IOException("Janus said nothing to " + request(body) + " for " + LIMIT, e);
    } catch (ExecutionException e) {
      throw new IOException("Janus is gone: " + e.getCause(), e);
    } finally {
      waiting.remove(transaction);
    }
  }

  /** An SDP on its way. */
  record Jsep(String type, String sdp) {
    ObjectNode json() {
      return object().put("type", type).put("sdp", sdp).put("trickle", false);
    }
  }

  private static ObjectNode message(ObjectNode body) {
    ObjectNode message = object().put("janus", "message");
    message.set("body", body);
    return message;
  }

  private static JsonNode accepted(JsonNode data, ObjectNode body) throws IOException {
    if (data.has("error")) {
      throw new RefusedByJanus(
          data.path("error_code").asInt(), request(body) + ": " + data.get("error").asString());
    }
    return data;
  }

  private static String request(ObjectNode body) {
    return body.path("request").asString();
  }

  private String transaction() {
    return Long.toString(transactions.incrementAndGet(), Character.MAX_RADIX);
  }

  private JsonNode post(String path, ObjectNode body) throws IOException, InterruptedException {
    return post(path, body, transaction());
  }

  private JsonNode post(String path, ObjectNode body, String transaction)
      throws IOException, InterruptedException {
    String text = body.put("transaction", transaction).toString();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(LIMIT)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(text))
            .build();
    return send(http, request);
  }

  private static JsonNode send(HttpClient http, HttpRequest request)
      throws IOException, InterruptedException {
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      JsonNode answer = MAPPER.readTree(response.body());
      if (answer.path("janus").asString("").equals("error")) {
        JsonNode error = answer.get("error");
        throw new RefusedByJanus(error.path("code").asInt(), error.path("reason").asString());
      }
      return answer;
    } catch (ConnectException e) {
      throw new IOException(
          "nothing answers at " + request.uri() + "; is Janus started, with its HTTP transport?",
          e);
    } catch (JacksonException e) {
      throw new IOException("what answers at " + request.uri() + " is not Janus", e);
    }
  }

  private void poll() {
    URI events = URI.create(base + "/" + session + "?maxev=" + EVENTS_AT_ONCE);
    HttpRequest request = HttpRequest.newBuilder(events).timeout(POLL_LIMIT).build();
    try {
      while (!closed) {
        for (JsonNode event : send(http, request)) {
          dispatch(event);
        }
      }
    } catch (IOException e) {
      waiting.values().forEach(future -> future.completeExceptionally(e));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** The plugin first acknowledges, by the answer to the request; what comes here is the event. */
  private void dispatch(JsonNode event) {
    CompletableFuture<JsonNode> future = waiting.get(event.path("transaction").asString(""));
    if (future != null && event.path("janus").asString("").equals("event")) {
      future.complete(event);
    }
  }

  /** Ends the session with all its handles. */
  @Override
  public void close() {
    closed = true;
    try {
      post("/" + session, object().put("janus", "destroy"));
    } catch (IOException _) {
      // It is away, and the session with it.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    poller.interrupt();
  }
}
