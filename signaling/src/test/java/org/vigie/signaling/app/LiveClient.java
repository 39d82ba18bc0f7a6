package org.vigie.signaling.app;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A camera's socket, of the JDK's making. */
final class LiveClient implements WebSocket.Listener, AutoCloseable {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final long PATIENCE_SECONDS = 20;

  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final StringBuilder part = new StringBuilder();
  private @Nullable WebSocket socket;

  static LiveClient open(String origin) {
    return open(origin, "");
  }

  /** Opens one as a proxy does. */
  static LiveClient open(String origin, String forwardedFor) {
    LiveClient client = new LiveClient();
    URI address = URI.create(origin.replaceFirst("^http", "ws") + "/api/v1/live");
    client.socket =
        CLIENT
            .newWebSocketBuilder()
            .header("X-Forwarded-For", forwardedFor)
            .connectTimeout(Duration.ofSeconds(5))
            .buildAsync(address, client)
            .join();
    return client;
  }

  /** Opens one and says hello. */
  static LiveClient hello(String origin, String token, String session) {
    LiveClient client = open(origin);
    client.say(hello(token, session));
    return client;
  }

  static String hello(String token, String session) {
    return "{\"type\":\"hello\",\"version\":1,\"token\":\""
        + token
        + "\",\"session\":\""
        + session
        + "\"}";
  }

  void say(String text) {
    var _ = socket().sendText(text, true).join();
  }

  void sayBytes(byte[] bytes) {
    var _ = socket().sendBinary(ByteBuffer.wrap(bytes), true).join();
  }

  /** The next message; fails if none comes. */
  JsonNode next() throws InterruptedException {
    String message = heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertNotNull(message, "no message came");
    return MAPPER.readTree(message);
  }

  /** The next message of this type; those before are left out. */
  JsonNode next(String type) throws InterruptedException {
    for (JsonNode message = next(); ; message = next()) {
      if (message.get("type").stringValue().equals(type)) {
        return message;
      }
    }
  }

  boolean isQuiet() {
    return heard.isEmpty();
  }

  /** With which code it is closed. */
  int closeCode() {
    return closed.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    part.append(data);
    if (last) {
      assertTrue(heard.offer(part.toString()));
      part.setLength(0);
    }
    from.request(1);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    closed.complete(code);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    closed.complete(-1);
  }

  @Override
  public void close() {
    socket().abort();
  }

  private WebSocket socket() {
    WebSocket known = socket;
    assertNotNull(known);
    return known;
  }
}
