package org.vigie.signaling.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.bridge.api.SessionId;
import org.vigie.bridge.api.ViewerLine;
import org.vigie.signaling.bandwidth.ViewerTargets;
import tools.jackson.databind.JsonNode;

/** What the bridge is told of how much each viewer is given. */
class ViewerBoundsTest {
  private static final ViewerLine CAPPED =
      new ViewerLine(OptionalLong.empty(), Duration.ZERO, 0, ViewerLine.Limit.VIEWER_CAP);

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
  void rolesThatDoNotWatchAndCapsOutOfRangeAreRefused() {
    try (TestRelay relay = new TestRelay(folder)) {
      for (String[] bad :
          new String[][] {
            {"role:camera", "viewer.max-bitrate", "500000"},
            {"role:viewer", "camera.max-bitrate", "500000"},
            {"relay", "viewer.max-bitrate", "49999"},
            {"relay", "viewer.max-bitrate", "\"500k\""},
            {"group:north", "budget.egress", "500000"},
            {"relay", "budget.egress", "-1"},
          }) {
        String body = LiveSettingsRestTest.one(bad[0], bad[1], bad[2]);
        assertEquals(422, LiveSettingsRestTest.patch(relay, "", body).statusCode(), body);
      }
    }
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
