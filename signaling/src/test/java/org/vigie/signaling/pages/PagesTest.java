package org.vigie.signaling.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vigie.signaling.http.CallerNetwork;
import org.vigie.signaling.http.Gate;
import org.vigie.signaling.http.ProblemErrorHandler;
import org.vigie.signaling.http.RateLimiter;
import org.vigie.signaling.http.Router;
import org.vigie.signaling.identity.DataDirectory;
import org.vigie.signaling.identity.Identities;

class PagesTest {
  @TempDir private Path folder;

  private final Server server = new Server();
  private final HttpClient client = HttpClient.newHttpClient();
  private String origin;

  @BeforeEach
  void start() throws Exception {
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    Identities identities = Identities.open(DataDirectory.open(folder), "operator");
    Gate gate =
        new Gate(
            identities, new RateLimiter(1, 1, 1), new CallerNetwork(List.of()), System::nanoTime);
    Pages pages = new Pages(new WebFiles("org/vigie/signaling/pages/site/"));
    Router router = new Router(pages.routes(), gate, Duration.ofSeconds(1));
    server.setHandler(new ContextHandler(router, "/a&b"));
    server.setErrorHandler(new ProblemErrorHandler());
    server.start();
    origin = "http://127.0.0.1:" + connector.getLocalPort() + "/a&b";
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  @Test
  void aPageKnowsItsMountPointWhichIsEscaped() throws Exception {
    HttpResponse<String> response = get("/");
    assertEquals(200, response.statusCode());
    assertEquals("text/html; charset=utf-8", header(response, "Content-Type"));
    assertTrue(response.body().contains("<base href=\"/a&amp;b/\" />"), response.body());
  }

  @Test
  void aPageIsAskedForAgainAndOnlySentWhenItChanged() throws Exception {
    HttpResponse<String> first = get("/");
    assertEquals("no-cache", header(first, "Cache-Control"));
    String etag = header(first, "ETag");
    for (String known : List.of(etag, "W/" + etag, "\"other\", " + etag)) {
      HttpResponse<String> again = get("/", "If-None-Match", known);
      assertEquals(304, again.statusCode());
      assertEquals("", again.body());
      assertEquals(etag, header(again, "ETag"));
    }
    assertEquals(200, get("/", "If-None-Match", "\"other\"").statusCode());
  }

  @Test
  void assetsAreKeptForever() throws Exception {
    HttpResponse<String> script = get("/assets/app-1a2b3c4d.js");
    assertEquals("export const answer = 42;\n", script.body());
    assertEquals("text/javascript; charset=utf-8", header(script, "Content-Type"));
    assertEquals("public, max-age=31536000, immutable", header(script, "Cache-Control"));
    HttpResponse<String> style = get("/assets/app-1a2b3c4d.css");
    assertEquals("text/css; charset=utf-8", header(style, "Content-Type"));
    assertEquals("body { margin: 0 }\n", get("/assets/app-1a2b3c4d.css").body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"watch-DQ0tvKuF.js", "icon-Xf8-5v5v.svg", "words-B_Pi-q4z.css"})
  void assetsWithAHashInTheirNameAreKeptForEver(String name) {
    assertTrue(Pages.caching(name).contains("immutable"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"vigie-player.js", "icon.svg", "a/vigie-player.js", "vigie-playback.js"})
  void assetsWhoseNameStaysAreCheckedAtEveryVisit(String name) {
    assertEquals("no-cache", Pages.caching(name));
  }

  @Test
  void pagesOfOtherOriginsMayLoadThePlayer() throws Exception {
    HttpResponse<String> script = get("/assets/app-1a2b3c4d.js");
    assertEquals("*", header(script, "Access-Control-Allow-Origin"));
    assertEquals("", header(get("/"), "Access-Control-Allow-Origin"));
  }

  @Test
  void onlyAssetsAreServedByName() throws Exception {
    for (String path : List.of("/secret.txt", "/assets/", "/assets/none.js", "/assets/.js")) {
      HttpResponse<String> response = get(path);
      assertEquals(404, response.statusCode(), path);
      assertFalse(response.body().contains("secret\n"), path);
    }
  }

  @Test
  void cameraAndMicrophoneAreAllowedToOurPagesOnly() throws Exception {
    String policy = header(get("/"), "Permissions-Policy");
    assertTrue(policy.contains("camera=(self)"), policy);
    assertTrue(policy.contains("microphone=(self)"), policy);
  }

  @Test
  void aPageThatWasNotBuiltSaysHowToBuildIt() throws Exception {
    HttpResponse<String> response = get("/camera");
    assertEquals(200, response.statusCode());
    assertTrue(response.body().contains("./vigie serve"), response.body());
  }

  @Test
  void headAnswersLikeGetWithoutTheBody() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(origin + "/"))
            .method("HEAD", HttpRequest.BodyPublishers.noBody())
            .timeout(Duration.ofSeconds(20))
            .build();
    HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
    assertEquals(200, response.statusCode());
    assertEquals("", response.body());
    assertEquals(header(get("/"), "ETag"), header(response, "ETag"));
  }

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(origin + path)).timeout(Duration.ofSeconds(20));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }
}
