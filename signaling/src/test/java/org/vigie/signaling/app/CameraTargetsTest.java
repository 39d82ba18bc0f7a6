package org.vigie.signaling.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.bridge.api.BridgeEvent;
import org.vigie.bridge.api.CameraBounds;
import org.vigie.bridge.api.EndReason;
import org.vigie.bridge.api.MediaKind;
import org.vigie.bridge.api.SessionId;
import org.vigie.bridge.api.SrtpProfile;
import org.vigie.bridge.api.StreamId;
import org.vigie.bridge.api.StreamState;
import org.vigie.bridge.api.StreamStats;
import org.vigie.bridge.api.StreamTuning;
import org.vigie.bridge.api.TrackStats;
import org.vigie.bridge.api.ViewerLine;
import tools.jackson.databind.JsonNode;

/** What the bridge is told of each camera's bounds. */
class CameraTargetsTest {
  @TempDir private Path folder;

  @Test
  void aCapReachesTheCameraThatSendsWithTheChangeAndGoesWithTheRollBack() {
    try (TestRelay relay = new TestRelay(folder)) {
      publish(relay, "cam-1", 2_500_000);
      assertEquals(20_000_000, max(relay, "cam-1"));
      set(relay, "camera:cam-1", "camera.max-bitrate", "600000");
      assertEquals(new CameraBounds(50_000, 600_000, 600_000), relay.media.bounds.get("cam-1"));
      relay
          .operator()
          .post(
              "/api/v1/settings/rollback",
              Caller.JSON,
              "{\"version\":0,\"reason\":\"r\"}",
              "If-Match",
              "*");
      assertEquals(20_000_000, max(relay, "cam-1"));
    }
  }

  @Test
  void aCameraThatComesIsBoundedAndStartsAccordingly() {
    try (TestRelay relay = new TestRelay(folder)) {
      Caller camera = relay.camera("cam-1");
      set(relay, "camera:cam-1", "camera.max-bitrate", "600000");
      String answer =
          camera.post("/whip/cam-1", Caller.SDP, TestRelay.offer("browser-camera.sdp")).body();
      assertTrue(answer.contains("x-google-start-bitrate=600\r\n"), answer);
      assertEquals(600_000, max(relay, "cam-1"));
    }
  }

  @Test
  void theSoundOfACameraThatComesHasTheRateThatIsSetForIt() {
    try (TestRelay relay = new TestRelay(folder)) {
      Caller camera = relay.camera("cam-1");
      String offer = TestRelay.offer("browser-camera.sdp");
      assertFalse(
          camera.post("/whip/cam-1", Caller.SDP, offer).body().contains("maxaveragebitrate"));
      set(relay, "relay", "camera.audio-bitrate", "16000");
      String answer = camera.post("/whip/cam-1", Caller.SDP, offer).body();
      assertTrue(answer.contains("maxaveragebitrate=16000"), answer);
    }
  }

  @Test
  void aBudgetIsSharedByWeightAndSharedAnewWhenACameraGoes() {
    try (TestRelay relay = new TestRelay(folder)) {
      SessionId first = publish(relay, "cam-1", 2_500_000);
      for (int i = 2; i <= 4; i++) {
        publish(relay, "cam-" + i, 2_500_000);
      }
      set(relay, "camera:cam-1", "camera.weight", "3");
      set(relay, "relay", "budget.ingress", "3000000");
      assertEquals(1_500_000, max(relay, "cam-1"));
      assertEquals(500_000, max(relay, "cam-4"));
      relay.media.say(new BridgeEvent.SessionEnded(first, EndReason.CLOSED));
      eventually(() -> max(relay, "cam-4") == 1_000_000, 10);
    }
  }

  @Test
  void aCameraThatWasAnnouncedAndDidNotComeKeepsNoShare() {
    try (TestRelay relay = new TestRelay(folder)) {
      publish(relay, "cam-1", 2_500_000);
      relay.camera("cam-2").post("/whip/cam-2", Caller.SDP, TestRelay.offer("browser-camera.sdp"));
      set(relay, "relay", "budget.ingress", "3000000");
      assertEquals(3_000_000, max(relay, "cam-1"));
    }
  }

  @Test
  void aGroupIsBoundTogetherAndACameraLeavesItByASetting() {
    try (TestRelay relay = new TestRelay(folder)) {
      publish(relay, "cam-1", 2_500_000);
      publish(relay, "cam-2", 2_500_000);
      set(relay, "camera:cam-1", "camera.group", "\"north\"");
      set(relay, "camera:cam-2", "camera.group", "\"north\"");
      set(relay, "group:north", "budget.ingress", "1000000");
      assertEquals(500_000, max(relay, "cam-1"));
      set(relay, "camera:cam-2", "camera.group", "null");
      assertEquals(1_000_000, max(relay, "cam-1"));
      assertEquals(20_000_000, max(relay, "cam-2"));
    }
  }

  @Test
  void anIncidentsCamerasComeFirst() {
    try (TestRelay relay = new TestRelay(folder)) {
      publish(relay, "cam-1", 2_500_000);
      publish(relay, "cam-2", 2_500_000);
      set(relay, "relay", "budget.ingress", "3000000");
      set(relay, "camera:cam-1", "camera.group", "\"incident\"");
      set(relay, "group:incident", "budget.guaranteed", "2400000");
      assertEquals(2_400_000, max(relay, "cam-1"));
      assertEquals(600_000, max(relay, "cam-2"));
      JsonNode list = Caller.json(relay.operator().get("/api/v1/bandwidth"));
      assertEquals(2_400_000, list.get("groups").get(0).get("guaranteedBps").asLong());
    }
  }

  @Test
  void nothingIsRepeatedToACameraWhoseBoundsStay() {
    try (TestRelay relay = new TestRelay(folder)) {
      publish(relay, "cam-1", 2_500_000);
      set(relay, "relay", "budget.ingress", "3000000");
      relay.media.bounds.clear();
      set(relay, "relay", "camera.weight", "2");
      assertTrue(relay.media.bounds.isEmpty());
    }
  }

  @Test
  void aCameraThatNobodyWatchesIsAskedDownAndUpAgainWithTheFirstViewersOffer() {
    try (TestRelay relay = new TestRelay(folder, "vigie.camera.foreign-idle-bitrate=150000")) {
      publish(relay, "cam-1", 2_500_000);
      eventually(() -> max(relay, "cam-1") == 150_000, 20);
      Caller viewer = relay.viewer("cam-1");
      String offer = TestRelay.offer("browser-viewer.sdp");
      String session = Caller.header(viewer.post("/whep/cam-1", Caller.SDP, offer), "Location");
      assertEquals(20_000_000, max(relay, "cam-1"));
      viewer.delete(session);
      eventually(() -> max(relay, "cam-1") == 150_000, 3);
      set(relay, "camera:cam-1", "camera.foreign-idle-bitrate", "20000000");
      assertEquals(20_000_000, max(relay, "cam-1"));
    }
  }

  @Test
  void theListSaysWhatEveryCameraSendsWhatItMayAndWhyNotMore() {
    try (TestRelay relay = new TestRelay(folder)) {
      publish(relay, "cam-1", 1_400_000);
      publish(relay, "cam-2", 450_000);
      set(relay, "camera:cam-1", "camera.group", "\"north\"");
      set(relay, "camera:cam-2", "camera.max-bitrate", "500000");
      set(relay, "relay", "budget.ingress", "2000000");
      JsonNode list = Caller.json(relay.operator().get("/api/v1/bandwidth"));
      assertEquals(1_850_000, list.get("ingress").get("bps").asLong());
      assertEquals(2_000_000, list.get("ingress").get("budgetBps").asLong());
      assertEquals("north", list.get("groups").get(0).get("group").stringValue());
      JsonNode first = list.get("cameras").get(0);
      assertEquals(1_500_000, first.get("targetBps").asLong());
      assertEquals("budget", first.get("heldBy").stringValue());
      assertEquals("cap", list.get("cameras").get(1).get("heldBy").stringValue());
      String metrics = relay.operator().get("/metrics").body();
      assertTrue(metrics.contains("vigie_camera_bps{camera=\"cam-1\"} 1400000.0"), metrics);
      assertTrue(metrics.contains("vigie_camera_target_bps{camera=\"cam-2\"} 500000.0"), metrics);
      assertTrue(metrics.contains("vigie_budget_ingress_bps{group=\"\"} 2000000.0"), metrics);
    }
  }

  @Test
  void viewersAreListedAsLongAsTheyAreThere() {
    try (TestRelay relay = new TestRelay(folder)) {
      publish(relay, "cam-1", 1_400_000);
      set(relay, "relay", "camera.weight", "2");
      Caller viewer = relay.viewer("cam-1");
      String offer = TestRelay.offer("browser-viewer.sdp");
      String session =
          Caller.header(viewer.post("/whep/cam-1?wait=true", Caller.SDP, offer), "Location");
      JsonNode look = Caller.json(relay.operator().get("/api/v1/bandwidth"));
      assertEquals(1, look.get("settingsVersion").asInt());
      assertEquals(1, look.get("viewers").size());
      assertEquals("cam-1", look.get("viewers").get(0).get("camera").stringValue());
      assertEquals("waiting", look.get("viewers").get(0).get("state").stringValue());
      relay.media.connectViewer(
          session,
          new ViewerLine(
              OptionalLong.of(700_000),
              Duration.ofMillis(40),
              0.0213,
              ViewerLine.Limit.LINE,
              ViewerLine.Pictures.KEY_FRAMES));
      JsonNode watched =
          Caller.json(relay.operator().get("/api/v1/bandwidth")).get("viewers").get(0);
      assertEquals(700_000, watched.get("estimateBps").asLong());
      assertEquals(40, watched.get("queueMs").asLong());
      assertEquals(0.021, watched.get("lostPart").asDouble());
      assertEquals("key-frames", watched.get("limit").stringValue());
      viewer.delete(session);
      assertEquals(0, Caller.json(relay.operator().get("/api/v1/bandwidth")).get("viewers").size());
    }
  }

  @Test
  void howAStreamIsCarriedIsToldWithTheChangeAndWhenTheCameraComes() {
    try (TestRelay relay = new TestRelay(folder, "vigie.media.key-frame-interval=500 ms")) {
      publish(relay, "cam-1", 2_500_000);
      assertEquals(tuning(15, 1_500, 500, 1), relay.media.tunings.get("cam-1"));
      set(relay, "camera:cam-1", "media.coalesce", "0");
      set(relay, "relay", "media.history.age", "3000");
      assertEquals(tuning(0, 3_000, 500, 1), relay.media.tunings.get("cam-1"));
      publish(relay, "cam-2", 2_500_000);
      assertEquals(tuning(15, 3_000, 500, 1), relay.media.tunings.get("cam-2"));
      set(relay, "camera:cam-2", "camera.weight", "3");
      assertEquals(tuning(15, 3_000, 500, 3), relay.media.tunings.get("cam-2"));
      relay.media.tunings.clear();
      set(relay, "relay", "camera.max-bitrate", "900000");
      assertTrue(relay.media.tunings.isEmpty());
    }
  }

  @Test
  void timesOutOfRangeOrOfAnotherUnitAreRefused() {
    try (TestRelay relay = new TestRelay(folder)) {
      for (String bad : List.of("101", "-1", "\"15 ms\"", "1.5")) {
        String body = LiveSettingsRestTest.one("relay", "media.coalesce", bad);
        assertEquals(422, LiveSettingsRestTest.patch(relay, "", body).statusCode(), bad);
      }
    }
  }

  private static StreamTuning tuning(long coalesceMs, long historyMs, long keyFrameMs, int weight) {
    return new StreamTuning(
        Duration.ofMillis(coalesceMs),
        Duration.ofMillis(historyMs),
        Duration.ofMillis(keyFrameMs),
        weight);
  }

  @Test
  void aTakeoverIsBoundAnew() {
    try (TestRelay relay = new TestRelay(folder)) {
      publish(relay, "cam-1", 2_500_000);
      set(relay, "camera:cam-1", "camera.max-bitrate", "600000");
      relay.media.bounds.clear();
      relay.operator().post("/whip/cam-1", Caller.SDP, TestRelay.offer("browser-camera.sdp"));
      assertEquals(600_000, max(relay, "cam-1"));
    }
  }

  static SessionId publish(TestRelay relay, String id, long bps) {
    Caller camera = relay.camera(id);
    String location =
        Caller.header(
            camera.post("/whip/" + id, Caller.SDP, TestRelay.offer("browser-camera.sdp")),
            "Location");
    SessionId session = new SessionId(location.substring(location.lastIndexOf('/') + 1));
    TrackStats video =
        new TrackStats(
            MediaKind.VIDEO,
            Optional.empty(),
            1,
            bps,
            1280,
            720,
            30,
            Optional.empty(),
            1_000,
            0,
            0,
            0,
            1,
            List.of());
    relay.media.streams.put(
        id,
        new StreamStats(new StreamId(id), StreamState.LIVE, 0, Optional.empty(), List.of(video)));
    relay.media.say(new BridgeEvent.SessionConnected(session, SrtpProfile.AEAD_AES_128_GCM));
    return session;
  }

  static void set(TestRelay relay, String scope, String key, String value) {
    String body = LiveSettingsRestTest.one(scope, key, value);
    assertEquals(200, LiveSettingsRestTest.patch(relay, "", body).statusCode(), body);
  }

  private static long max(TestRelay relay, String camera) {
    CameraBounds bounds = relay.media.bounds.get(camera);
    return bounds == null ? -1 : bounds.maxBps();
  }

  static void eventually(BooleanSupplier condition, int seconds) {
    long giveUp = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < giveUp, "not within " + seconds + " s");
      LockSupport.parkNanos(10_000_000);
    }
  }
}
