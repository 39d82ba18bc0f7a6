package org.vigie.signaling.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes in bad faith or by mistake gets a clear error and leaves nothing behind. */
class HostileInputTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Two ideas of where the body ends: how requests are smuggled past proxies. */
  private static final String BOTH_LENGTHS = "Content-Length: 5\r\nTransfer-Encoding: chunked";

  @TempDir private Path folder;

  private TestRelay relay;
  private Caller camera;

  @BeforeEach
  void start() {
    relay = new TestRelay(folder, "vigie.http.body-timeout=1s", "vigie.limits.burst=100000");
    camera = relay.camera("cam-1");
  }

  @AfterEach
  void stop() {
    relay.close();
  }

  @Test
  void anOversizedOfferIs413() {
    String offer = TestRelay.offer("plain-camera.sdp") + "a=x:" + "y".repeat(70_000) + "\r\n";
    HttpResponse<String> response = camera.post("/whip/cam-1", Caller.SDP, offer);
    assertEquals(413, response.statusCode());
    assertEquals("too-large", Caller.code(response));
  }

  @Test
  void anOversizedOfferOfUnknownLengthIs413() throws IOException {
    String answer =
        exchange(
            post("/whip/cam-1", "application/sdp", "Transfer-Encoding: chunked")
                + "11170\r\n"
                + "v".repeat(0x11170)
                + "\r\n0\r\n\r\n");
    assertTrue(answer.startsWith("HTTP/1.1 413 "), answer);
  }

  @Test
  void anOversizedFragmentIs413() {
    String session = publish();
    String fragment = "a=x:" + "y".repeat(40_000) + "\r\n";
    assertEquals(413, camera.patch(session, fragment, "If-Match", "*").statusCode());
    assertEquals(204, camera.get(session).statusCode());
  }

  @Test
  void mutatedOffersAreAnsweredAndTheRefusedLeaveNoSession() {
    Random random = new Random(7);
    String offer = TestRelay.offer("browser-camera.sdp");
    int taken = 0;
    for (int i = 0; i < 300; i++) {
      HttpResponse<String> response =
          camera.post("/whip/cam-1", Caller.SDP, mutated(offer, random));
      int status = response.statusCode();
      assertTrue(status == 201 || status == 400 || status == 422, response.body());
      taken += status == 201 ? 1 : 0;
    }
    assertEquals(taken > 0 ? 1 : 0, relay.media.alive());
  }

  @Test
  void truncatedOffersAreAnswered() {
    String offer = TestRelay.offer("plain-camera.sdp");
    for (int length = 0; length < offer.length(); length += 7) {
      int status =
          camera
              .ask(
                  "POST",
                  "/whip/cam-1",
                  offer.substring(0, length),
                  "Content-Type",
                  "application/sdp")
              .statusCode();
      assertTrue(status == 400 || status == 422 || status == 201, "at " + length);
    }
  }

  @Test
  void mutatedFragmentsAreAnsweredAndTheSessionLives() {
    String session = publish();
    Random random = new Random(8);
    String fragment =
        """
        a=ice-ufrag:abcd
        a=ice-pwd:0123456789abcdef012345
        m=audio 9 UDP/TLS/RTP/SAVPF 0
        a=mid:0
        a=candidate:1 1 udp 2130706431 192.0.2.9 40000 typ host
        """
            .replace("\n", "\r\n");
    for (int i = 0; i < 300; i++) {
      HttpResponse<String> response =
          camera.patch(session, mutated(fragment, random), "If-Match", "*");
      int status = response.statusCode();
      assertTrue(List.of(200, 204, 400, 422).contains(status), response.body());
    }
    assertEquals(204, camera.get(session).statusCode());
  }

  @Test
  void pathsThatLeadOutsideLeadNowhere() throws IOException {
    for (String path :
        List.of(
            "/assets/../index.html",
            "/assets/..%2findex.html",
            "/assets/%2e%2e/index.html",
            "/assets/..%5cindex.html",
            "/assets//etc/passwd",
            "/assets/.hidden",
            "/assets/a/../../b",
            "/assets/%00",
            "/whip/cam-1%2fother",
            "/whip/..%2f..%2fapi",
            "/whip/./cam-1;x=y/..;/",
            "//whip/cam-1",
            "/whip/%63am-2",
            "/%",
            "/whip/%zz",
            "/api/v1/cameras/../../metrics?x=%zz")) {
      String answer = exchange("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
      assertTrue(answer.matches("(?s)HTTP/1.1 (400|401|404) .*"), path + " got " + answer);
      assertTrue(answer.contains("application/problem+json"), path + " got " + answer);
      requireNoGossip(answer);
    }
  }

  @Test
  void hugeHeadersAre431() throws IOException {
    String answer =
        exchange("GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + "x".repeat(40_000) + "\r\n\r\n");
    assertTrue(answer.startsWith("HTTP/1.1 431 "), answer);
    requireNoGossip(answer);
  }

  @Test
  void whatIsNoHttpIsRefused() throws IOException {
    for (String text :
        List.of(
            "\u0016\u0003\u0001\r\n\r\n",
            "GET\r\n\r\n",
            "GET / HTTP/9.9\r\n\r\n",
            "G\u0000T / HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET / HTTP/1.1\r\n\r\n",
            "POST /whip/cam-1 HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
            post("/whip/cam-1", "application/sdp", BOTH_LENGTHS))) {
      String answer = exchange(text);
      assertTrue(answer.isEmpty() || answer.matches("(?s)HTTP/1.1 (400|505|426) .*"), answer);
      requireNoGossip(answer);
    }
  }

  @Test
  void aBodyThatNeverEndsIs408() throws IOException {
    String answer =
        exchange(post("/whip/cam-1", "application/sdp", "Content-Length: 1000") + "v=0\r\n");
    assertTrue(answer.startsWith("HTTP/1.1 408 "), answer);
    assertTrue(answer.contains("too-slow"), answer);
  }

  @Test
  void slowBodiesHoldNoThread() throws Exception {
    Socket[] slow = new Socket[150];
    try {
      for (int i = 0; i < slow.length; i++) {
        slow[i] = connect();
        write(slow[i], post("/whip/cam-1", "application/sdp", "Content-Length: 1000") + "v");
      }
      assertEquals(200, relay.operator().get("/health/live").statusCode());
    } finally {
      for (Socket socket : slow) {
        if (socket != null) {
          socket.close();
        }
      }
    }
  }

  @Test
  void strangersWithEverNewTokensShareOneBucket(@TempDir Path other) {
    try (TestRelay strict =
        new TestRelay(other, "vigie.limits.requests-per-second=0.1", "vigie.limits.burst=5")) {
      int limited = 0;
      for (int i = 0; i < 10; i++) {
        int status = strict.operator().as("guess" + i).delete("/api/v1/cameras/x").statusCode();
        assertTrue(status == 401 || status == 429);
        limited += status == 429 ? 1 : 0;
      }
      assertEquals(5, limited);
    }
  }

  @Test
  void methodsThatAreNotKnownAre405AndNameThoseThatAre() throws IOException {
    HttpResponse<String> response = relay.operator().ask("PUT", "/api/v1/cameras", "");
    assertEquals(405, response.statusCode());
    assertEquals("GET, HEAD, OPTIONS, POST", Caller.header(response, "Allow"));
    assertTrue(
        exchange("BREW / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            .startsWith("HTTP/1.1 405 "));
  }

  @Test
  void everyAnswerForbidsSniffingFramingAndForeignScripts() {
    for (String path : List.of("/", "/nowhere", "/api/v1/me", "/assets/none.js", "/health/live")) {
      HttpResponse<String> response = relay.operator().asNobody().get(path);
      assertEquals("nosniff", Caller.header(response, "X-Content-Type-Options"), path);
      assertEquals("no-referrer", Caller.header(response, "Referrer-Policy"), path);
      String policy = Caller.header(response, "Content-Security-Policy");
      assertTrue(policy.contains("default-src 'none'"), path);
      assertTrue(policy.contains("frame-ancestors 'none'"), path);
      assertEquals("", Caller.header(response, "Server"), path);
    }
  }

  private String publish() {
    HttpResponse<String> response =
        camera.post("/whip/cam-1", Caller.SDP, TestRelay.offer("browser-camera.sdp"));
    assertEquals(201, response.statusCode());
    return Caller.header(response, "Location");
  }

  private static String mutated(String text, Random random) {
    StringBuilder mutated = new StringBuilder(text);
    for (int i = 0; i <= random.nextInt(4); i++) {
      int at = random.nextInt(mutated.length());
      switch (random.nextInt(4)) {
        case 0 -> mutated.setCharAt(at, (char) random.nextInt(256));
        case 1 -> mutated.deleteCharAt(at);
        case 2 -> mutated.insert(at, (char) (32 + random.nextInt(95)));
        default -> mutated.delete(at, Math.min(mutated.length(), at + random.nextInt(200)));
      }
      if (mutated.isEmpty()) {
        mutated.append('v');
      }
    }
    return mutated.toString();
  }

  private String post(String path, String type, String framing) {
    return "POST "
        + path
        + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer "
        + camera.token().orElseThrow()
        + "\r\nContent-Type: "
        + type
        + "\r\n"
        + framing
        + "\r\n\r\n";
  }

  private String exchange(String request) throws IOException {
    try (Socket socket = connect()) {
      write(socket, request);
      return read(socket);
    }
  }

  /** Reads until the end, or until what has come is a whole answer. */
  private static String read(Socket socket) throws IOException {
    StringBuilder answer = new StringBuilder();
    byte[] buffer = new byte[8192];
    try {
      for (int n = socket.getInputStream().read(buffer);
          n > 0;
          n = socket.getInputStream().read(buffer)) {
        answer.append(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
      }
    } catch (java.net.SocketException reset) {
      // The relay closed with bytes of ours unread, which is its right.
      return answer.toString();
    }
    return answer.toString();
  }

  private Socket connect() throws IOException {
    URI uri = URI.create(relay.origin);
    Socket socket = new Socket(uri.getHost(), uri.getPort());
    socket.setSoTimeout((int) PATIENCE.toMillis());
    return socket;
  }

  private static void write(Socket socket, String text) throws IOException {
    OutputStream out = socket.getOutputStream();
    try {
      out.write(text.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
    } catch (java.net.SocketException reset) {
      // Refused before all was sent.
      return;
    }
  }

  private static void requireNoGossip(String answer) {
    assertFalse(answer.toLowerCase(java.util.Locale.ROOT).contains("jetty"), answer);
    assertFalse(answer.contains("Exception"), answer);
    assertFalse(answer.contains("\tat "), answer);
  }
}
