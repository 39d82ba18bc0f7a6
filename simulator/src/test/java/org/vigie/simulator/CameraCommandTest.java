package org.vigie.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CameraCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir Path folder;

  private int run(String... arguments) {
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return line.execute(arguments);
  }

  @Test
  void missingArgumentsAreNamed() {
    assertEquals(2, run("camera"));
    assertTrue(err.toString().contains("--url"), err::toString);
  }

  @Test
  void aUrlThatIsNoneIsRefusedWithAnExample() {
    assertEquals(2, run("camera", "--url", "cam-1", "--token", "t"));
    assertTrue(err.toString().contains("/whip/cam-1"), err::toString);
  }

  @Test
  void unusableFootageIsRefusedInOneLine() throws Exception {
    Path file = Files.writeString(folder.resolve("film.mp4"), "no film");
    assertEquals(
        2,
        run(
            "camera",
            "--url",
            "http://127.0.0.1:1/whip/a",
            "--token",
            "t",
            "--footage",
            file.toString()));
    assertEquals(1, err.toString().lines().count(), err::toString);
    assertTrue(err.toString().contains("film.mp4"), err::toString);
  }

  @Test
  void aCertificateFileThatIsNoneIsRefused() throws Exception {
    Path file = folder.resolve("absent.pem");
    assertEquals(
        2,
        run(
            "camera",
            "--url",
            "https://127.0.0.1:1/whip/a",
            "--token",
            "t",
            "--cafile",
            file.toString()));
    assertTrue(err.toString().contains("absent.pem"), err::toString);
  }

  @Test
  void whatTheRelayRefusesForGoodEndsTheCameraWithCauseAndRemedy() throws Exception {
    String problem =
        """
        {"type":"/problems/bad-token","status":401,"detail":"The token is \\"wrong\\".",
         "remedy":"Pass the camera's own."}\
        """;
    try (Relay relay = new Relay(401, problem)) {
      assertEquals(1, run("camera", "--url", relay.url("cam-1"), "--token", "t"));
    }
    assertTrue(
        out.toString().contains("refused: The token is \"wrong\". Pass the camera's own."),
        out::toString);
  }

  @Test
  void aProblemWithoutWordsNamesTheStatus() throws Exception {
    try (Relay relay = new Relay(404, "")) {
      assertEquals(1, run("camera", "--url", relay.url("cam-1"), "--token", "t"));
    }
    assertTrue(out.toString().contains("the relay answered 404"), out::toString);
  }

  /** Answers every request alike. */
  private record Relay(HttpServer server) implements AutoCloseable {
    Relay(int status, String body) throws Exception {
      this(HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0));
      server.createContext(
          "/",
          exchange -> {
            exchange.getRequestBody().readAllBytes();
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
          });
      server.start();
    }

    String url(String camera) {
      return "http://127.0.0.1:" + server.getAddress().getPort() + "/whip/" + camera;
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }
}
