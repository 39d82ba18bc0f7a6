package org.vigie.simulator.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.bridge.api.SrtpProfile;
import org.vigie.simulator.load.AddressBlock;
import org.vigie.simulator.load.LoadPlan;
import org.vigie.simulator.load.LoadReport;
import org.vigie.simulator.load.LoadRun;
import org.vigie.simulator.load.Progress;
import org.vigie.simulator.load.WhipWhepServer;

/** The load test against a relay in this process. */
@Timeout(120)
class LoadRunTest {
  private static final Progress NOBODY =
      new Progress() {
        @Override
        public void step(String what, int done, int of, String unit) {}

        @Override
        public void done() {}
      };

  @TempDir Path folder;
  private HostedRelay relay;
  private HttpClient http;

  @BeforeEach
  void start() throws Exception {
    relay = HostedRelay.start(folder.resolve("var"));
    http = HttpClient.newHttpClient();
  }

  @AfterEach
  void stop() throws Exception {
    http.close();
    relay.close();
  }

  @Test
  void everyPacketReachesEveryViewerAndEachIsTimed() throws Exception {
    LoadReport report = run(plan(SrtpProfile.AEAD_AES_128_GCM, 0));
    System.out.println(report);
    assertEquals(List.of(), report.faults());
    assertEquals(2, report.joins().cameras());
    assertEquals(10, report.joins().viewers());
    LoadReport.Traffic traffic = report.traffic();
    assertEquals(0, traffic.lost());
    assertTrue(traffic.sent() > 2 * 3 * 80, "sent " + traffic.sent());
    assertEquals(5 * traffic.sent(), traffic.received());
    assertEquals(traffic.received(), report.delays().packet().count());
    assertEquals(0, report.delays().disagreeing());
    assertTrue(report.delays().samples() > 10);
  }

  private LoadReport run(LoadPlan plan) throws Exception {
    WhipWhepServer server =
        WhipWhepServer.vigie(http, relay.at("/"), relay.vigie().operatorToken());
    return new LoadRun(plan, server, AddressBlock.LOOPBACK, NOBODY).run().orElseThrow();
  }

  private static LoadPlan plan(SrtpProfile profile, double viewerLoss) {
    return new LoadPlan(
        2,
        5,
        new LoadPlan.CameraPlan(800_000, 30, 0.4, Duration.ofSeconds(10)),
        profile,
        viewerLoss,
        0,
        20,
        Duration.ofSeconds(1),
        Duration.ofSeconds(3),
        OptionalLong.of(ProcessHandle.current().pid()));
  }
}
