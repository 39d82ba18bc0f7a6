package org.vigie.simulator.impair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vigie.simulator.impair.Lines.Way;

/** The line between real sockets, and its control. */
@Timeout(30)
class UdpWireTest {
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();
  private static final int PATIENCE_MILLIS = 5_000;
  private static final int SHORT_MILLIS = 100;

  private final Lines lines = new Lines(1);
  private DatagramSocket target;
  private UdpWire wire;
  private Control control;

  UdpWireTest() throws IOException {
    target = socket();
    wire =
        new UdpWire(
            lines,
            new InetSocketAddress(HERE, 0),
            new InetSocketAddress(HERE, target.getLocalPort()));
    control = new Control(lines, wire::move, 0);
  }

  private static DatagramSocket socket() throws IOException {
    DatagramSocket socket = new DatagramSocket(0, HERE);
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  @BeforeEach
  void unimpaired() {
    lines.change(Map.of(Way.UP, Traits.UNIMPAIRED, Way.DOWN, Traits.UNIMPAIRED));
  }

  @AfterEach
  void close() throws IOException {
    control.close();
    wire.close();
    lines.close();
    target.close();
  }

  private static void send(DatagramSocket from, String text, SocketAddress to) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    from.send(new DatagramPacket(bytes, bytes.length, to));
  }

  private static DatagramPacket received(DatagramSocket at) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[100], 100);
    at.receive(packet);
    return packet;
  }

  private static String text(DatagramPacket packet) {
    return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
  }

  private HttpResponse<String> ask(String method, String path, String body) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + control.port() + path))
              .method(method, HttpRequest.BodyPublishers.ofString(body))
              .build(),
          BodyHandlers.ofString());
    }
  }

  @Test
  void eachClientIsSeenFromAPortOfItsOwnAndAnswersFindBack() throws Exception {
    try (DatagramSocket one = socket();
        DatagramSocket two = socket()) {
      send(one, "one", wire.address());
      DatagramPacket first = received(target);
      send(two, "two", wire.address());
      DatagramPacket second = received(target);
      assertNotEquals(first.getPort(), second.getPort());
      send(target, "to two", second.getSocketAddress());
      send(target, "to one", first.getSocketAddress());
      assertEquals("to one", text(received(one)));
      assertEquals("to two", text(received(two)));
      assertEquals(2, wire.clients());
    }
  }

  @Test
  void aMovedClientComesFromAnotherPort() throws Exception {
    try (DatagramSocket client = socket()) {
      send(client, "before", wire.address());
      SocketAddress before = received(target).getSocketAddress();
      assertEquals("{\"clients\":1}\n", ask("POST", "/move", "").body());
      send(target, "lost", before);
      send(client, "after", wire.address());
      DatagramPacket after = received(target);
      assertNotEquals(before, after.getSocketAddress());
      send(target, "arrives", after.getSocketAddress());
      assertEquals("arrives", text(received(client)));
    }
  }

  @Test
  void directionsAreImpairedByThemselvesWhileItRuns() throws Exception {
    try (DatagramSocket client = socket()) {
      assertEquals(200, ask("PATCH", "/", "{\"down\": {\"blackout\": true}}").statusCode());
      send(client, "up", wire.address());
      SocketAddress seen = received(target).getSocketAddress();
      send(target, "down", seen);
      client.setSoTimeout(SHORT_MILLIS);
      assertThrows(SocketTimeoutException.class, () -> received(client));
      client.setSoTimeout(PATIENCE_MILLIS);
      ask("PATCH", "/", "{\"down\": {\"blackout\": false, \"delayMs\": 50}}");
      long sent = System.nanoTime();
      send(target, "again", seen);
      assertEquals("again", text(received(client)));
      long took = (System.nanoTime() - sent) / 1_000_000;
      assertTrue(took >= 50 && took < 1_000, took + " ms");
    }
  }

  @Test
  void wrongValuesChangeNothingAndAreNamed() throws Exception {
    for (String[] wrong :
        new String[][] {
          {"{\"down\": {\"loss\": 5}}", "between 0 and 1"},
          {"{\"down\": {\"delayMs\": 7}, \"up\": {\"loss\": -1}}", "up: loss"},
          {"{\"down\": {\"lost\": 0}}", "badEnter"},
          {"{\"down\": {\"loss\": \"much\"}}", "number"},
          {"{\"left\": {}}", "'up' and 'down'"},
          {"[]", "object"},
          {"loss", "JSON"},
        }) {
      HttpResponse<String> answer = ask("PATCH", "/", wrong[0]);
      assertEquals(400, answer.statusCode(), wrong[0]);
      assertEquals(
          "application/problem+json", answer.headers().firstValue("Content-Type").orElse(""));
      assertTrue(answer.body().contains(wrong[1]), answer::body);
    }
    assertEquals(404, ask("DELETE", "/", "").statusCode());
    assertTrue(ask("GET", "/", "").body().contains("\"delayMs\":0.0"));
  }
}
