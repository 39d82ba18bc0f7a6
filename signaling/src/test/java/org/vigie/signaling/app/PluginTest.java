package org.vigie.signaling.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The relay as a guest in somebody else's Jetty server, beside that server's own pages. */
class PluginTest {
  @TempDir private Path folder;

  private final FakeMediaPlane media = new FakeMediaPlane();
  private final Server host = new Server();
  private Vigie vigie;
  private String origin;

  @BeforeEach
  void start() throws Exception {
    ServerConnector connector = new ServerConnector(host);
    connector.setHost("127.0.0.1");
    host.addConnector(connector);
    vigie = Vigie.start(TestRelay.settings(folder), media::start);
    host.setHandler(
        new ContextHandlerCollection(
            new ContextHandler(vigie.handler(), "/relay"),
            new ContextHandler(new Greeting(), "/")));
    host.start();
    origin = "http://127.0.0.1:" + connector.getLocalPort();
  }

  @AfterEach
  void stop() throws Exception {
    host.stop();
    vigie.close();
  }

  @Test
  void theHostsOwnPagesStay() {
    assertEquals("hello", new Caller(origin, "", Optional.empty()).get("/anything").body());
  }

  @Test
  void aCameraPublishesAndAViewerWatchesBelowTheMountPoint() throws Exception {
    Caller camera = caller(vigie.enrolCamera("cam-1", "Camera 1"));
    HttpResponse<String> published =
        camera.post("/whip/cam-1", Caller.SDP, TestRelay.offer("browser-camera.sdp"));
    assertEquals(201, published.statusCode(), published.body());
    String session = Caller.header(published, "Location");
    assertTrue(session.startsWith("/relay/whip/cam-1/"), session);
    Caller viewer = caller(vigie.addViewer("Command post", List.of("cam-1")));
    HttpResponse<String> watched =
        viewer.post("/whep/cam-1?wait=true", Caller.SDP, TestRelay.offer("browser-viewer.sdp"));
    assertEquals(201, watched.statusCode(), watched.body());
    assertEquals(2, media.alive());
    assertEquals(200, camera.delete(session.substring("/relay".length())).statusCode());
  }

  @Test
  void aNewTokenForACameraEndsWhatTheOldOneOpened() throws Exception {
    Caller camera = caller(vigie.enrolCamera("cam-1", "Camera 1"));
    String offer = TestRelay.offer("browser-camera.sdp");
    assertEquals(201, camera.post("/whip/cam-1", Caller.SDP, offer).statusCode());
    Caller renewed = caller(vigie.enrolCamera("cam-1", "Camera 1"));
    assertEquals(0, media.alive());
    assertEquals(401, camera.post("/whip/cam-1", Caller.SDP, offer).statusCode());
    assertEquals(201, renewed.post("/whip/cam-1", Caller.SDP, offer).statusCode());
  }

  @Test
  void anOfferThatIsUnderWayWhileItsTokenIsReplacedOpensNothing() throws Exception {
    String old = vigie.enrolCamera("cam-1", "Camera 1");
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(origin + "/relay/whip/cam-1"))
            .version(HttpClient.Version.HTTP_1_1)
            .header("Authorization", "Bearer " + old)
            .header("Content-Type", Caller.SDP)
            .expectContinue(true) // so that the token has been looked at when the body is asked for
            .POST(BodyPublishers.ofInputStream(this::offerAfterANewToken))
            .build();
    assertEquals(401, Caller.send(request).statusCode());
    assertEquals(0, media.alive());
  }

  private InputStream offerAfterANewToken() {
    try {
      vigie.enrolCamera("cam-1", "Camera 1");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String offer = TestRelay.offer("browser-camera.sdp");
    return new ByteArrayInputStream(offer.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void theDemoTakesTheIdOfNobodysCamera() throws Exception {
    assertEquals("demo", vigie.idFor("demo", "Demo camera"));
    vigie.enrolCamera("demo", "Demonstrator's own");
    assertEquals("demo-2", vigie.idFor("demo", "Demo camera"));
    vigie.enrolCamera("demo-2", "Demo camera");
    assertEquals("demo-2", vigie.idFor("demo", "Demo camera"));
  }

  @Test
  void restAnswersWithAddressesBelowTheMountPoint() {
    HttpResponse<String> response =
        caller(vigie.operatorToken()).post("/api/v1/cameras", Caller.JSON, "{\"id\":\"cam-1\"}");
    assertEquals("/relay/api/v1/cameras/cam-1", Caller.header(response, "Location"));
  }

  @Test
  void thePagesKnowWhereTheyAreMounted() {
    String page = caller(vigie.operatorToken()).get("/watch/cam-1").body();
    assertTrue(
        page.contains("<base href=\"/relay/\" />") || page.contains("web pages are not in this"),
        page);
  }

  @Test
  void whatTheRelayDoesNotKnowIsTheHostsToAnswer() {
    assertEquals("hello", caller(vigie.operatorToken()).get("/nowhere").body());
  }

  @Test
  void closingEndsTheMediaPlane() {
    vigie.close();
    assertTrue(media.closed);
  }

  private Caller caller(String token) {
    return new Caller(origin, "/relay", Optional.of(token));
  }

  /** What the host serves besides. */
  private static final class Greeting extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      response.write(true, ByteBuffer.wrap("hello".getBytes(StandardCharsets.UTF_8)), callback);
      return true;
    }
  }
}
