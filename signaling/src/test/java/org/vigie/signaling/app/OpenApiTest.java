package org.vigie.signaling.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.bridge.api.StreamState;
import org.vigie.signaling.http.Route;
import tools.jackson.databind.JsonNode;

/** The OpenAPI file says what the handlers do, no more and no less. */
class OpenApiTest {
  /**
   * What only a broken disk, a full file or a slow client gets: {@code IdentitiesTest} and {@code
   * HostileInputTest} show those.
   */
  private static final Set<String> SHOWN_ELSEWHERE =
      Set.of(
          "POST /api/v1/cameras 422",
          "POST /api/v1/cameras 503",
          "DELETE /api/v1/cameras/{camera} 503",
          "POST /api/v1/viewers 422",
          "POST /api/v1/viewers 503",
          "DELETE /api/v1/viewers/{viewer} 503",
          "PATCH /api/v1/settings 503",
          "POST /api/v1/settings/rollback 503",
          // LiveSettingsTest makes versions that cannot be restored.
          "POST /api/v1/settings/rollback 422",
          // ReloadTest breaks the file.
          "POST /api/v1/settings/reload 422",
          // RestTest silences the bridge while a viewer is connected.
          "GET /api/v1/sessions/{session} 503",
          // LayerExtensionTest silences the bridge while a session lives.
          "POST /whep/{camera}/{session}/layer 503",
          // LiveSocketTest opens sockets.
          "GET /api/v1/live 101",
          "GET /api/v1/live 429",
          "GET /api/v1/live 503");

  private static final String FRAGMENT =
      """
      a=ice-ufrag:anew
      a=ice-pwd:abcdefghijklmnopqrstuvwx
      m=video 9 UDP/TLS/RTP/SAVPF 0
      a=mid:0
      """
          .replace("\n", "\r\n");

  @TempDir private Path folder;

  @Test
  void everyRouteIsDescribedAndEveryDescriptionHasARoute() throws Exception {
    FakeMediaPlane media = new FakeMediaPlane();
    try (Vigie vigie = Vigie.start(TestRelay.settings(folder), media::start)) {
      Set<String> routes = new TreeSet<>();
      for (Route route : vigie.routes()) {
        if (!isPage(route.template().text())) {
          routes.add(route.method() + " " + route.template().text());
        }
      }
      assertEquals(OpenApi.operations(), routes);
    }
  }

  @Test
  void everyBodyThatIsTakenIsDescribed() throws Exception {
    FakeMediaPlane media = new FakeMediaPlane();
    try (Vigie vigie = Vigie.start(TestRelay.settings(folder), media::start)) {
      for (Route route : vigie.routes()) {
        if (!isPage(route.template().text())) {
          JsonNode operation = operation(route.method(), route.template().text());
          assertEquals(
              route.intake().isPresent(),
              operation.has("requestBody"),
              route.method() + route.template());
          route
              .intake()
              .ifPresent(intake ->
                  assertTrue(operation.get("requestBody").get("content").has(intake.mediaType())));
        }
      }
    }
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    for (JsonNode reference : OpenApi.DOCUMENT.findValues("$ref")) {
      assertTrue(
          OpenApi.DOCUMENT.at(reference.stringValue().substring(1)).isObject(),
          reference.toString());
    }
  }

  @Test
  void everyDescribedAnswerCanBeHad() {
    Set<String> seen = new TreeSet<>(SHOWN_ELSEWHERE);
    try (TestRelay relay = new TestRelay(folder, "vigie.http.body-timeout=1s")) {
      new Tour(relay, seen).everything();
    }
    try (TestRelay relay =
        new TestRelay(folder, "vigie.limits.requests-per-second=0.1", "vigie.limits.burst=1")) {
      new Tour(relay, seen).limits();
    }
    Set<String> described = new TreeSet<>();
    for (String operation : OpenApi.operations()) {
      int space = operation.indexOf(' ');
      operation(operation.substring(0, space), operation.substring(space + 1))
          .get("responses")
          .propertyNames()
          .forEach(status -> described.add(operation + " " + status));
    }
    described.removeIf(answer -> answer.endsWith(" 408"));
    Set<String> neverSeen = new TreeSet<>(described);
    neverSeen.removeAll(seen);
    seen.removeAll(described);
    assertEquals(Set.of(), neverSeen, "described, but nothing answers so");
    assertEquals(Set.of(), seen, "answered, but not described");
  }

  /** Has every answer of every operation once. */
  private static final class Tour {
    private final TestRelay relay;
    private final Set<String> seen;

    Tour(TestRelay relay, Set<String> seen) {
      this.relay = relay;
      this.seen = seen;
    }

    void everything() {
      Caller camera = relay.camera("cam-1");
      Caller viewer = relay.viewer("cam-1");
      strangers();
      rest(relay.operator(), viewer);
      settings(relay.operator(), viewer);
      sessions(camera, viewer, "/whip/{camera}", "plain-camera.sdp");
      see(
          viewer.post("/whep/cam-1", Caller.SDP, TestRelay.offer("browser-viewer.sdp")),
          "POST /whep/{camera}");
      relay.media.stream("cam-1", StreamState.LIVE);
      String offer = TestRelay.offer("browser-viewer.sdp");
      CameraTargetsTest.eventually(
          () -> viewer.post("/whep/cam-1", Caller.SDP, offer).statusCode() == 201, 1);
      sessions(viewer, camera, "/whep/{camera}", "browser-viewer.sdp");
      layer(viewer, camera);
      see(viewer.ask("HEAD", "/whep/cam-1", ""), "HEAD /whep/{camera}");
      takenOver(camera);
      full(camera, viewer);
      silent(viewer);
    }

    /** The bucket holds one request, and each kind of caller has one of its own. */
    void limits() {
      Caller operator = relay.operator();
      operator.delete("/api/v1/cameras/none");
      for (String operation : OpenApi.operations()) {
        if (operation(operation).get("responses").has("429") && !isSocket(operation)) {
          see(ask(operator, operation, "{}", type(operation)), operation);
        }
      }
    }

    private static boolean isSocket(String operation) {
      return operation.equals("GET /api/v1/live");
    }

    private void strangers() {
      for (String operation : OpenApi.operations()) {
        if (operation(operation).get("responses").has("401")) {
          see(ask(relay.operator().as("wrong"), operation, "", type(operation)), operation);
        }
      }
    }

    private void rest(Caller operator, Caller viewer) {
      String cameras = "/api/v1/cameras";
      String viewers = "/api/v1/viewers";
      for (String path : Set.of(cameras, viewers, "/api/v1/me", "/api/v1/sessions", "/metrics")) {
        see(operator.get(path), "GET " + path);
      }
      for (String path :
          Set.of("/health/live", "/health/ready", "/api/v1/openapi.json", "/api/v1/live")) {
        see(operator.asNobody().get(path), "GET " + path);
      }
      see(viewer.get("/metrics"), "GET /metrics");
      see(viewer.get(viewers), "GET " + viewers);
      see(viewer.get("/api/v1/sessions"), "GET /api/v1/sessions");
      bodies(operator, viewer, cameras, "{\"id\":\"cam-2\",\"name\":\"B\"}");
      see(operator.post(cameras, Caller.JSON, "{\"id\":\"cam-2\"}"), "POST " + cameras);
      bodies(operator, viewer, viewers, "{\"name\":\"B\",\"cameras\":[\"*\"]}");
      see(operator.get(cameras + "/cam-1"), "GET /api/v1/cameras/{camera}");
      see(operator.get(cameras + "/none"), "GET /api/v1/cameras/{camera}");
      see(viewer.get(cameras + "/cam-2"), "GET /api/v1/cameras/{camera}");
      see(viewer.delete(cameras + "/cam-2"), "DELETE /api/v1/cameras/{camera}");
      see(operator.delete(cameras + "/cam-2"), "DELETE /api/v1/cameras/{camera}");
      see(operator.delete(cameras + "/cam-2"), "DELETE /api/v1/cameras/{camera}");
      String last =
          Caller.json(operator.get(viewers)).get("viewers").get(1).get("id").stringValue();
      see(viewer.delete(viewers + "/" + last), "DELETE /api/v1/viewers/{viewer}");
      see(operator.delete(viewers + "/" + last), "DELETE /api/v1/viewers/{viewer}");
      see(operator.delete(viewers + "/" + last), "DELETE /api/v1/viewers/{viewer}");
    }

    private void settings(Caller operator, Caller viewer) {
      String all = "/api/v1/settings";
      for (String path : Set.of(all, all + "/versions", "/api/v1/bandwidth")) {
        see(operator.get(path), "GET " + path);
        see(viewer.get(path), "GET " + path);
      }
      see(operator.post(all + "/reload", Caller.JSON, ""), "POST " + all + "/reload");
      see(viewer.post(all + "/reload", Caller.JSON, ""), "POST " + all + "/reload");
      String change =
          "{\"reason\":\"r\",\"changes\":[{\"key\":\"camera.max-bitrate\",\"value\":%s}]}";
      writes(operator, viewer, "PATCH " + all, change.formatted(600_000));
      see(
          write(operator, "PATCH " + all, change.formatted("\"600 kbit/s\""), Caller.JSON),
          "PATCH " + all);
      String back = "{\"reason\":\"r\",\"version\":%s}";
      writes(operator, viewer, "POST " + all + "/rollback", back.formatted(0));
      see(
          write(operator, "POST " + all + "/rollback", back.formatted(99), Caller.JSON),
          "POST " + all + "/rollback");
    }

    private void writes(Caller operator, Caller viewer, String operation, String good) {
      see(write(operator, operation, good, Caller.JSON), operation);
      see(write(operator, operation, "{", Caller.JSON), operation);
      see(write(operator, operation, good, "text/plain"), operation);
      see(write(operator, operation, " ".repeat(300_000), Caller.JSON), operation);
      see(write(viewer, operation, good, Caller.JSON), operation);
      see(ask(operator, operation, good, Caller.JSON), operation);
      int space = operation.indexOf(' ');
      see(
          operator.ask(
              operation.substring(0, space),
              operation.substring(space + 1),
              good,
              "Content-Type",
              Caller.JSON,
              "If-Match",
              "\"none\""),
          operation);
    }

    private static HttpResponse<String> write(
        Caller caller, String operation, String body, String type) {
      int space = operation.indexOf(' ');
      return caller.ask(
          operation.substring(0, space),
          operation.substring(space + 1),
          body,
          "Content-Type",
          type,
          "If-Match",
          "*");
    }

    private void bodies(Caller operator, Caller viewer, String path, String good) {
      see(operator.post(path, Caller.JSON, good), "POST " + path);
      see(operator.post(path, Caller.JSON, "{"), "POST " + path);
      see(operator.post(path, "text/plain", good), "POST " + path);
      see(operator.post(path, Caller.JSON, " ".repeat(20_000)), "POST " + path);
      see(viewer.post(path, Caller.JSON, good), "POST " + path);
    }

    private void sessions(Caller owner, Caller other, String template, String offerName) {
      String offer = TestRelay.offer(offerName);
      String endpoint = template.replace("{camera}", "cam-1");
      String post = "POST " + template;
      see(owner.get(endpoint), "GET " + template);
      see(owner.post(endpoint, Caller.SDP, "x"), post);
      see(owner.post(endpoint, "text/plain", offer), post);
      see(owner.post(endpoint, Caller.SDP, "x".repeat(70_000)), post);
      see(owner.post(endpoint, Caller.SDP, offer.replace("a=rtcp-mux\n", "")), post);
      see(other.post(endpoint, Caller.SDP, offer), post);
      see(relay.operator().post(endpoint + "x", Caller.SDP, offer), post);
      HttpResponse<String> opened = owner.post(endpoint, Caller.SDP, offer);
      see(opened, post);
      String session = Caller.header(opened, "Location");
      session(owner, other, session, template + "/{session}", Caller.header(opened, "ETag"));
    }

    private void session(Caller owner, Caller other, String session, String template, String etag) {
      String patch = "PATCH " + template;
      String inRest = "/api/v1/sessions" + session.substring(session.lastIndexOf('/'));
      see(owner.get(inRest), "GET /api/v1/sessions/{session}");
      see(other.get(inRest), "GET /api/v1/sessions/{session}");
      see(owner.get(inRest + "x"), "GET /api/v1/sessions/{session}");
      see(owner.get(session), "GET " + template);
      see(other.get(session), "GET " + template);
      see(owner.patch(session, "a=end-of-candidates\r\n", "If-Match", etag), patch);
      see(owner.patch(session, FRAGMENT, "If-Match", "*"), patch);
      see(owner.patch(session, FRAGMENT, "If-Match", etag), patch);
      see(owner.patch(session, FRAGMENT), patch);
      see(owner.patch(session, "x", "If-Match", "*"), patch);
      see(owner.patch(session, "a=ice-ufrag:newer\r\n", "If-Match", "*"), patch);
      see(owner.patch(session, "x".repeat(40_000), "If-Match", "*"), patch);
      see(owner.ask("PATCH", session, "x", "Content-Type", "text/plain"), patch);
      see(other.patch(session, FRAGMENT, "If-Match", "*"), patch);
      see(other.delete(session), "DELETE " + template);
      see(owner.delete(session), "DELETE " + template);
      see(owner.delete(session), "DELETE " + template);
      see(owner.get(session), "GET " + template);
      see(owner.patch(session, FRAGMENT, "If-Match", "*"), patch);
    }

    private void layer(Caller owner, Caller other) {
      String offer = TestRelay.offer("browser-viewer.sdp");
      String session = Caller.header(owner.post("/whep/cam-1", Caller.SDP, offer), "Location");
      String path = session + "/layer";
      String post = "POST /whep/{camera}/{session}/layer";
      see(owner.post(path, Caller.JSON, "{}"), post);
      see(owner.post(path, Caller.JSON, "{"), post);
      see(owner.post(path, "text/plain", "{}"), post);
      see(owner.post(path, Caller.JSON, " ".repeat(20_000)), post);
      see(owner.post(path, Caller.JSON, "{\"rid\":\"none\"}"), post);
      see(other.post(path, Caller.JSON, "{}"), post);
      owner.delete(session);
      see(owner.post(path, Caller.JSON, "{}"), post);
    }

    private void takenOver(Caller camera) {
      String offer = TestRelay.offer("plain-camera.sdp");
      String session = Caller.header(camera.post("/whip/cam-1", Caller.SDP, offer), "Location");
      camera.post("/whip/cam-1", Caller.SDP, offer);
      see(camera.get(session), "GET /whip/{camera}/{session}");
      see(camera.patch(session, FRAGMENT, "If-Match", "*"), "PATCH /whip/{camera}/{session}");
    }

    private void full(Caller camera, Caller viewer) {
      relay.media.room = 0;
      see(
          camera.post("/whip/cam-1", Caller.SDP, TestRelay.offer("plain-camera.sdp")),
          "POST /whip/{camera}");
      see(
          viewer.post("/whep/cam-1", Caller.SDP, TestRelay.offer("browser-viewer.sdp")),
          "POST /whep/{camera}");
    }

    private void silent(Caller viewer) {
      relay.media.silent = true;
      awaitSilence(viewer);
      see(viewer.get("/api/v1/cameras"), "GET /api/v1/cameras");
      see(viewer.get("/api/v1/cameras/cam-1"), "GET /api/v1/cameras/{camera}");
      see(relay.operator().get("/metrics"), "GET /metrics");
      see(relay.operator().get("/api/v1/bandwidth"), "GET /api/v1/bandwidth");
      see(viewer.get("/health/ready"), "GET /health/ready");
    }

    /** What the bridge said before may be told for a moment. */
    private static void awaitSilence(Caller caller) {
      long giveUp = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (caller.get("/health/ready").statusCode() != 503) {
        assertTrue(System.nanoTime() < giveUp, "the media plane is silent and counts as ready");
      }
    }

    private void see(HttpResponse<String> response, String operation) {
      seen.add(operation + " " + response.statusCode());
    }

    private static HttpResponse<String> ask(
        Caller caller, String operation, String body, String type) {
      int space = operation.indexOf(' ');
      String path = operation.substring(space + 1).replaceAll("\\{\\w+}", "cam-1");
      return caller.ask(operation.substring(0, space), path, body, "Content-Type", type);
    }

    private static String type(String operation) {
      JsonNode body = operation(operation).get("requestBody");
      return body == null ? Caller.JSON : body.get("content").propertyNames().iterator().next();
    }

    private static JsonNode operation(String operation) {
      int space = operation.indexOf(' ');
      return OpenApiTest.operation(operation.substring(0, space), operation.substring(space + 1));
    }
  }

  private static JsonNode operation(String method, String path) {
    return OpenApi.DOCUMENT.get("paths").get(path).get(method.toLowerCase(Locale.ROOT));
  }

  private static boolean isPage(String path) {
    return Set.of("/", "/camera", "/ops", "/watch/{camera}", "/assets/{file*}").contains(path);
  }
}
