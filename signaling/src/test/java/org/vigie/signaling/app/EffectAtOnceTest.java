package org.vigie.signaling.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.bridge.api.ViewerLine;
import org.vigie.signaling.settings.live.LiveKey;

/** Every key that counts at once reaches those who are connected, and nobody connects anew. */
class EffectAtOnceTest {
  /** {@code LiveSocketTest} and {@code CameraTargetsTest} show these. */
  private static final Set<String> SHOWN_ELSEWHERE =
      Set.of(
          "camera.layer-bitrate.low",
          "camera.layer-bitrate.mid",
          "camera.layer-bitrate.high",
          "camera.idle-bitrate",
          "camera.foreign-idle-bitrate");

  private static final Value BUDGET = new Value("relay", "budget.ingress", "3000000");
  private static final Value MEMBER = new Value("camera:cam-1", "camera.group", "\"north\"");

  private static final List<Case> CASES =
      List.of(
          new Case(List.of(), new Value("camera:cam-1", "camera.max-bitrate", "600000")),
          new Case(List.of(), new Value("camera:cam-1", "camera.min-bitrate", "200000")),
          new Case(List.of(BUDGET), new Value("camera:cam-1", "camera.weight", "3")),
          new Case(List.of(new Value("group:north", "budget.ingress", "1000000")), MEMBER),
          new Case(List.of(), BUDGET),
          new Case(
              List.of(BUDGET, MEMBER), new Value("group:north", "budget.guaranteed", "2400000")),
          new Case(List.of(MEMBER), new Value("group:north", "budget.egress", "1000000")),
          new Case(
              List.of(MEMBER, new Value("relay", "budget.egress", "1000000")),
              new Value("group:north", "budget.egress-guaranteed", "800000")),
          new Case(List.of(), new Value("role:viewer", "viewer.max-bitrate", "600000")),
          new Case(List.of(), new Value("relay", "viewer.probing", "\"off\"")),
          new Case(List.of(), new Value("camera:cam-1", "viewer.repair-share", "10")),
          new Case(List.of(), new Value("relay", "viewer.layer-stretch", "200")),
          new Case(List.of(), new Value("camera:cam-1", "media.coalesce", "0")),
          new Case(List.of(), new Value("relay", "media.history.age", "3000")),
          new Case(List.of(), new Value("relay", "media.key-frame-interval", "500")));

  @TempDir private Path folder;

  private record Value(String scope, String key, String value) {}

  private record Case(List<Value> before, Value change) {}

  @Test
  void everyKeyIsShown() {
    Set<String> shown =
        Stream.concat(SHOWN_ELSEWHERE.stream(), CASES.stream().map(each -> each.change().key()))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> atOnce =
        Arrays.stream(LiveKey.values())
            .filter(key -> key.effect() == LiveKey.Effect.AT_ONCE)
            .map(LiveKey::key)
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(atOnce, shown);
  }

  @Test
  void aChangeIsToldToTheSessionsThatThereAreAndTakenBackWithTheValue() {
    try (TestRelay relay = new TestRelay(folder)) {
      connectAll(relay);
      for (Case each : CASES) {
        each.before().forEach(value -> set(relay, value));
        String before = told(relay.media);
        set(relay, each.change());
        assertNotEquals(before, told(relay.media), each.change().key());
        set(relay, new Value(each.change().scope(), each.change().key(), "null"));
        assertEquals(before, told(relay.media), each.change().key());
        each.before().reversed().forEach(v -> set(relay, new Value(v.scope(), v.key(), "null")));
      }
      assertEquals(2, relay.media.cameras.size());
      assertEquals(2, relay.media.viewers.size());
      assertTrue(relay.media.ended.isEmpty(), relay.media.ended.toString());
      assertTrue(relay.media.restarts.isEmpty());
    }
  }

  private static void connectAll(TestRelay relay) {
    CameraTargetsTest.publish(relay, "cam-1", 2_500_000);
    CameraTargetsTest.publish(relay, "cam-2", 2_500_000);
    watch(relay, "cam-1");
    watch(relay, "cam-2");
    // Who never had a bound or a tuning of his own is not in these yet.
    set(relay, new Value("relay", "viewer.max-bitrate", "5000000"));
    set(relay, new Value("relay", "viewer.max-bitrate", "null"));
    set(relay, new Value("relay", "viewer.probing", "\"off\""));
    set(relay, new Value("relay", "viewer.probing", "null"));
  }

  private static void watch(TestRelay relay, String camera) {
    String offer = TestRelay.offer("browser-viewer.sdp");
    String watched =
        Caller.header(
            relay.viewer("*").post("/whep/" + camera + "?wait=true", Caller.SDP, offer),
            "Location");
    relay.media.connectViewer(
        watched,
        new ViewerLine(
            OptionalLong.empty(),
            Duration.ZERO,
            0,
            ViewerLine.Limit.CAMERA,
            ViewerLine.Pictures.ALL));
  }

  private static void set(TestRelay relay, Value value) {
    CameraTargetsTest.set(relay, value.scope(), value.key(), value.value());
  }

  /** What the bridge was told last of each camera and viewer. */
  private static String told(FakeMediaPlane media) {
    return String.join(
        "\n",
        new TreeMap<>(media.bounds).toString(),
        new TreeMap<>(media.tunings).toString(),
        media.viewerBounds.toString(),
        media.viewerTunings.toString());
  }
}
