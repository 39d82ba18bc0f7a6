package org.vigie.signaling.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.bridge.api.BridgeEvent;
import org.vigie.bridge.api.CaptureTime;
import org.vigie.bridge.api.Codec;
import org.vigie.bridge.api.EndReason;
import org.vigie.bridge.api.MediaKind;
import org.vigie.bridge.api.SessionId;
import org.vigie.bridge.api.SrtpProfile;
import org.vigie.bridge.api.StreamId;
import org.vigie.bridge.api.StreamState;
import org.vigie.bridge.api.StreamStats;
import org.vigie.bridge.api.TrackStats;
import org.vigie.bridge.api.ViewerLine;
import tools.jackson.databind.JsonNode;

/** Cameras, viewers, sessions, health and metrics over REST. */
class RestTest {
  private static final String CAMERAS = "/api/v1/cameras";
  private static final InetSocketAddress PEER = new InetSocketAddress("198.51.100.7", 40_000);

  @TempDir private Path folder;

  private TestRelay relay;
  private FakeMediaPlane media;
  private Caller operator;

  @BeforeEach
  void start() {
    relay = new TestRelay(folder);
    media = relay.media;
    operator = relay.operator();
  }

  @AfterEach
  void stop() {
    relay.close();
  }

  @Test
  void everybodyLearnsWhoTheyAre() {
    assertEquals(
        "{\"role\":\"operator\",\"cameras\":[\"*\"]}", withoutName(operator.get("/api/v1/me")));
    assertEquals(
        "{\"role\":\"camera\",\"cameras\":[\"cam-1\"]}",
        withoutName(relay.camera("cam-1").get("/api/v1/me")));
    assertEquals(
        "{\"role\":\"viewer\",\"cameras\":[\"cam-1\",\"cam-2\"]}",
        withoutName(relay.viewer("cam-1", "cam-2").get("/api/v1/me")));
  }

  @Test
  void aCameraIsEnrolledOnceAndGetsItsTokenOnce() {
    HttpResponse<String> response =
        operator.post(CAMERAS, Caller.JSON, "{\"id\":\"cam-1\",\"name\":\"Patrol 7\"}");
    assertEquals(201, response.statusCode(), response.body());
    assertEquals(CAMERAS + "/cam-1", Caller.header(response, "Location"));
    assertTrue(Caller.json(response).get("token").stringValue().length() >= 40);
    HttpResponse<String> again = operator.post(CAMERAS, Caller.JSON, "{\"id\":\"cam-1\"}");
    assertEquals(409, again.statusCode());
    assertEquals("camera-exists", Caller.code(again));
    assertFalse(operator.get(CAMERAS).body().contains("token"));
  }

  @Test
  void aCameraThatIsNotThereIsOffline() {
    relay.camera("cam-1");
    JsonNode camera = Caller.json(operator.get(CAMERAS + "/cam-1"));
    assertEquals("offline", camera.get("state").stringValue());
    assertEquals(0, camera.get("viewers").intValue());
    assertFalse(camera.has("lastPacketAgoMs"));
    Instant since = Instant.parse(camera.get("since").stringValue());
    assertTrue(since.isAfter(Instant.now().minus(Duration.ofMinutes(5))));
  }

  @Test
  void aLiveCameraShowsWhatArrives() {
    relay.camera("cam-1");
    media.streams.put("cam-1", liveStream());
    JsonNode camera = Caller.json(operator.get(CAMERAS + "/cam-1"));
    assertEquals("live", camera.get("state").stringValue());
    assertEquals(2, camera.get("viewers").intValue());
    assertEquals(12, camera.get("lastPacketAgoMs").intValue());
    assertEquals(
        "[{\"kind\":\"video\",\"codec\":\"H264\",\"layers\":1,\"bps\":1480000,\"width\":1280,"
            + "\"height\":720,\"framesPerSecond\":30.0,"
            + "\"capturedBy\":\"reports\"},"
            + "{\"kind\":\"audio\",\"codec\":\"opus\",\"bps\":48000,"
            + "\"capturedBy\":\"reports\"}]",
        camera.get("tracks").toString());
  }

  @Test
  void aStateKeepsItsDateUntilItChanges() throws InterruptedException {
    relay.camera("cam-1");
    String first = stateSince("offline");
    assertEquals(first, stateSince("offline"));
    media.stream("cam-1", StreamState.LIVE);
    String live = stateSince("live");
    assertTrue(Instant.parse(live).compareTo(Instant.parse(first)) >= 0);
    assertEquals(live, stateSince("live"));
  }

  @Test
  void aCameraThatBreaksOffIsLostAndOneThatSaysGoodbyeIsOffline() throws InterruptedException {
    Caller camera = relay.camera("cam-1");
    String session = publish(camera, "cam-1");
    stateSince("standby");
    media.stream("cam-1", StreamState.LOST);
    media.say(new BridgeEvent.SessionEnded(id(session), EndReason.CONSENT_EXPIRED));
    stateSince("lost");
    String location = publish(camera, "cam-1");
    media.stream("cam-1", StreamState.STANDBY);
    stateSince("standby");
    media.stream("cam-1", StreamState.OFFLINE);
    camera.delete(location);
    stateSince("offline");
  }

  @Test
  void onlyTheCamerasOfATokenAreListed() {
    relay.camera("cam-1");
    Caller second = relay.camera("cam-2");
    assertEquals(1, Caller.json(relay.viewer("cam-1").get(CAMERAS)).get("cameras").size());
    assertEquals(2, Caller.json(relay.viewer("*").get(CAMERAS)).get("cameras").size());
    assertEquals(1, Caller.json(second.get(CAMERAS)).get("cameras").size());
    assertEquals(403, second.get(CAMERAS + "/cam-1").statusCode());
    assertEquals(200, second.get(CAMERAS + "/cam-2").statusCode());
  }

  @Test
  void removingACameraEndsItsSessionsAndItsToken() {
    Caller camera = relay.camera("cam-1");
    Caller viewer = relay.viewer("*");
    String publishing = publish(camera, "cam-1");
    String watching = watch(viewer, "cam-1");
    assertEquals(204, operator.delete(CAMERAS + "/cam-1").statusCode());
    assertEquals(0, media.alive());
    assertEquals(EndReason.STREAM_REMOVED, media.ended.get(id(publishing)));
    assertEquals(
        "camera-removed",
        Caller.json(viewer.get("/api/v1/sessions/" + id(watching))).get("reason").stringValue());
    assertEquals(401, camera.get("/api/v1/me").statusCode());
    assertEquals(404, operator.delete(CAMERAS + "/cam-1").statusCode());
  }

  @Test
  void removingAViewerEndsItsSessionsAndItsToken() {
    relay.camera("cam-1");
    Caller viewer = relay.viewer("cam-1");
    watch(viewer, "cam-1");
    JsonNode listed = Caller.json(operator.get("/api/v1/viewers")).get("viewers").get(0);
    String path = "/api/v1/viewers/" + listed.get("id").stringValue();
    assertEquals(204, operator.delete(path).statusCode());
    assertEquals(0, media.alive());
    assertEquals(401, viewer.get("/api/v1/me").statusCode());
    assertEquals(404, operator.delete(path).statusCode());
  }

  @Test
  void onlyOperatorsChangeAnything() {
    Caller camera = relay.camera("cam-1");
    for (Caller caller : List.of(camera, relay.viewer("*"))) {
      assertEquals(403, caller.post(CAMERAS, Caller.JSON, "{\"id\":\"x\"}").statusCode());
      assertEquals(403, caller.delete(CAMERAS + "/cam-1").statusCode());
      assertEquals(403, caller.get("/api/v1/viewers").statusCode());
      assertEquals(403, caller.post("/api/v1/viewers", Caller.JSON, "{}").statusCode());
      assertEquals(403, caller.delete("/api/v1/viewers/v1").statusCode());
      assertEquals(403, caller.get("/api/v1/sessions").statusCode());
    }
  }

  @Test
  void fieldsThatCannotBeUsedAreNamed() {
    for (String body :
        List.of(
            "",
            "[]",
            "{\"id\":\"cam-1\"",
            "{\"id\":\"cam-1\",\"id\":\"cam-2\"}",
            "{\"id\":\"cam-1\"} {}",
            "{}",
            "{\"id\":7}",
            "{\"id\":\"\"}",
            "{\"id\":\"../x\"}",
            "{\"id\":\".hidden\"}",
            "{\"id\":\"" + "a".repeat(65) + "\"}",
            "{\"id\":\"cam-1\",\"name\":\"\"}",
            "{\"id\":\"cam-1\",\"name\":\"a\\u0000b\"}",
            "{\"id\":\"cam-1\",\"name\":\"" + "n".repeat(101) + "\"}",
            "{\"id\":\"cam-1\",\"colour\":\"red\"}",
            "[".repeat(10_000))) {
      HttpResponse<String> response =
          operator.ask("POST", CAMERAS, body, "Content-Type", "application/json");
      assertEquals(400, response.statusCode(), body);
    }
    for (String body :
        List.of(
            "{\"cameras\":[\"*\"]}",
            "{\"name\":\"x\"}",
            "{\"name\":\"x\",\"cameras\":[]}",
            "{\"name\":\"x\",\"cameras\":\"*\"}",
            "{\"name\":\"x\",\"cameras\":[1]}",
            "{\"name\":\"x\",\"cameras\":[\"a/b\"]}")) {
      assertEquals(400, operator.post("/api/v1/viewers", Caller.JSON, body).statusCode(), body);
    }
    assertEquals("{\"cameras\":[]}", operator.get(CAMERAS).body());
  }

  @Test
  void aSessionShowsHowFarItHasCome() {
    Caller camera = relay.camera("cam-1");
    String session = publish(camera, "cam-1");
    String path = "/api/v1/sessions/" + id(session);
    JsonNode waiting = Caller.json(camera.get(path));
    assertEquals("waiting", waiting.get("state").stringValue());
    assertEquals("camera", waiting.get("role").stringValue());
    assertEquals(
        "[\"192.0.2.1:10000\",\"[2001:db8:0:0:0:0:0:1]:10000\"]",
        waiting.get("expectedAt").toString());
    media.say(new BridgeEvent.SessionConnecting(id(session), FakeMediaPlane.ADDRESS, PEER));
    assertEquals("connecting", Caller.json(camera.get(path)).get("state").stringValue());
    media.say(new BridgeEvent.SessionConnected(id(session), SrtpProfile.AEAD_AES_128_GCM));
    assertEquals("connected", Caller.json(camera.get(path)).get("state").stringValue());
    media.say(new BridgeEvent.SessionEnded(id(session), EndReason.CLOSED));
    JsonNode ended = Caller.json(camera.get(path));
    assertEquals("ended", ended.get("state").stringValue());
    assertEquals("closed", ended.get("reason").stringValue());
  }

  @Test
  void aSessionWithoutStunNamesAddressPortAndRemedyUntilStunCome() {
    Caller camera = relay.camera("cam-1");
    String session = publish(camera, "cam-1");
    String path = "/api/v1/sessions/" + id(session);
    media.say(new BridgeEvent.NoStun(id(session), List.of(FakeMediaPlane.ADDRESS)));
    JsonNode problem = Caller.json(camera.get(path)).get("problem");
    assertEquals("no-stun", problem.get("code").stringValue());
    assertTrue(problem.get("detail").stringValue().contains("192.0.2.1:10000"));
    assertTrue(problem.get("remedy").stringValue().contains("UDP port 10000"));
    JsonNode fault = Caller.json(camera.get(CAMERAS + "/cam-1")).get("faults").get(0);
    assertEquals("no-stun", fault.get("code").stringValue());
    media.say(new BridgeEvent.SessionConnecting(id(session), FakeMediaPlane.ADDRESS, PEER));
    assertFalse(Caller.json(camera.get(path)).has("problem"));
  }

  @Test
  void aViewerLearnsByHisOwnTokenHowMuchOfThePictureHeIsGiven() {
    relay.camera("cam-1");
    Caller viewer = relay.viewer("cam-1");
    String waiting = watch(viewer, "cam-1");
    String stills = watch(viewer, "cam-1");
    String paused = watch(viewer, "cam-1");
    String bounded = watch(viewer, "cam-1");
    media.connectViewer(stills, line(ViewerLine.Limit.LINE, ViewerLine.Pictures.KEY_FRAMES));
    media.connectViewer(paused, line(ViewerLine.Limit.LINE, ViewerLine.Pictures.NONE));
    media.connectViewer(bounded, line(ViewerLine.Limit.VIEWER_CAP, ViewerLine.Pictures.NONE));
    assertFalse(shown(viewer, waiting).has("pictures"));
    assertGiven("key-frames", "key-frames", shown(viewer, stills));
    assertGiven("paused", "none", shown(viewer, paused));
    assertGiven("viewer-cap", "none", shown(viewer, bounded));
    media.say(new BridgeEvent.SessionEnded(id(paused), EndReason.CLOSED));
    assertFalse(shown(viewer, paused).has("pictures"));
  }

  @Test
  void whatAViewerIsGivenIsNotKnownWhileTheMediaPlaneIsSilent() {
    relay.camera("cam-1");
    Caller viewer = relay.viewer("cam-1");
    String session = watch(viewer, "cam-1");
    media.connectViewer(session, line(ViewerLine.Limit.LINE, ViewerLine.Pictures.NONE));
    media.silent = true;
    assertEquals(503, viewer.get("/api/v1/sessions/" + id(session)).statusCode());
  }

  private static JsonNode shown(Caller caller, String session) {
    return Caller.json(caller.get("/api/v1/sessions/" + id(session)));
  }

  private static ViewerLine line(ViewerLine.Limit limit, ViewerLine.Pictures pictures) {
    return new ViewerLine(OptionalLong.of(90_000), Duration.ZERO, 0, limit, pictures);
  }

  private static void assertGiven(String limit, String pictures, JsonNode session) {
    assertEquals(limit, session.get("limit").stringValue());
    assertEquals(pictures, session.get("pictures").stringValue());
  }

  @Test
  void aSessionIsShownToItsOwnerAndToOperators() {
    Caller camera = relay.camera("cam-1");
    String path = "/api/v1/sessions/" + id(publish(camera, "cam-1"));
    assertEquals(200, camera.get(path).statusCode());
    assertEquals(200, operator.get(path).statusCode());
    assertEquals(403, relay.viewer("*").get(path).statusCode());
    assertEquals(404, operator.get("/api/v1/sessions/unknown").statusCode());
    assertEquals(1, Caller.json(operator.get("/api/v1/sessions")).get("sessions").size());
  }

  @Test
  void anEventAboutAnUnknownSessionChangesNothing() {
    media.say(new BridgeEvent.SessionEnded(SessionId.random(), EndReason.CLOSED));
    assertEquals("{\"sessions\":[]}", operator.get("/api/v1/sessions").body());
  }

  @Test
  void readyMeansThatTheMediaPlaneAnswers() {
    Caller nobody = operator.asNobody();
    assertEquals(200, nobody.get("/health/live").statusCode());
    assertEquals(200, nobody.get("/health/ready").statusCode());
  }

  @Test
  void aSilentMediaPlaneIsNotReadyButAlive() {
    media.silent = true;
    Caller nobody = operator.asNobody();
    assertEquals(200, nobody.get("/health/live").statusCode());
    HttpResponse<String> response = nobody.get("/health/ready");
    assertEquals(503, response.statusCode());
    assertEquals("bridge-silent", Caller.code(response));
    assertEquals("2", Caller.header(response, "Retry-After"));
  }

  @Test
  void metricsCountSessionsAndWhatTheBridgeCounts() {
    Caller camera = relay.camera("cam-1");
    publish(camera, "cam-1");
    media.counters.put("dropped.malformed", 17L);
    String metrics = operator.get("/metrics").body();
    assertTrue(metrics.contains("vigie_sessions{role=\"camera\",state=\"waiting\"} 1.0"), metrics);
    assertTrue(
        metrics.contains("vigie_bridge_count_total{name=\"dropped.malformed\"} 17.0"), metrics);
    assertTrue(metrics.contains("jvm_memory_used_bytes"), metrics);
  }

  @Test
  void metricsAreForOperatorsAlsoOnThisMachine() {
    assertEquals(401, operator.asNobody().get("/metrics").statusCode());
    assertEquals(403, relay.viewer("*").get("/metrics").statusCode());
    assertEquals(401, operator.as("wrong").get("/metrics").statusCode());
  }

  @Test
  void tokensSurviveARestartAndNoneIsInClearInTheFile() throws Exception {
    Caller camera = relay.camera("cam-1");
    Caller viewer = relay.viewer("cam-1");
    String me = camera.get("/api/v1/me").body();
    String operatorToken = relay.operatorToken;
    relay.close();
    relay = new TestRelay(folder);
    assertEquals(operatorToken, relay.operatorToken);
    assertEquals(me, again(camera).get("/api/v1/me").body());
    assertEquals(200, again(viewer).get("/api/v1/me").statusCode());
    String file = Files.readString(folder.resolve("identity.json"));
    assertFalse(file.contains(camera.token().orElseThrow()));
  }

  private Caller again(Caller caller) {
    return relay.operator().as(caller.token().orElseThrow());
  }

  /** Statistics may be 200 ms old, so a state is waited for. */
  private String stateSince(String state) throws InterruptedException {
    long giveUp = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (System.nanoTime() < giveUp) {
      JsonNode camera = Caller.json(operator.get(CAMERAS + "/cam-1"));
      if (camera.get("state").stringValue().equals(state)) {
        return camera.get("since").stringValue();
      }
    }
    throw new AssertionError("the camera did not become " + state);
  }

  private static StreamStats liveStream() {
    return new StreamStats(
        new StreamId("cam-1"),
        StreamState.LIVE,
        2,
        Optional.of(Duration.ofMillis(12)),
        List.of(
            track(MediaKind.VIDEO, Codec.H264, 1_480_000, 1280, 720, 29.97),
            track(MediaKind.AUDIO, Codec.OPUS, 48_000, 0, 0, 0)));
  }

  private static TrackStats track(
      MediaKind kind, Codec codec, long bps, int width, int height, double frames) {
    return new TrackStats(
        kind,
        Optional.of(codec),
        1,
        bps,
        width,
        height,
        frames,
        Optional.of(CaptureTime.REPORTS),
        0,
        0,
        0,
        0,
        0,
        List.of());
  }

  private static String publish(Caller camera, String id) {
    HttpResponse<String> response =
        camera.post("/whip/" + id, Caller.SDP, TestRelay.offer("plain-camera.sdp"));
    assertEquals(201, response.statusCode(), response.body());
    return Caller.header(response, "Location");
  }

  private static String watch(Caller viewer, String id) {
    HttpResponse<String> response =
        viewer.post(
            "/whep/" + id + "?wait=true", Caller.SDP, TestRelay.offer("browser-viewer.sdp"));
    assertEquals(201, response.statusCode(), response.body());
    return Caller.header(response, "Location");
  }

  private static SessionId id(String location) {
    return new SessionId(location.substring(location.lastIndexOf('/') + 1));
  }

  private static String withoutName(HttpResponse<String> response) {
    assertEquals(200, response.statusCode());
    JsonNode me = Caller.json(response);
    return "{\"role\":" + me.get("role") + ",\"cameras\":" + me.get("cameras") + "}";
  }
}
