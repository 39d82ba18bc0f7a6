package org.vigie.simulator.load.janus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What is said when the far end is not what it should be. */
class JanusApiTest {
  @Test
  void whereNothingListensTheAddressAndTheRemedyAreNamed() throws Exception {
    int port = freedPort();
    String said = refusal(port).getMessage();
    assertTrue(said.contains(":" + port) && said.contains("is Janus started"), said);
  }

  private static int freedPort() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return taken.getLocalPort();
    }
  }

  @Test
  void anotherServerIsNotTakenForJanus() throws Exception {
    String said = refusalOf("<html>hello</html>").getMessage();
    assertTrue(said.contains("is not Janus"), said);
  }

  @Test
  void anErrorOfJanusKeepsItsCodeAndReason() throws Exception {
    String error = "{\"janus\":\"error\",\"error\":{\"code\":403,\"reason\":\"no secret\"}}";
    IOException said = refusalOf(error);
    assertEquals(403, ((RefusedByJanus) said).code());
    assertTrue(said.getMessage().contains("no secret"), said.getMessage());
  }

  private static IOException refusalOf(String body) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    try {
      return refusal(server.getAddress().getPort());
    } finally {
      server.stop(0);
    }
  }

  private static IOException refusal(int port) {
    try (JanusServer server = new JanusServer(URI.create("http://127.0.0.1:" + port + "/janus"))) {
      return assertThrows(IOException.class, () -> server.prepare(1));
    }
  }
}
