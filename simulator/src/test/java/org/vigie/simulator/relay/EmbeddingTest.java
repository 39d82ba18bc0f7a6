package org.vigie.simulator.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.signaling.app.Vigie;
import org.vigie.signaling.settings.Settings;
import org.vigie.signaling.settings.SettingsReader;
import org.vigie.simulator.RelaySession;
import org.vigie.simulator.SimulatedCamera;
import org.vigie.simulator.SimulatedViewer;
import org.vigie.simulator.footage.Footage;
import org.vigie.simulator.signal.SignalingClient;
import org.vigie.simulator.transport.DtlsIdentity;
import org.vigie.simulator.transport.LightIce;

/**
 * How to embed Vigie: a dispatch system that runs a Jetty server of its own takes the relay in
 * under {@code /relay}, beside its own pages.
 */
@Timeout(120)
class EmbeddingTest {
  private final HttpClient http = HttpClient.newHttpClient();

  @TempDir Path dataDir;

  @Test
  void aHostsOwnServerRelaysAPictureBesideItsOwnPages() throws Exception {
    Settings settings =
        SettingsReader.read(
            Optional.empty(),
            List.of(
                "vigie.data-dir=" + dataDir,
                "vigie.media.port=0", // 0 takes a free one; 10000 unless it is said
                "vigie.media.announce=127.0.0.1"));
    Server server = new Server(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
    InetSocketAddress media;

    // Mount the relay beside what the host has already.
    try (Vigie vigie = Vigie.start(settings)) {
      server.setHandler(
          new ContextHandlerCollection(
              new ContextHandler(vigie.handler(), "/relay"),
              new ContextHandler(new Greeting(), "/dispatch")));
      server.start();

      // The host enrols cameras and viewers itself, and hands out their tokens.
      String cameraToken = vigie.enrolCamera("cam-1", "Patrol 1");
      String viewerToken = vigie.addViewer("Command post", List.of("cam-1"));
      media = vigie.selfTest().addresses().getFirst();

      relayAPicture(server, cameraToken, viewerToken);
      assertEquals("Dispatch here", get(server, "/dispatch/").body());
      assertEquals(200, get(server, "/relay/health/live").statusCode());
    }

    // Closing the relay leaves the host's server running, and nothing of the relay.
    assertEquals("Dispatch here", get(server, "/dispatch/").body());
    LightIce.open(media).close(); // its UDP port is free again
    server.stop();
  }

  private void relayAPicture(Server server, String cameraToken, String viewerToken)
      throws Exception {
    SimulatedCamera.Options options =
        new SimulatedCamera.Options(access(cameraToken), at(server, "/relay/whip/cam-1"));
    try (SimulatedCamera camera = new SimulatedCamera(options, Footage.clip(), _ -> {})) {
      camera.start();
      Await.until("the camera sends", () -> camera.stats().isPresent());
      try (SimulatedViewer viewer =
          SimulatedViewer.connect(access(viewerToken), at(server, "/relay/whep/cam-1?wait=true"))) {
        Await.until("50 pictures arrive", () -> frames(viewer, "video") >= 50);
        Await.until("sound arrives", () -> packets(viewer, "audio") >= 50);
      }
    }
  }

  private RelaySession.Access access(String token) {
    return new RelaySession.Access(
        new SignalingClient(http, token), LightIce::open, DtlsIdentity.generate());
  }

  private static long frames(SimulatedViewer viewer, String kind) {
    return viewer.counts(kind).map(counts -> counts.frames()).orElse(0L);
  }

  private static long packets(SimulatedViewer viewer, String kind) {
    return viewer.counts(kind).map(counts -> counts.packets()).orElse(0L);
  }

  private HttpResponse<String> get(Server server, String path) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(at(server, path)).build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static URI at(Server server, String path) {
    int port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    return URI.create("http://127.0.0.1:" + port + path);
  }

  /** What the host serves itself. */
  private static final class Greeting extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      response.write(
          true, ByteBuffer.wrap("Dispatch here".getBytes(StandardCharsets.UTF_8)), callback);
      return true;
    }
  }
}
