package org.vigie.signaling.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.vigie.bridge.api.BridgeEvent;
import org.vigie.bridge.api.CameraBounds;
import org.vigie.bridge.api.LayerStats;
import org.vigie.bridge.api.MediaKind;
import org.vigie.bridge.api.SessionId;
import org.vigie.bridge.api.SrtpProfile;
import org.vigie.bridge.api.StreamId;
import org.vigie.bridge.api.StreamState;
import org.vigie.bridge.api.StreamStats;
import org.vigie.bridge.api.TrackStats;
import org.vigie.bridge.api.UplinkStats;
import tools.jackson.databind.JsonNode;

/** The control WebSocket of cameras, and what hostile or clumsy ones make of it. */
class LiveSocketTest {
  @TempDir private Path folder;

  private TestRelay relay;
  private Caller camera;
  private String token;

  @BeforeEach
  void start() {
    relay = new TestRelay(folder, "vigie.camera.idle-bitrate=150000");
    camera = relay.camera("cam-1");
    token = camera.token().orElseThrow();
  }

  @AfterEach
  void stop() {
    relay.close();
  }

  @Test
  void aCameraThatSaysHelloIsToldItsTargetAtOnce() throws Exception {
    try (LiveClient socket = LiveClient.hello(relay.origin, token, publish())) {
      assertEquals("welcome", socket.next().get("type").stringValue());
      JsonNode target = socket.next("target");
      assertEquals(20_000_000, target.get("bps").asLong());
      assertTrue(target.get("watched").booleanValue());
      socket.say("{\"type\":\"ping\"}");
      socket.next("pong");
    }
  }

  @Test
  @Execution(CONCURRENT)
  void itIsToldToIdleByMessageWhileRembStaysAndUpAgainWithTheFirstViewersOffer() throws Exception {
    try (LiveClient socket = LiveClient.hello(relay.origin, token, publish())) {
      assertEquals(20_000_000, socket.next("target").get("bps").asLong());
      JsonNode idle = socket.next("target");
      assertEquals(150_000, idle.get("bps").asLong());
      assertFalse(idle.get("watched").booleanValue());
      assertEquals(20_000_000, maxByRemb());
      watch();
      JsonNode full = socket.next("target");
      assertEquals(20_000_000, full.get("bps").asLong());
      assertTrue(full.get("watched").booleanValue());
    }
  }

  @Test
  @Execution(CONCURRENT)
  void aCameraThatTakesOverItsUnwatchedSessionStartsAsTheFirstTime() throws Exception {
    String offer = TestRelay.offer("browser-camera.sdp");
    String first = startBitrate(camera.post("/whip/cam-1", Caller.SDP, offer).body());
    assertEquals("x-google-start-bitrate=2000", first);
    for (String idle : List.of("150000", "0")) {
      set("camera.idle-bitrate", idle);
      try (LiveClient socket = LiveClient.hello(relay.origin, token, publish())) {
        JsonNode target = socket.next("target");
        while (target.get("watched").booleanValue()) {
          target = socket.next("target");
        }
        assertEquals(first, startBitrate(camera.post("/whip/cam-1", Caller.SDP, offer).body()));
      }
    }
  }

  private static String startBitrate(String answer) {
    return Pattern.compile("x-google-start-bitrate=\\d+")
        .matcher(answer)
        .results()
        .map(MatchResult::group)
        .findFirst()
        .orElse("none");
  }

  @Test
  void whileAllShowItSmallItIsToldTheSizeAndWhatThatNeedsWhileRembStays() throws Exception {
    shown(57_600);
    try (LiveClient socket = LiveClient.hello(relay.origin, token, publish())) {
      watch();
      assertFalse(socket.next("target").has("pixels"));
      JsonNode small = socket.next("target");
      assertEquals(301_600, small.get("bps").asLong());
      assertEquals(57_600, small.get("pixels").asLong());
      assertTrue(small.get("watched").booleanValue());
      assertEquals(20_000_000, maxByRemb());
      JsonNode camera =
          Caller.json(relay.operator().get("/api/v1/bandwidth")).get("cameras").get(0);
      assertEquals("small", camera.get("heldBy").stringValue());
      assertEquals(301_600, camera.get("targetBps").asLong());
      shown(921_600);
      JsonNode large = socket.next("target");
      assertEquals(3_325_600, large.get("bps").asLong());
      assertEquals(921_600, large.get("pixels").asLong());
      shown(StreamStats.ANY_SIZE);
      JsonNode whole = socket.next("target");
      assertEquals(20_000_000, whole.get("bps").asLong());
      assertFalse(whole.has("pixels"));
    }
  }

  @Test
  void itIsToldOfALargerSizeWithTheViewersRequestAndNotOnlyWithTheNextLook() throws Exception {
    shown(57_600);
    try (LiveClient socket = LiveClient.hello(relay.origin, token, publish())) {
      Caller viewer = relay.viewer("cam-1");
      String session = watch(viewer);
      socket.next("target");
      assertEquals(57_600, socket.next("target").get("pixels").asLong());
      String large = "{\"maxWidth\":1280,\"maxHeight\":720}";
      assertEquals(200, viewer.post(session + "/layer", Caller.JSON, large).statusCode());
      assertEquals(921_600, socket.next("target").get("pixels").asLong());
    }
  }

  @Test
  void aSmallPictureIsGivenTheIdleRateAtLeastAndABudgetCanMakeItLess() throws Exception {
    set("camera.idle-bitrate", "400000");
    shown(57_600);
    try (LiveClient socket = LiveClient.hello(relay.origin, token, publish())) {
      watch();
      socket.next("target");
      assertEquals(400_000, socket.next("target").get("bps").asLong());
      CameraTargetsTest.set(relay, "relay", "budget.ingress", "200000");
      JsonNode less = socket.next("target");
      assertEquals(200_000, less.get("bps").asLong());
      assertEquals(57_600, less.get("pixels").asLong());
      assertEquals(200_000, maxByRemb());
    }
  }

  @Test
  void aCameraThatNeedNotSaveIsNotMadeSmall() throws Exception {
    set("camera.idle-bitrate", "20000000");
    shown(57_600);
    try (LiveClient socket = LiveClient.hello(relay.origin, token, publish())) {
      watch();
      socket.next("target");
      set("camera.max-bitrate", "600000");
      JsonNode capped = socket.next("target");
      assertEquals(600_000, capped.get("bps").asLong());
      assertFalse(capped.has("pixels"));
    }
  }

  @Test
  void whatIsSetForALayerIsToldByMessageAtOnceAndWithoutASessionAnew() throws Exception {
    sendsLayers(StreamStats.ANY_SIZE);
    try (LiveClient socket = LiveClient.hello(relay.origin, token, publish())) {
      watch();
      assertEquals("q-true h-true f-true", layers(toldOfLayers(socket)));
      set("camera.layer-bitrate.high", "1500000");
      JsonNode target = socket.next("target");
      assertEquals("q-true h-true f1500000true", layers(target));
      assertEquals(20_000_000, target.get("bps").asLong());
      CameraTargetsTest.set(relay, "relay", "camera.layer-bitrate.high", "1000000");
      CameraTargetsTest.set(relay, "relay", "camera.layer-bitrate.mid", "500000");
      assertEquals("q-true h500000true f1500000true", layers(socket.next("target")));
      set("camera.layer-bitrate.low", "150000");
      JsonNode all = socket.next("target");
      assertEquals("q150000true h500000true f1500000true", layers(all));
      assertEquals(56_000 + Math.round(2_150_000 / 0.93), all.get("bps").asLong());
      assertEquals(all.get("bps").asLong(), maxByRemb());
      JsonNode listed =
          Caller.json(relay.operator().get("/api/v1/bandwidth")).get("cameras").get(0);
      assertEquals("layers", listed.get("heldBy").stringValue());
      set("camera.layer-bitrate.low", "null");
      assertEquals("q-true h500000true f1500000true", layers(socket.next("target")));
    }
  }

  @Test
  void theCapCountsForALayerToo() throws Exception {
    sendsLayers(StreamStats.ANY_SIZE);
    try (LiveClient socket = LiveClient.hello(relay.origin, token, publish())) {
      watch();
      toldOfLayers(socket);
      set("camera.layer-bitrate.high", "1500000");
      socket.next("target");
      set("camera.max-bitrate", "600000");
      assertEquals("q-true h-true f600000true", layers(socket.next("target")));
    }
  }

  @Test
  void aCameraWithoutTheSocketIsBoundedByTheSumOfItsLayers() throws Exception {
    sendsLayers(StreamStats.ANY_SIZE);
    publish();
    set("camera.layer-bitrate.low", "150000");
    set("camera.layer-bitrate.mid", "500000");
    assertEquals(20_000_000, maxByRemb());
    set("camera.layer-bitrate.high", "1500000");
    long sum = 56_000 + Math.round(2_150_000 / 0.93);
    Eventually.within(3, "REMB says the sum", () -> maxByRemb() == sum);
  }

  @Test
  @Execution(CONCURRENT)
  void layersThatNobodyNeedsAreToldToRestAndWakeWithTheViewersRequest() throws Exception {
    sendsLayers(57_600);
    try (LiveClient socket = LiveClient.hello(relay.origin, token, publish())) {
      Caller viewer = relay.viewer("cam-1");
      String session = watch(viewer);
      assertEquals("q-true h-true f-true", layers(toldOfLayers(socket)));
      JsonNode small = socket.next("target");
      assertEquals("q-true h-false f-false", layers(small));
      assertEquals(301_600, small.get("bps").asLong());
      String larger = "{\"maxWidth\":640,\"maxHeight\":360}";
      assertEquals(200, viewer.post(session + "/layer", Caller.JSON, larger).statusCode());
      JsonNode both = socket.next("target");
      assertEquals("q-true h-true f-false", layers(both));
      assertEquals(1_108_000, both.get("bps").asLong());
      viewer.delete(session);
      JsonNode idle = socket.next("target");
      assertEquals("q87420true h-false f-false", layers(idle));
      assertEquals(150_000, idle.get("bps").asLong());
      set("camera.idle-bitrate", "0");
      assertEquals("q-false h-false f-false", layers(socket.next("target")));
    }
  }

  @Test
  void aCapIsToldByMessageAndByRemb() throws Exception {
    try (LiveClient socket = LiveClient.hello(relay.origin, token, publish())) {
      socket.next("target");
      set("camera.max-bitrate", "600000");
      assertEquals(600_000, socket.next("target").get("bps").asLong());
      assertEquals(600_000, maxByRemb());
    }
  }

  @Test
  @Execution(CONCURRENT)
  void zeroStopsThePictureAndWhoIsRefusedForItWakesTheCamera() throws Exception {
    set("camera.idle-bitrate", "0");
    try (LiveClient socket = LiveClient.hello(relay.origin, token, publish())) {
      socket.next("target");
      assertEquals(0, socket.next("target").get("bps").asLong());
      Caller viewer = relay.viewer("cam-1");
      String offer = TestRelay.offer("browser-viewer.sdp");
      assertEquals(409, viewer.post("/whep/cam-1", Caller.SDP, offer).statusCode());
      assertEquals(20_000_000, socket.next("target").get("bps").asLong());
    }
  }

  @Test
  @Execution(CONCURRENT)
  void aSocketThatClosesLeavesTheCameraToRemb() throws Exception {
    set("camera.foreign-idle-bitrate", "200000");
    LiveClient socket = LiveClient.hello(relay.origin, token, publish());
    socket.next("target");
    assertEquals(150_000, socket.next("target").get("bps").asLong());
    assertEquals(20_000_000, maxByRemb());
    socket.close();
    Eventually.within(10, "REMB says the idle rate", () -> maxByRemb() == 200_000);
  }

  @Test
  void theNewerOfTwoSocketsOfOneSessionWins() throws Exception {
    String session = publish();
    try (LiveClient first = LiveClient.hello(relay.origin, token, session)) {
      first.next("target");
      try (LiveClient second = LiveClient.hello(relay.origin, token, session)) {
        second.next("target");
        assertEquals("replaced", first.next("error").get("code").stringValue());
        assertEquals(4409, first.closeCode());
        set("camera.max-bitrate", "700000");
        assertEquals(700_000, second.next("target").get("bps").asLong());
      }
    }
  }

  @Test
  void theEndOfTheSessionEndsItsSocketAndSaysWhy() throws Exception {
    try (LiveClient socket = LiveClient.hello(relay.origin, token, publish())) {
      socket.next("target");
      publish();
      assertEquals("taken-over", socket.next("ended").get("reason").stringValue());
      assertEquals(4410, socket.closeCode());
    }
  }

  @Test
  void strangersAreTurnedAwayWithTheReason() throws Exception {
    String session = publish();
    String other = relay.camera("cam-2").token().orElseThrow();
    refused(4401, "bad-token", LiveClient.hello("wrong", session));
    refused(4403, "not-yours", LiveClient.hello(other, session));
    refused(4404, "unknown-session", LiveClient.hello(token, "none"));
    refused(4401, "hello-first", "{\"type\":\"ping\"}");
    refused(4400, "not-json", "hello");
    refused(4400, "not-json", "[]");
    refused(4400, "not-json", "");
    refused(4400, "missing-field", "{}");
    refused(4400, "missing-field", "{\"type\":7}");
    refused(4400, "missing-field", "{\"type\":\"hello\",\"version\":1,\"token\":null}");
    refused(4400, "unknown-version", "{\"type\":\"hello\",\"version\":2}");
    refused(4400, "unknown-version", "{\"type\":\"hello\",\"version\":" + "1".repeat(400) + "}");
    refused(4400, "unknown-type", "{\"type\":\"shutdown\"}");
  }

  @Test
  void theSessionOfAViewerAndOneThatEndedAreNoSessions() throws Exception {
    String session = publish();
    Caller viewer = relay.viewer("cam-1");
    String watched = lastSegment(watch(viewer));
    refused(4404, "unknown-session", LiveClient.hello(viewer.token().orElseThrow(), watched));
    camera.delete("/whip/cam-1/" + session);
    refused(4404, "unknown-session", LiveClient.hello(token, session));
  }

  @Test
  void whoIsKnownMayErrAndHearsWhatIsWrong() throws Exception {
    String session = publish();
    try (LiveClient socket = LiveClient.hello(relay.origin, token, session)) {
      socket.next("target");
      for (String wrong : List.of("{\"type\":\"x\"}", "x", LiveClient.hello(token, session))) {
        socket.say(wrong);
        JsonNode error = socket.next("error");
        assertFalse(error.get("detail").stringValue().isEmpty());
        assertFalse(error.get("remedy").stringValue().isEmpty());
      }
      socket.say("{\"type\":\"ping\"}");
      socket.next("pong");
    }
  }

  @Test
  void bytesAreNotTaken() {
    try (LiveClient socket = LiveClient.open(relay.origin)) {
      socket.sayBytes(new byte[] {1, 2, 3});
      assertEquals(1003, socket.closeCode());
    }
  }

  @Test
  void aMessageThatIsTooLargeEndsTheSocket() throws Exception {
    try (LiveClient socket = LiveClient.hello(relay.origin, token, publish())) {
      socket.next("target");
      socket.say("x".repeat(5_000));
      assertEquals(1009, socket.closeCode());
    }
  }

  @Test
  void whoSaysTooMuchIsTurnedAway() throws Exception {
    try (LiveClient socket = LiveClient.hello(relay.origin, token, publish())) {
      socket.next("target");
      assertThrows(
          CompletionException.class,
          () -> {
            for (int i = 0; i < 100_000; i++) {
              socket.say("{\"type\":\"ping\"}");
            }
          });
      assertEquals(4429, socket.closeCode());
    }
  }

  @Test
  @Execution(CONCURRENT)
  void whoSaysNoHelloIsTurnedAway() throws Exception {
    try (LiveClient socket = LiveClient.open(relay.origin)) {
      assertEquals("too-slow", socket.next("error").get("code").stringValue());
      assertEquals(4408, socket.closeCode());
    }
  }

  @Test
  void strangersAreCounted(@TempDir Path other) {
    List<LiveClient> sockets = new ArrayList<>();
    try (TestRelay strict =
        new TestRelay(other, "vigie.limits.requests-per-second=0.1", "vigie.limits.burst=3")) {
      CompletionException refused =
          assertThrows(
              CompletionException.class,
              () -> {
                for (int i = 0; i < 10; i++) {
                  sockets.add(LiveClient.open(strict.origin));
                }
              });
      assertEquals(3, sockets.size());
      WebSocketHandshakeException answer = (WebSocketHandshakeException) refused.getCause();
      assertEquals(429, answer.getResponse().statusCode());
      sockets.forEach(LiveClient::close);
    }
  }

  @Test
  void whoSaysNothingTakesNoPlaceFromThoseOfOtherNetworks(@TempDir Path other) {
    List<LiveClient> silent = new ArrayList<>();
    try (TestRelay proxied = new TestRelay(other, "vigie.http.proxies=127.0.0.1")) {
      String stranger = "192.0.2.66";
      for (int i = 0; i < 50; i++) {
        silent.add(LiveClient.open(proxied.origin, "203.0.113." + i + ", " + stranger));
      }
      CameraTargetsTest.eventually(() -> !mayOpen(proxied, stranger), 3);
      assertEquals(503, refusedFor(proxied, "192.0.2.7, " + stranger + ", 127.0.0.1"));
      LiveClient.open(proxied.origin, "192.0.2.7").close();
      LiveClient.open(proxied.origin, stranger + ", 192.0.2.7").close();
      silent.forEach(LiveClient::close);
      CameraTargetsTest.eventually(() -> mayOpen(proxied, stranger), 3);
    }
  }

  @Test
  void whatNoProxySaysOfItsCallersIsNotBelieved(@TempDir Path other) {
    try (TestRelay strict =
        new TestRelay(other, "vigie.limits.requests-per-second=0.1", "vigie.limits.burst=1")) {
      LiveClient.open(strict.origin, "192.0.2.7").close();
      assertEquals(429, refusedFor(strict, "192.0.2.8"));
    }
  }

  @Test
  void whoAsksWithoutASocketLearnsThatHeNeedsOne() {
    var response = relay.operator().asNobody().get("/api/v1/live");
    assertEquals(426, response.statusCode());
    assertEquals("websocket", Caller.header(response, "Upgrade"));
  }

  private static int refusedFor(TestRelay at, String forwardedFor) {
    CompletionException refused =
        assertThrows(
            CompletionException.class, () -> LiveClient.open(at.origin, forwardedFor).close());
    return ((WebSocketHandshakeException) refused.getCause()).getResponse().statusCode();
  }

  private static boolean mayOpen(TestRelay at, String forwardedFor) {
    try {
      LiveClient.open(at.origin, forwardedFor).close();
      return true;
    } catch (CompletionException refused) {
      return false;
    }
  }

  private void refused(int code, String problem, String message) throws InterruptedException {
    try (LiveClient socket = LiveClient.open(relay.origin)) {
      socket.say(message);
      assertEquals(problem, socket.next("error").get("code").stringValue(), message);
      assertEquals(code, socket.closeCode(), message);
    }
  }

  private String publish() {
    String location =
        Caller.header(
            camera.post("/whip/cam-1", Caller.SDP, TestRelay.offer("browser-camera.sdp")),
            "Location");
    String session = lastSegment(location);
    relay.media.say(
        new BridgeEvent.SessionConnected(new SessionId(session), SrtpProfile.AEAD_AES_128_GCM));
    return session;
  }

  private void watch() {
    watch(relay.viewer("cam-1"));
  }

  /** The address of the Session that it made. */
  private static String watch(Caller viewer) {
    String offer = TestRelay.offer("browser-viewer.sdp");
    HttpResponse<String> made = viewer.post("/whep/cam-1?wait=true", Caller.SDP, offer);
    assertEquals(201, made.statusCode());
    return Caller.header(made, "Location");
  }

  /** The next target with layers; the first one may have left before they were known. */
  private static JsonNode toldOfLayers(LiveClient socket) throws InterruptedException {
    JsonNode target = socket.next("target");
    return target.has("layers") ? target : socket.next("target");
  }

  /** {@code q200000true h-false}. */
  private static String layers(JsonNode target) {
    return target
        .get("layers")
        .valueStream()
        .map(each ->
            each.get("rid").stringValue()
                + (each.has("maxBitrate") ? each.get("maxBitrate").asLong() : "-")
                + each.get("active").booleanValue())
        .collect(Collectors.joining(" "));
  }

  /** The camera sends three layers, and the bridge's viewers show it so large. */
  private void sendsLayers(long pixels) {
    TrackStats video =
        new TrackStats(
            MediaKind.VIDEO,
            Optional.empty(),
            3,
            2_900_000,
            1280,
            720,
            30,
            Optional.empty(),
            1_000,
            0,
            0,
            0,
            1,
            List.of(
                new LayerStats("q", 320, 180, 200_000),
                new LayerStats("h", 640, 360, 700_000),
                new LayerStats("f", 1280, 720, 2_000_000)));
    shown(pixels, List.of(video));
  }

  /** The bridge's viewers show it so large. */
  private void shown(long pixels) {
    shown(pixels, List.of());
  }

  private void shown(long pixels, List<TrackStats> tracks) {
    relay.media.streams.put(
        "cam-1",
        new StreamStats(
            new StreamId("cam-1"),
            StreamState.LIVE,
            1,
            Optional.empty(),
            tracks,
            List.of(),
            UplinkStats.UNKNOWN,
            pixels));
  }

  private long maxByRemb() {
    CameraBounds bounds = relay.media.bounds.get("cam-1");
    return bounds == null ? -1 : bounds.maxBps();
  }

  private void set(String key, String value) {
    String body = LiveSettingsRestTest.one("camera:cam-1", key, value);
    assertEquals(200, LiveSettingsRestTest.patch(relay, "", body).statusCode(), body);
  }

  private static String lastSegment(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
