package org.vigie.signaling.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.bridge.api.Codec;
import org.vigie.bridge.api.LayerStats;
import org.vigie.bridge.api.MediaKind;
import org.vigie.bridge.api.SessionId;
import org.vigie.bridge.api.StreamId;
import org.vigie.bridge.api.StreamState;
import org.vigie.bridge.api.StreamStats;
import org.vigie.bridge.api.TrackStats;

/** Row 22 of shared/whip-whep.md: the layer extension of WHEP, and the size that a player tells. */
class LayerExtensionTest {
  private static final String AUTOMATIC = "0 " + Long.MAX_VALUE;

  @TempDir private Path folder;

  private TestRelay relay;
  private FakeMediaPlane media;
  private Caller camera;
  private Caller viewer;
  private String session;

  @BeforeEach
  void start() {
    relay = new TestRelay(folder, "vigie.limits.burst=10000");
    media = relay.media;
    camera = relay.camera("cam-1");
    viewer = relay.viewer("cam-1");
    media.streams.put("cam-1", threeLayers());
    session = Caller.header(watch(), "Location");
  }

  @AfterEach
  void stop() {
    relay.close();
  }

  @Test
  void row22_the_answer_to_a_viewer_links_the_extension_and_that_to_a_camera_does_not() {
    HttpResponse<String> answer = watch();
    assertEquals(
        "<"
            + Caller.header(answer, "Location")
            + "/layer>; rel=\"urn:ietf:params:whep:ext:core:layer\"",
        Caller.header(answer, "Link"));
    HttpResponse<String> published =
        camera.post("/whip/cam-1", Caller.SDP, TestRelay.offer("plain-camera.sdp"));
    assertEquals("", Caller.header(published, "Link"));
  }

  @Test
  void row22_the_extension_stands_behind_the_turn_servers(@TempDir Path otherFolder) {
    String servers = "vigie.turn.servers=[{url=\"turn:a.example\",username=u,credential=p}]";
    try (TestRelay withTurn = new TestRelay(otherFolder, servers)) {
      withTurn.camera("cam-1");
      String link =
          Caller.header(
              withTurn
                  .operator()
                  .post("/whep/cam-1?wait=true", Caller.SDP, TestRelay.offer("browser-viewer.sdp")),
              "Link");
      assertTrue(link.startsWith("<turn:a.example>; rel=\"ice-server\""), link);
      assertTrue(link.contains(", </whep/cam-1/"), link);
    }
  }

  @Test
  void row22_a_viewer_that_never_asks_is_served_as_ever() {
    assertEquals(Optional.empty(), Optional.ofNullable(media.sizes.get(id())));
    assertEquals(204, viewer.get(session).statusCode());
  }

  @Test
  void row22_the_size_on_the_screen_reaches_the_bridge() {
    assertEquals("0 57600", told("{\"mediaId\":\"0\",\"maxWidth\":320,\"maxHeight\":180}"));
    assertEquals("0 1", told("{\"mediaId\":\"0\",\"maxWidth\":1,\"maxHeight\":1}"));
    assertEquals("0 268435456", told("{\"maxWidth\":16384,\"maxHeight\":16384}"));
  }

  @Test
  void row22_a_layer_that_is_named_counts_as_a_picture_of_its_size() {
    assertEquals("0 14400", told("{\"mediaId\":\"0\",\"encodingId\":\"l\"}"));
    assertEquals("0 230400", told("{\"mediaId\":\"0\",\"rid\":\"h\"}"));
  }

  @Test
  void row22_of_a_layer_and_a_size_the_smaller_counts() {
    assertEquals("0 57600", told("{\"rid\":\"m\",\"maxWidth\":1000,\"maxHeight\":1000}"));
    assertEquals("0 100", told("{\"rid\":\"m\",\"maxWidth\":10,\"maxHeight\":10}"));
  }

  @Test
  void row22_without_a_layer_the_relay_chooses_again() {
    for (String body : List.of("{\"mediaId\":\"0\"}", "{}", " ", "{\"rid\":null}")) {
      assertEquals("0 14400", told("{\"rid\":\"l\"}"));
      assertEquals(AUTOMATIC, told(body));
    }
    assertEquals("0 14400", told("{\"rid\":\"l\"}"));
    assertEquals(200, viewer.ask("POST", layer(), "", "Content-Type", Caller.JSON).statusCode());
    assertEquals(AUTOMATIC, media.sizes.get(id()));
  }

  @Test
  void row22_an_m_line_that_shows_no_picture_is_422() {
    for (String media : List.of("1", "9", "")) {
      assertProblem(422, "unknown-media", ask("{\"mediaId\":\"" + media + "\"}"));
    }
  }

  @Test
  void row22_a_layer_that_never_came_is_422_and_the_others_are_named() {
    for (String rid : List.of("x", "new", "")) {
      HttpResponse<String> refused = ask("{\"encodingId\":\"" + rid + "\"}");
      assertProblem(422, "unknown-layer", refused);
      assertTrue(
          Caller.json(refused).get("remedy").stringValue().contains("[l, m, h]"), refused.body());
    }
    media.streams.remove("cam-1");
    assertProblem(422, "unknown-layer", awaitOther(200, "{\"rid\":\"l\"}"));
  }

  @Test
  void row22_what_is_not_an_object_of_these_fields_is_400() {
    for (String body : List.of("{", "[]", "7", "\"0\"", "{} {}", "{\"rid\":\"l\",\"rid\":\"h\"}")) {
      assertProblem(400, "not-json", ask(body));
    }
    for (String body :
        List.of(
            "{\"mediaId\":0}",
            "{\"rid\":7}",
            "{\"encodingId\":[\"l\"]}",
            "{\"spatialLayerId\":1}",
            "{\"size\":{}}")) {
      assertProblem(400, "bad-field", ask(body));
    }
    assertTrue(media.sizes.isEmpty());
  }

  @Test
  void row22_sizes_out_of_range_of_another_type_or_alone_are_400() {
    for (String size :
        List.of("0", "-1", "16385", "99999999999", "1e99", "1.5", "\"320\"", "true", "[]", "{}")) {
      assertProblem(400, "bad-field", ask("{\"maxWidth\":" + size + ",\"maxHeight\":180}"));
      assertProblem(400, "bad-field", ask("{\"maxWidth\":320,\"maxHeight\":" + size + "}"));
    }
    assertProblem(400, "bad-field", ask("{\"maxWidth\":320}"));
    assertProblem(400, "bad-field", ask("{\"maxHeight\":180}"));
    assertTrue(media.sizes.isEmpty());
  }

  @Test
  void row22_a_body_that_is_too_large_or_of_another_type_is_refused() {
    assertProblem(413, "too-large", ask("{\"mediaId\":\"" + "0".repeat(2_000) + "\"}"));
    assertProblem(415, "wrong-content-type", viewer.post(layer(), Caller.SDP, "{}"));
  }

  @Test
  void row22_only_whoever_opened_the_session_and_an_operator_may_ask() {
    assertProblem(401, "bad-token", viewer.asNobody().post(layer(), Caller.JSON, "{}"));
    assertProblem(403, "not-yours", relay.viewer("cam-1").post(layer(), Caller.JSON, "{}"));
    assertEquals(200, relay.operator().post(layer(), Caller.JSON, "{}").statusCode());
  }

  @Test
  void row22_of_a_session_that_is_over_or_never_was_it_is_404() {
    assertEquals(200, viewer.delete(session).statusCode());
    assertProblem(404, "unknown-session", ask("{}"));
    assertProblem(404, "unknown-session", viewer.post("/whep/cam-1/none/layer", Caller.JSON, "{}"));
  }

  @Test
  void row22_a_bridge_that_does_not_answer_is_503_where_a_layer_is_named_only() {
    media.silent = true;
    assertEquals("0 57600", told("{\"maxWidth\":320,\"maxHeight\":180}"));
    HttpResponse<String> response = awaitOther(422, "{\"rid\":\"x\"}");
    assertProblem(503, "bridge-silent", response);
  }

  @Test
  void row23_a_viewer_that_asks_too_often_is_told_so(@TempDir Path otherFolder) {
    try (TestRelay slow =
        new TestRelay(
            otherFolder, "vigie.limits.requests-per-second=0.1", "vigie.limits.burst=2")) {
      slow.camera("cam-1");
      Caller owner = slow.viewer("cam-1");
      String path =
          Caller.header(
                  owner.post(
                      "/whep/cam-1?wait=true", Caller.SDP, TestRelay.offer("browser-viewer.sdp")),
                  "Location")
              + "/layer";
      assertEquals(200, owner.post(path, Caller.JSON, "{}").statusCode());
      assertProblem(429, "rate-limited", owner.post(path, Caller.JSON, "{}"));
    }
  }

  private HttpResponse<String> watch() {
    HttpResponse<String> response =
        viewer.post("/whep/cam-1", Caller.SDP, TestRelay.offer("browser-viewer.sdp"));
    assertEquals(201, response.statusCode(), response.body());
    return response;
  }

  private String layer() {
    return session + "/layer";
  }

  private SessionId id() {
    return new SessionId(session.substring(session.lastIndexOf('/') + 1));
  }

  private HttpResponse<String> ask(String body) {
    return viewer.post(layer(), Caller.JSON, body);
  }

  /** What the bridge was told last. */
  private String told(String body) {
    HttpResponse<String> response = ask(body);
    assertEquals(200, response.statusCode(), response.body());
    return String.valueOf(media.sizes.get(id()));
  }

  /** What the relay knows of a camera may be 200 ms old: so long it answers as before. */
  private HttpResponse<String> awaitOther(int status, String body) {
    Eventually.within(20, "another answer", () -> ask(body).statusCode() != status);
    return ask(body);
  }

  private static StreamStats threeLayers() {
    return new StreamStats(
        new StreamId("cam-1"), StreamState.LIVE, 0, Optional.empty(), List.of(video()));
  }

  private static TrackStats video() {
    List<LayerStats> layers =
        List.of(
            new LayerStats("l", 160, 90, 100_000),
            new LayerStats("m", 320, 180, 300_000),
            new LayerStats("h", 640, 360, 900_000),
            new LayerStats("new", 0, 0, 0));
    return new TrackStats(
        MediaKind.VIDEO,
        Optional.of(Codec.VP8),
        4,
        1_300_000,
        640,
        360,
        30,
        Optional.empty(),
        0,
        0,
        0,
        0,
        0,
        layers);
  }

  private static void assertProblem(int status, String code, HttpResponse<String> response) {
    assertEquals(status, response.statusCode(), response.body());
    assertEquals("application/problem+json", Caller.header(response, "Content-Type"));
    assertEquals(code, Caller.code(response));
    assertTrue(!Caller.json(response).get("remedy").stringValue().isEmpty());
  }
}
