package org.vigie.simulator.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.vigie.bridge.api.SrtpProfile;
import org.vigie.simulator.load.LoadReport.Percentiles;
import org.vigie.simulator.load.LoadReport.ServerCost;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportTest {
  private static final Machine MACHINE =
      new Machine("Abacus 9000", 2, 24L << 30, "Linux 6.18", "25", 0.5);
  private static final Optional<ServerCost> COST =
      Optional.of(
          new ServerCost(
              Duration.ofSeconds(1),
              Duration.ofSeconds(2),
              Duration.ofSeconds(4),
              10_000,
              50_000_000,
              60_000_000,
              42,
              Map.of("a-loop", Duration.ofSeconds(2))));

  @Test
  void theCostIsSplitByPacketAndKind() {
    JsonNode cost = json(report(COST, List.of())).get("cost");
    assertEquals(10_000, cost.get("nanosPerForwarded").asDouble(), 0.1);
    assertEquals(3_333.3, cost.get("userNanosPerForwarded").asDouble(), 0.1);
    assertEquals(6_666.7, cost.get("systemNanosPerForwarded").asDouble(), 0.1);
    assertEquals(13_333.3, cost.get("coreBusyNanosPerForwarded").asDouble(), 0.1);
    assertEquals(2, cost.get("busiestThreadSeconds").get("a-loop").asDouble(), 0.001);
    assertEquals(0.3, cost.get("coresUsed").asDouble(), 0.001);
  }

  @Test
  void ratesAreOfTheMeasuredWindow() {
    JsonNode traffic = json(report(COST, List.of())).get("traffic");
    assertEquals(30_000, traffic.get("receivedPerSecond").asDouble(), 0.1);
    assertEquals(0.25, traffic.get("lossShare").asDouble(), 1e-9);
  }

  @Test
  void withoutAProcessThereIsNoCost() {
    assertFalse(json(report(Optional.empty(), List.of())).has("cost"));
    assertFalse(
        ReportTable.text(report(Optional.empty(), List.of()), MACHINE).contains("per packet out"));
  }

  @Test
  void bothKeepWhatWasWrongAndWhereItWas() {
    LoadReport report = report(COST, List.of("the viewers were late"));
    assertEquals("the viewers were late", json(report).get("faults").get(0).asString());
    assertEquals("Abacus 9000", json(report).get("machine").get("processor").asString());
    String table = ReportTable.text(report, MACHINE);
    assertTrue(table.contains("! the viewers were late\n"), table);
    assertTrue(table.contains("Abacus 9000"), table);
  }

  @Test
  void peopleReadMicrosecondsAndMilliseconds() {
    String table = ReportTable.text(report(COST, List.of()), MACHINE);
    assertTrue(table.contains("10.00 µs: user 3.33, system 6.67"), table);
    assertTrue(table.contains("a-loop 66.7 %"), table);
    assertTrue(table.contains("p50 0.100  p95 0.200  p99 0.300  p99.9 0.400  max 0.500 ms"), table);
  }

  @Test
  void theMachineUnderTheTestHasAName() {
    Machine here = Machine.here();
    assertTrue(here.cores() > 0 && !here.processor().isEmpty(), here::line);
  }

  private static JsonNode json(LoadReport report) {
    return new JsonMapper().readTree(ReportJson.text(report, MACHINE));
  }

  private static LoadReport report(Optional<ServerCost> cost, List<String> faults) {
    Percentiles times = new Percentiles(9, 100_000, 200_000, 300_000, 400_000, 500_000);
    Duration second = Duration.ofSeconds(1);
    return new LoadReport(
        "a server",
        new LoadPlan(
            1,
            100,
            new LoadPlan.CameraPlan(2_500_000, 30, 0.4, Duration.ofSeconds(10)),
            SrtpProfile.AEAD_AES_128_GCM,
            0,
            0,
            true,
            50,
            second,
            Duration.ofSeconds(10),
            OptionalLong.empty()),
        Instant.EPOCH,
        new LoadReport.Joins(1, 100, Map.of("no answer", 2), second, 100, 120, times, times),
        new LoadReport.Traffic(
            Duration.ofSeconds(10), 3_000, 3_000_000, 300_000, 300_000_000, 100_000, 0, 1),
        new LoadReport.Delays(times, times, 5_000, 0),
        new LoadReport.Repair(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11),
        new LoadReport.OwnCost(second, second, 900, times, times, 0),
        cost,
        faults);
  }
}
