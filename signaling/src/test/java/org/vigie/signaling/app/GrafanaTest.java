package org.vigie.signaling.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.bridge.api.BridgeEvent;
import org.vigie.bridge.api.SessionId;
import org.vigie.bridge.api.SrtpProfile;
import org.vigie.bridge.api.StreamId;
import org.vigie.bridge.api.StreamState;
import org.vigie.bridge.api.StreamStats;
import org.vigie.bridge.api.UplinkStats;
import org.vigie.bridge.api.ViewerLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The dashboard in conf/ shows what there is. */
class GrafanaTest {
  private static final Path DASHBOARD = Path.of("../conf/grafana-vigie.json");
  private static final Pattern NAME = Pattern.compile("\\b(vigie|jvm|process|system)_[a-z_]+");

  @TempDir private Path folder;

  @Test
  void everyMetricOfTheDashboardIsServed() throws IOException {
    try (TestRelay relay = start()) {
      oneCameraAndOneViewer(relay);
      String metrics = secondLook(relay);
      Set<String> served = names(metrics.lines().filter(line -> !line.startsWith("#")).toList());
      Set<String> missing = names(expressions());
      assertTrue(missing.size() > 15, missing.toString());
      missing.removeAll(served);
      assertEquals(Set.of(), missing);
    }
  }

  @Test
  void everyMetricOfCamerasAndViewersIsOnTheDashboard() throws IOException {
    try (TestRelay relay = start()) {
      oneCameraAndOneViewer(relay);
      String metrics = secondLook(relay);
      Set<String> forgotten = names(metrics.lines().toList());
      forgotten.removeIf(
          name -> !name.matches("vigie_(camera|cameras|viewer|viewers|ingress|egress|budget)_.*"));
      forgotten.removeAll(names(List.of(Files.readString(DASHBOARD))));
      assertEquals(Set.of(), forgotten);
    }
  }

  @Test
  void nothingIsSummedOfWhichOnlyTheFirstSessionsHaveRows() throws IOException {
    List<String> sums =
        expressions().stream().filter(each -> each.matches("sum\\b.*vigie_viewer_.*")).toList();
    assertEquals(List.of(), sums);
  }

  private TestRelay start() {
    return new TestRelay(
        folder,
        "vigie.budget.ingress=5000000",
        "vigie.budget.egress=50000000",
        "vigie.viewer.max-bitrate=2000000");
  }

  /** Rates are known once there was a look a second before. */
  private static String secondLook(TestRelay relay) {
    String rates = "vigie_egress_bps{";
    Eventually.within(5, "rates", () -> relay.operator().get("/metrics").body().contains(rates));
    return relay.operator().get("/metrics").body();
  }

  private static Set<String> names(List<String> texts) {
    return texts.stream()
        .flatMap(text -> NAME.matcher(text).results().map(MatchResult::group))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<String> expressions() throws IOException {
    JsonNode dashboard = JsonMapper.builder().build().readTree(Files.readString(DASHBOARD));
    return dashboard.findValues("expr").stream().map(JsonNode::stringValue).toList();
  }

  private static void oneCameraAndOneViewer(TestRelay relay) {
    String location =
        Caller.header(
            relay
                .camera("cam-1")
                .post("/whip/cam-1", Caller.SDP, TestRelay.offer("browser-camera.sdp")),
            "Location");
    SessionId session = new SessionId(location.substring(location.lastIndexOf('/') + 1));
    relay.media.streams.put(
        "cam-1",
        new StreamStats(
            new StreamId("cam-1"),
            StreamState.LIVE,
            1,
            Optional.empty(),
            List.of(),
            List.of(),
            new UplinkStats(Optional.of(600_000L), 0.02, Optional.of(Duration.ofMillis(40))),
            StreamStats.ANY_SIZE));
    relay.media.say(new BridgeEvent.SessionConnected(session, SrtpProfile.AEAD_AES_128_GCM));
    relay.media.counters.put("udp.sent", 1L);
    relay.media.connectViewer(
        Caller.header(
            relay
                .viewer("cam-1")
                .post("/whep/cam-1?wait=true", Caller.SDP, TestRelay.offer("browser-viewer.sdp")),
            "Location"),
        new ViewerLine(
            OptionalLong.of(700_000),
            Duration.ofMillis(40),
            0.02,
            ViewerLine.Limit.LINE,
            ViewerLine.Pictures.ALL));
    String cap = LiveSettingsRestTest.one("relay", "camera.weight", "2");
    assertEquals(200, LiveSettingsRestTest.patch(relay, "", cap).statusCode());
  }
}
