package org.vigie.signaling.app;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;
import org.vigie.signaling.settings.Settings;

/** What connections strangers may hold. */
class ConnectionLimitsTest {
  @Test
  void aNetworkHasNoMoreThanItsPartAndGetsItsPlacesBack() throws Exception {
    ConnectionsPerNetwork limit = new ConnectionsPerNetwork(2, address -> false);
    try (Pairs pairs = new Pairs()) {
      SocketChannel first = pairs.accept();
      SocketChannel second = pairs.accept();
      SocketChannel third = pairs.accept();
      limit.onAccepting(first);
      limit.onAccepting(second);
      limit.onAccepting(third);
      assertTrue(first.isOpen() && second.isOpen());
      assertFalse(third.isOpen());
      limit.onAcceptFailed(third, new IllegalStateException("closed"));
      limit.onClosed(first);
      SocketChannel fourth = pairs.accept();
      SocketChannel fifth = pairs.accept();
      limit.onAccepting(fourth);
      limit.onAccepting(fifth);
      assertTrue(fourth.isOpen());
      assertFalse(fifth.isOpen());
    }
  }

  @Test
  void aProxyMayHoldAsManyAsItNeeds() throws Exception {
    ConnectionsPerNetwork limit = new ConnectionsPerNetwork(1, InetAddress::isLoopbackAddress);
    try (Pairs pairs = new Pairs()) {
      for (int i = 0; i < 3; i++) {
        SocketChannel channel = pairs.accept();
        limit.onAccepting(channel);
        assertTrue(channel.isOpen());
      }
    }
  }

  @Test
  void whoFillsTheEncryptedListenerKeepsNobodyFromTheLocalOne(@TempDir Path folder)
      throws Exception {
    int port = HttpsTest.freePort();
    Settings settings = TestRelay.settings(folder, "vigie.https.port=" + port);
    List<Socket> silent = new ArrayList<>();
    try (WebServer web = WebServer.start(settings, new Fine(), 4);
        HttpClient client = HttpClient.newHttpClient()) {
      for (int i = 0; i < 8; i++) {
        silent.add(new Socket(InetAddress.getLoopbackAddress(), port));
      }
      URI local = URI.create("http://127.0.0.1:" + web.httpPort());
      for (int i = 0; i < 3; i++) {
        HttpRequest request = HttpRequest.newBuilder(local).timeout(Duration.ofSeconds(3)).build();
        assertEquals(200, client.send(request, BodyHandlers.discarding()).statusCode());
      }
    } finally {
      for (Socket socket : silent) {
        socket.close();
      }
    }
  }

  @Test
  void theServerClosesWhatANetworkOpensBeyondItsPartUntilAnotherOfItsConnectionsEnds(
      @TempDir Path folder) throws Exception {
    Settings settings = TestRelay.settings(folder, "vigie.http.host=");
    InetAddress own = ownAddress();
    try (WebServer web = WebServer.start(settings, new Fine(), 4)) {
      Socket first = new Socket(own, web.httpPort());
      assertTrue(isAnswered(first));
      assertFalse(isAnswered(new Socket(own, web.httpPort())));
      first.close();
      CameraTargetsTest.eventually(() -> isAnswered(own, web.httpPort()), 3);
    }
  }

  private static InetAddress ownAddress() throws IOException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
        .findFirst()
        .orElseThrow(() -> new TestAbortedException("this machine has no address of its own"));
  }

  private static boolean isAnswered(InetAddress host, int port) {
    try (Socket socket = new Socket(host, port)) {
      return isAnswered(socket);
    } catch (IOException closed) {
      return false;
    }
  }

  private static boolean isAnswered(Socket socket) {
    try {
      socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: h\r\n\r\n".getBytes(US_ASCII));
      return socket.getInputStream().read() == 'H';
    } catch (IOException closed) {
      return false;
    }
  }

  /** Answers everything. */
  private static final class Fine extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      callback.succeeded();
      return true;
    }
  }

  /** Connections of this machine to itself. */
  private static final class Pairs implements AutoCloseable {
    private final ServerSocketChannel server;
    private final List<SocketChannel> channels = new ArrayList<>();

    Pairs() throws IOException {
      server =
          ServerSocketChannel.open()
              .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    SocketChannel accept() throws IOException {
      channels.add(SocketChannel.open(server.getLocalAddress()));
      SocketChannel accepted = server.accept();
      channels.add(accepted);
      return accepted;
    }

    @Override
    public void close() throws IOException {
      for (SocketChannel channel : channels) {
        channel.close();
      }
      server.close();
    }
  }
}
