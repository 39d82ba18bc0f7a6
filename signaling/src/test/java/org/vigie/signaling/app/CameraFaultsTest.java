package org.vigie.signaling.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.bridge.api.CameraFault;
import org.vigie.bridge.api.CameraFault.Kind;
import org.vigie.bridge.api.HeaderExtension;
import org.vigie.bridge.api.MediaKind;
import org.vigie.bridge.api.StandingFault;
import org.vigie.bridge.api.StreamId;
import org.vigie.bridge.api.StreamState;
import org.vigie.bridge.api.StreamStats;
import tools.jackson.databind.JsonNode;

/** The faults of cameras over REST and in the metrics. */
class CameraFaultsTest {
  private static final String CAMERA = "/api/v1/cameras/cam-1";

  @TempDir private Path folder;

  private TestRelay relay;
  private Caller operator;

  @BeforeEach
  void start() {
    relay = new TestRelay(folder);
    operator = relay.operator();
    relay.camera("cam-1");
  }

  @AfterEach
  void stop() {
    relay.close();
  }

  @Test
  void eachFaultHasANameADetailAndARemedy() {
    List<String> codes = new ArrayList<>();
    List<String> remedies = new ArrayList<>();
    stands(List.of(Kind.values()), Duration.ofSeconds(3));
    for (JsonNode fault : faults()) {
      codes.add(fault.get("code").stringValue());
      remedies.add(fault.get("remedy").stringValue());
      assertTrue(fault.get("detail").stringValue().length() > 20, fault::toString);
      assertEquals("video", fault.get("track").stringValue());
    }
    assertEquals(
        List.of(
            "no-key-frame",
            "b-frames",
            "missing-parameter-sets",
            "no-sender-reports",
            "unused-extension",
            "clock-jump",
            "silent-track"),
        codes);
    assertEquals(codes.size(), remedies.stream().distinct().count());
  }

  @Test
  void anUnusedExtensionIsNamed() {
    stands(List.of(Kind.UNUSED_EXTENSION, Kind.B_FRAMES), Duration.ofSeconds(3));
    JsonNode faults = faults();
    assertEquals("transport-cc", faults.get(0).get("extension").stringValue());
    assertTrue(faults.get(0).get("detail").stringValue().contains("transport-cc"));
    assertFalse(faults.get(1).has("extension"));
  }

  @Test
  void theDateOfAFaultStaysAsLongAsItStands() {
    stands(List.of(Kind.B_FRAMES), Duration.ofSeconds(60));
    Instant since = Instant.parse(faults().get(0).get("since").stringValue());
    assertTrue(since.isBefore(Instant.now().minusSeconds(55)), since::toString);
    stands(List.of(Kind.B_FRAMES), Duration.ofSeconds(70));
    assertEquals(since, Instant.parse(faults().get(0).get("since").stringValue()));
    stands(List.of(), Duration.ZERO);
    awaitFaults(0);
  }

  @Test
  void aHealthyCameraHasAnEmptyList() {
    stands(List.of(), Duration.ZERO);
    assertEquals(0, faults().size());
  }

  @Test
  void metricsCountTheCamerasWithEachFault() {
    stands(List.of(Kind.B_FRAMES), Duration.ofSeconds(3));
    String metrics = operator.get("/metrics").body();
    assertTrue(metrics.contains("vigie_cameras_faulty{fault=\"b-frames\"} 1.0"), metrics);
    assertTrue(metrics.contains("vigie_cameras_faulty{fault=\"clock-jump\"} 0.0"), metrics);
  }

  private void stands(List<Kind> kinds, Duration standing) {
    List<StandingFault> faults =
        kinds.stream().map(kind -> new StandingFault(fault(kind), standing)).toList();
    relay.media.streams.put(
        "cam-1",
        new StreamStats(
            new StreamId("cam-1"),
            StreamState.LIVE,
            0,
            Optional.of(Duration.ofMillis(5)),
            List.of(),
            faults));
  }

  private static CameraFault fault(Kind kind) {
    Optional<HeaderExtension> extension =
        kind == Kind.UNUSED_EXTENSION
            ? Optional.of(HeaderExtension.TRANSPORT_CC)
            : Optional.empty();
    return new CameraFault(kind, MediaKind.VIDEO, extension);
  }

  private JsonNode faults() {
    return Caller.json(operator.get(CAMERA)).get("faults");
  }

  /** Statistics may be 200 ms old. */
  private void awaitFaults(int count) {
    long giveUp = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (faults().size() != count) {
      assertTrue(System.nanoTime() < giveUp, "the faults stay");
    }
  }
}
