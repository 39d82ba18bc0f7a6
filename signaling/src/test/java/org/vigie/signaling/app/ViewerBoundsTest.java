package org.vigie.signaling.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.bridge.api.SessionId;
import org.vigie.bridge.api.ViewerLine;
import org.vigie.bridge.api.ViewerTuning;
import org.vigie.signaling.bandwidth.ViewerTargets;
import tools.jackson.databind.JsonNode;

/** What the bridge is told of how much each viewer is given. */
class ViewerBoundsTest {
  private static final ViewerLine CAPPED =
      new ViewerLine(
          OptionalLong.empty(),
          Duration.ZERO,
          0,
          ViewerLine.Limit.VIEWER_CAP,
          ViewerLine.Pictures.KEY_FRAMES);

  @TempDir private Path folder;

  @Test
  void aCapCountsAtOnceByCameraAndByRoleAndTheNearestWins() {
    try (TestRelay relay = new TestRelay(folder)) {
      CameraTargetsTest.publish(relay, "cam-1", 1_400_000);
      String viewer = watch(relay, relay.viewer("*"), "cam-1");
      assertTrue(relay.media.viewerBounds.isEmpty());
      CameraTargetsTest.set(relay, "relay", "viewer.max-bitrate", "900000");
      assertEquals(900_000, bound(relay, viewer));
      CameraTargetsTest.set(relay, "camera:cam-1", "viewer.max-bitrate", "700000");
      assertEquals(700_000, bound(relay, viewer));
      CameraTargetsTest.set(relay, "role:viewer", "viewer.max-bitrate", "500000");
      assertEquals(500_000, bound(relay, viewer));
      assertEquals(700_000, bound(relay, watch(relay, relay.operator(), "cam-1")));
      JsonNode look = Caller.json(relay.operator().get("/api/v1/bandwidth")).get("viewers");
      assertEquals("viewer-cap", look.get(0).get("limit").stringValue());
      for (String scope : new String[] {"role:viewer", "camera:cam-1", "relay"}) {
        CameraTargetsTest.set(relay, scope, "viewer.max-bitrate", "null");
      }
      assertEquals(ViewerTargets.NO_BOUND_BPS, bound(relay, viewer));
    }
  }

  @Test
  void aBudgetOfAllViewersIsSharedAndSharedAnewWhenOneGoes() {
    try (TestRelay relay = new TestRelay(folder)) {
      CameraTargetsTest.publish(relay, "cam-1", 1_400_000);
      CameraTargetsTest.publish(relay, "cam-2", 400_000);
      Caller caller = relay.viewer("*");
      String first = watch(relay, caller, "cam-1");
      String second = watch(relay, caller, "cam-1");
      String small = watch(relay, caller, "cam-2");
      CameraTargetsTest.set(relay, "relay", "budget.egress", "2000000");
      assertEquals(800_000, bound(relay, first));
      assertEquals(800_000, bound(relay, second));
      assertEquals(-1, bound(relay, small));
      JsonNode look = Caller.json(relay.operator().get("/api/v1/bandwidth"));
      assertEquals(2_000_000, look.get("egress").get("budgetBps").asLong());
      for (JsonNode viewer : look.get("viewers")) {
        boolean held = viewer.get("camera").stringValue().equals("cam-1");
        assertEquals(held, viewer.has("maxBps"), viewer.toString());
        assertEquals(held ? "egress-budget" : "viewer-cap", viewer.get("limit").stringValue());
      }
      caller.delete(second);
      CameraTargetsTest.eventually(() -> bound(relay, first) == ViewerTargets.NO_BOUND_BPS, 10);
    }
  }

  @Test
  void whatAThinLineCannotTakeIsGivenToTheOthersAndGivenBackWhenItTakesMore() {
    try (TestRelay relay = new TestRelay(folder)) {
      CameraTargetsTest.publish(relay, "cam-1", 6_000_000);
      Caller caller = relay.viewer("*");
      String thin = watch(relay, caller, "cam-1");
      String other = watch(relay, caller, "cam-1");
      relay.media.connectViewer(thin, line(500_000));
      CameraTargetsTest.set(relay, "relay", "budget.egress", "5000000");
      assertEquals(4_200_000, bound(relay, other));
      assertEquals(-1, bound(relay, thin));
      relay.media.connectViewer(thin, line(4_000_000));
      CameraTargetsTest.eventually(() -> bound(relay, other) == 2_500_000, 10);
      assertEquals(2_500_000, bound(relay, thin));
    }
  }

  private static ViewerLine line(long bps) {
    return new ViewerLine(
        OptionalLong.of(bps), Duration.ZERO, 0, ViewerLine.Limit.LINE, ViewerLine.Pictures.ALL);
  }

  @Test
  void theLeastBudgetStillGivesEachViewerTheLeastThatABridgeTakes() {
    try (TestRelay relay = new TestRelay(folder)) {
      CameraTargetsTest.publish(relay, "cam-1", 1_400_000);
      Caller caller = relay.viewer("*");
      String first = watch(relay, caller, "cam-1");
      String second = watch(relay, caller, "cam-1");
      CameraTargetsTest.set(relay, "relay", "budget.egress", "30000");
      assertEquals(30_000, bound(relay, first));
      assertEquals(30_000, bound(relay, second));
      JsonNode fault =
          Caller.json(
                  LiveSettingsRestTest.patch(
                      relay, "", LiveSettingsRestTest.one("relay", "budget.egress", "2000")))
              .get("faults")
              .get(0);
      assertTrue(fault.get("detail").stringValue().contains("0, or a whole number of bit/s from"));
    }
  }

  @Test
  void aBridgeThatFailsOverABoundStopsNeitherOtherFollowersOfTheSettingsNorTheObserver() {
    try (TestRelay relay = new TestRelay(folder)) {
      CameraTargetsTest.publish(relay, "cam-1", 1_400_000);
      String viewer = watch(relay, relay.viewer("*"), "cam-1");
      relay.media.refusesBounds = true;
      String body =
          "{\"reason\":\"r\",\"changes\":[{\"key\":\"budget.egress\",\"value\":600000},"
              + "{\"key\":\"viewer.probing\",\"value\":\"off\"}]}";
      assertEquals(200, LiveSettingsRestTest.patch(relay, "", body).statusCode());
      assertEquals(new ViewerTuning(false, 25, 120), tuning(relay, viewer));
      try (LiveClient stranger = LiveClient.open(relay.origin)) {
        assertEquals(4408, stranger.closeCode());
      }
      relay.media.refusesBounds = false;
      Eventually.within(10, "the bound", () -> bound(relay, viewer) == 600_000);
    }
  }

  @Test
  void aBridgeThatDoesNotAnswerForAMomentLiftsNobodysBound() {
    try (TestRelay relay = new TestRelay(folder)) {
      CameraTargetsTest.publish(relay, "cam-1", 1_400_000);
      Caller caller = relay.viewer("*");
      String first = watch(relay, caller, "cam-1");
      String second = watch(relay, caller, "cam-1");
      CameraTargetsTest.set(relay, "relay", "budget.egress", "1000000");
      relay.media.silent = true;
      Caller operator = relay.operator();
      CameraTargetsTest.eventually(
          () -> operator.get("/api/v1/cameras/cam-1").statusCode() == 503, 5);
      CameraTargetsTest.set(relay, "relay", "viewer.repair-share", "40");
      assertEquals(500_000, bound(relay, first));
      assertEquals(500_000, bound(relay, second));
    }
  }

  @Test
  void rolesThatDoNotWatchAndCapsOutOfRangeAreRefused() {
    try (TestRelay relay = new TestRelay(folder)) {
      relay.camera("cam-1");
      for (String[] bad :
          new String[][] {
            {"role:camera", "viewer.max-bitrate", "500000"},
            {"role:viewer", "camera.max-bitrate", "500000"},
            {"relay", "viewer.max-bitrate", "49999"},
            {"relay", "viewer.max-bitrate", "\"500k\""},
            {"camera:cam-1", "budget.egress", "500000"},
            {"role:viewer", "budget.egress", "500000"},
            {"relay", "budget.egress-guaranteed", "500000"},
            {"camera:cam-1", "budget.egress-guaranteed", "500000"},
            {"group:north", "budget.egress-guaranteed", "100000000001"},
            {"relay", "budget.egress", "-1"},
            {"relay", "budget.egress", "1"},
            {"relay", "budget.egress", "29999"},
            {"group:north", "budget.egress", "2000"},
            {"relay", "viewer.probing", "\"maybe\""},
            {"relay", "viewer.probing", "1"},
            {"relay", "viewer.probing", "true"},
            {"relay", "viewer.repair-share", "101"},
            {"relay", "viewer.repair-share", "-1"},
            {"relay", "viewer.repair-share", "\"25 %\""},
            {"relay", "viewer.repair-share", "0.25"},
            {"relay", "viewer.layer-stretch", "49"},
            {"relay", "viewer.layer-stretch", "401"},
            {"relay", "viewer.layer-stretch", "\"on\""},
          }) {
        String body = LiveSettingsRestTest.one(bad[0], bad[1], bad[2]);
        assertEquals(422, LiveSettingsRestTest.patch(relay, "", body).statusCode(), body);
      }
    }
  }

  @Test
  void aBudgetOfAGroupIsSharedByWhoWatchesItsCamerasAndBindsNobodyElse() {
    try (TestRelay relay = new TestRelay(folder)) {
      for (String id : new String[] {"cam-1", "cam-2", "cam-3"}) {
        CameraTargetsTest.publish(relay, id, 1_400_000);
      }
      CameraTargetsTest.set(relay, "camera:cam-1", "camera.group", "\"north\"");
      CameraTargetsTest.set(relay, "camera:cam-2", "camera.group", "\"north\"");
      Caller caller = relay.viewer("*");
      String first = watch(relay, caller, "cam-1");
      String second = watch(relay, caller, "cam-2");
      String other = watch(relay, caller, "cam-3");
      CameraTargetsTest.set(relay, "group:north", "budget.egress", "1600000");
      assertEquals(800_000, bound(relay, first));
      assertEquals(800_000, bound(relay, second));
      assertEquals(-1, bound(relay, other));
      CameraTargetsTest.set(relay, "relay", "budget.egress", "2000000");
      assertEquals(666_667, bound(relay, first), "the relay's budget is shared by all three");
      assertEquals(666_667, bound(relay, other));
      String third = watch(relay, caller, "cam-1");
      CameraTargetsTest.eventually(() -> bound(relay, third) == 500_000, 10);
      CameraTargetsTest.set(relay, "relay", "budget.egress", "null");
      assertEquals(533_333, bound(relay, third));
      assertEquals(ViewerTargets.NO_BOUND_BPS, bound(relay, other));
      CameraTargetsTest.set(relay, "group:north", "budget.egress", "null");
      assertEquals(ViewerTargets.NO_BOUND_BPS, bound(relay, first));
    }
  }

  @Test
  void aBudgetIsSharedByTheWeightOfWhatEachWatches() {
    try (TestRelay relay = new TestRelay(folder)) {
      CameraTargetsTest.publish(relay, "cam-1", 1_400_000);
      CameraTargetsTest.publish(relay, "cam-2", 1_400_000);
      Caller caller = relay.viewer("*");
      String heavy = watch(relay, caller, "cam-1");
      String first = watch(relay, caller, "cam-2");
      String second = watch(relay, caller, "cam-2");
      CameraTargetsTest.set(relay, "camera:cam-1", "camera.weight", "3");
      CameraTargetsTest.set(relay, "relay", "budget.egress", "2000000");
      assertEquals(1_200_000, bound(relay, heavy));
      assertEquals(400_000, bound(relay, first));
      JsonNode would = dryRun(relay, "camera:cam-1", "camera.weight", "1000");
      assertEquals(3, would.size(), would.toString());
      CameraTargetsTest.set(relay, "camera:cam-1", "camera.weight", "1000");
      assertEquals(ViewerTargets.NO_BOUND_BPS, bound(relay, heavy), "he can use no more");
      assertEquals(300_000, bound(relay, second), "and leaves the rest to the others");
    }
  }

  @Test
  void anIncidentsViewersComeFirst() {
    try (TestRelay relay = new TestRelay(folder)) {
      CameraTargetsTest.publish(relay, "cam-1", 1_400_000);
      CameraTargetsTest.publish(relay, "cam-2", 1_400_000);
      CameraTargetsTest.set(relay, "camera:cam-1", "camera.group", "\"incident\"");
      Caller caller = relay.viewer("*");
      String first = watch(relay, caller, "cam-1");
      String second = watch(relay, caller, "cam-1");
      String other = watch(relay, caller, "cam-2");
      CameraTargetsTest.set(relay, "relay", "budget.egress", "2000000");
      JsonNode would = dryRun(relay, "group:incident", "budget.egress-guaranteed", "1600000");
      assertEquals(3, would.size(), would.toString());
      CameraTargetsTest.set(relay, "group:incident", "budget.egress-guaranteed", "1600000");
      assertEquals(800_000, bound(relay, first));
      assertEquals(800_000, bound(relay, second));
      assertEquals(400_000, bound(relay, other));
      JsonNode look = Caller.json(relay.operator().get("/api/v1/bandwidth"));
      assertEquals(1_600_000, look.get("groups").get(0).get("egressGuaranteedBps").asLong());
      caller.delete(second);
      CameraTargetsTest.eventually(() -> bound(relay, other) == 600_000, 10);
    }
  }

  @Test
  void theLightestViewerKeepsTheLeastThatABridgeTakesAndTheBudgetHolds() {
    try (TestRelay relay = new TestRelay(folder)) {
      CameraTargetsTest.publish(relay, "cam-1", 1_400_000);
      CameraTargetsTest.publish(relay, "cam-2", 1_400_000);
      Caller caller = relay.viewer("*");
      String heavy = watch(relay, caller, "cam-1");
      String light = watch(relay, caller, "cam-2");
      CameraTargetsTest.set(relay, "camera:cam-1", "camera.weight", "1000");
      CameraTargetsTest.set(relay, "relay", "budget.egress", "1000000");
      assertEquals(970_000, bound(relay, heavy));
      assertEquals(30_000, bound(relay, light));
    }
  }

  @Test
  void whatAGroupsViewersAreSentIsToldBesideItsBudget() {
    try (TestRelay relay = new TestRelay(folder)) {
      CameraTargetsTest.publish(relay, "cam-1", 1_400_000);
      CameraTargetsTest.publish(relay, "cam-2", 1_400_000);
      CameraTargetsTest.set(relay, "camera:cam-1", "camera.group", "\"north\"");
      CameraTargetsTest.set(relay, "group:north", "budget.egress", "1600000");
      CameraTargetsTest.set(relay, "relay", "budget.egress", "9000000");
      Caller caller = relay.viewer("*");
      watch(relay, caller, "cam-1");
      watch(relay, caller, "cam-2");
      JsonNode first = Caller.json(relay.operator().get("/api/v1/bandwidth"));
      assertFalse(first.get("egress").has("bps"), "nobody has looked before");
      JsonNode north = first.get("groups").get(0);
      assertEquals(1, north.get("viewers").asInt());
      assertEquals(1_400_000, north.get("bps").asLong());
      assertEquals(1_600_000, north.get("egressBudgetBps").asLong());
      watch(relay, caller, "cam-1");
      Eventually.within(5, "rates that are the group's alone", () -> isAllOfNorth(relay));
      String metrics = relay.operator().get("/metrics").body();
      assertTrue(metrics.contains("vigie_egress_bps{group=\"north\"} "), metrics);
      assertTrue(metrics.contains("vigie_budget_egress_bps{group=\"north\"} 1600000.0"), metrics);
      assertTrue(metrics.contains("vigie_budget_egress_bps{group=\"\"} 9000000.0"), metrics);
    }
  }

  private static boolean isAllOfNorth(TestRelay relay) {
    JsonNode look = Caller.json(relay.operator().get("/api/v1/bandwidth"));
    long all = look.get("egress").path("bps").asLong(0);
    return all > 0 && all == look.get("groups").get(0).path("egressBps").asLong(0);
  }

  @Test
  void aGroupCannotBeGivenMoreThanTheRelayMayGive() {
    try (TestRelay relay = new TestRelay(folder)) {
      CameraTargetsTest.set(relay, "relay", "budget.egress", "2000000");
      String body = LiveSettingsRestTest.one("group:north", "budget.egress", "2000001");
      HttpResponse<String> response = LiveSettingsRestTest.patch(relay, "", body);
      assertEquals(422, response.statusCode());
      JsonNode fault = Caller.json(response).get("faults").get(0);
      assertEquals("contradiction", fault.get("code").stringValue());
      assertEquals("budget.egress", fault.get("key").stringValue());
    }
  }

  @Test
  void howAViewerIsServedCountsAtOnceAndForWhoComesLaterAndTheNearestWins() {
    try (TestRelay relay = new TestRelay(folder)) {
      CameraTargetsTest.publish(relay, "cam-1", 1_400_000);
      CameraTargetsTest.set(relay, "camera:cam-1", "camera.group", "\"north\"");
      String viewer = watch(relay, relay.viewer("*"), "cam-1");
      assertTrue(relay.media.viewerTunings.isEmpty());
      CameraTargetsTest.set(relay, "relay", "viewer.probing", "\"off\"");
      assertEquals(new ViewerTuning(false, 25, 120), tuning(relay, viewer));
      CameraTargetsTest.set(relay, "group:north", "viewer.repair-share", "40");
      CameraTargetsTest.set(relay, "camera:cam-1", "viewer.layer-stretch", "200");
      CameraTargetsTest.set(relay, "role:operator", "viewer.probing", "\"on\"");
      assertEquals(new ViewerTuning(false, 40, 200), tuning(relay, viewer));
      String operator = watch(relay, relay.operator(), "cam-1");
      assertEquals(new ViewerTuning(true, 40, 200), tuning(relay, operator));
      relay.media.viewerTunings.clear();
      CameraTargetsTest.set(relay, "relay", "camera.weight", "2");
      assertTrue(relay.media.viewerTunings.isEmpty());
      CameraTargetsTest.set(relay, "relay", "viewer.probing", "null");
      CameraTargetsTest.set(relay, "group:north", "viewer.repair-share", "null");
      CameraTargetsTest.set(relay, "camera:cam-1", "viewer.layer-stretch", "null");
      assertEquals(ViewerTuning.USUAL, tuning(relay, viewer));
    }
  }

  @Test
  void theConfigurationSaysHowViewersAreServedUntilSomethingElseIsSet() {
    try (TestRelay relay = new TestRelay(folder, "vigie.viewer.probing=off")) {
      CameraTargetsTest.publish(relay, "cam-1", 1_400_000);
      String viewer = watch(relay, relay.viewer("*"), "cam-1");
      assertEquals(new ViewerTuning(false, 25, 120), tuning(relay, viewer));
    }
  }

  @Test
  void aDryRunNamesTheViewersForWhomSomethingWouldChangeAndTellsThemNothing() {
    try (TestRelay relay = new TestRelay(folder)) {
      CameraTargetsTest.publish(relay, "cam-1", 1_400_000);
      CameraTargetsTest.publish(relay, "cam-2", 400_000);
      String large = watch(relay, relay.viewer("*"), "cam-1");
      watch(relay, relay.operator(), "cam-2");
      JsonNode would = dryRun(relay, "relay", "budget.egress", "1000000");
      assertEquals(1, would.size(), would.toString());
      JsonNode one = would.get(0);
      assertTrue(large.endsWith(one.get("session").stringValue()));
      assertEquals("cam-1", one.get("camera").stringValue());
      assertTrue(one.get("from").get("maxBps") == null, "there was no bound");
      assertEquals(600_000, one.get("to").get("maxBps").asLong());
      assertTrue(one.get("to").get("byBudget").asBoolean());
      JsonNode probing = dryRun(relay, "role:operator", "viewer.probing", "\"off\"");
      assertEquals(1, probing.size());
      assertEquals("operator", probing.get(0).get("name").stringValue());
      assertEquals("on", probing.get(0).get("from").get("probing").stringValue());
      assertEquals("off", probing.get(0).get("to").get("probing").stringValue());
      assertEquals(0, dryRun(relay, "relay", "camera.weight", "3").size());
      assertTrue(relay.media.viewerBounds.isEmpty());
      assertTrue(relay.media.viewerTunings.isEmpty());
    }
  }

  private static JsonNode dryRun(TestRelay relay, String scope, String key, String value) {
    String body = LiveSettingsRestTest.one(scope, key, value);
    return Caller.json(LiveSettingsRestTest.patch(relay, "?dry-run=true", body)).get("viewers");
  }

  private static ViewerTuning tuning(TestRelay relay, String location) {
    SessionId id = new SessionId(location.substring(location.lastIndexOf('/') + 1));
    return relay.media.viewerTunings.getOrDefault(id, ViewerTuning.USUAL);
  }

  private static String watch(TestRelay relay, Caller caller, String camera) {
    String location =
        Caller.header(
            caller.post(
                "/whep/" + camera + "?wait=true",
                Caller.SDP,
                TestRelay.offer("browser-viewer.sdp")),
            "Location");
    relay.media.connectViewer(location, CAPPED);
    return location;
  }

  private static long bound(TestRelay relay, String location) {
    SessionId id = new SessionId(location.substring(location.lastIndexOf('/') + 1));
    return relay.media.viewerBounds.getOrDefault(id, -1L);
  }
}
