package org.vigie.simulator.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
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
import org.vigie.simulator.signal.RefusedException;

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

  @Test
  void whatViewersLoseTheyAskForAndGet() throws Exception {
    LoadReport report = run(plan(SrtpProfile.AES128_CM_HMAC_SHA1_80, 0.02));
    assertEquals(List.of(), report.faults());
    LoadReport.Repair repair = report.repair();
    assertTrue(repair.droppedByViewers() > 20, "dropped " + repair.droppedByViewers());
    assertTrue(repair.nacked() >= repair.droppedByViewers() / 2, "asked for " + repair.nacked());
    assertTrue(repair.repaired() >= repair.droppedByViewers() / 2, repair.toString());
    assertTrue(report.traffic().lossShare() < 0.005, "lost " + report.traffic().lost());
    assertEquals(0, report.delays().disagreeing());
    assertTrue(report.delays().frame().count() >= 0.95 * 5 * 2 * 3 * 30 - 100);
  }

  @Test
  void whatCamerasLoseTheRelayAsksForAndViewersGet() throws Exception {
    LoadReport report = run(plan(SrtpProfile.AEAD_AES_128_GCM, 0, 0.02));
    LoadReport.Repair repair = report.repair();
    assertTrue(repair.droppedByCameras() > 3, "dropped " + repair.droppedByCameras());
    assertTrue(repair.nackedByServer() >= repair.droppedByCameras() / 2, repair.toString());
    assertTrue(repair.sentAgain() >= repair.droppedByCameras() / 2, repair.toString());
    assertTrue(report.traffic().lossShare() < 0.005, "lost " + report.traffic().lost());
  }

  @Test
  void aRunLeavesNothingBehindAtTheRelay() throws Exception {
    run(plan(SrtpProfile.AEAD_AES_128_GCM, 0));
    assertEquals(0, relay.liveSessions());
    assertFalse(relay.get("/api/v1/cameras").body().contains("load-"));
  }

  @Test
  void aRunThatIsStoppedTakesItsSessionsDown() throws Exception {
    LoadRun run = newRun(plan(SrtpProfile.AEAD_AES_128_GCM, 0));
    Thread runner = Thread.ofVirtual().start(() -> ignoringEnd(run));
    Await.until(Duration.ofSeconds(30), () -> "sessions", () -> relay.liveSessions() == 12);
    run.stop();
    assertEquals(0, relay.liveSessions());
    runner.join();
  }

  private static void ignoringEnd(LoadRun run) {
    try {
      run.run();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aTokenThatIsNotTakenIsSaid() throws Exception {
    WhipWhepServer server = WhipWhepServer.vigie(http, relay.at("/"), "not-a-token", "load");
    LoadRun run =
        new LoadRun(plan(SrtpProfile.AEAD_AES_128_GCM, 0), server, AddressBlock.LOOPBACK, NOBODY);
    RefusedException refusal = assertThrows(RefusedException.class, run::run);
    assertEquals(401, refusal.problem().status());
  }

  @Test
  void camerasThatTheRelayDoesNotKnowAreSaid() throws Exception {
    WhipWhepServer server =
        WhipWhepServer.any(
            http,
            relay.at("/whip/") + "{camera}",
            relay.at("/whep/") + "{camera}",
            relay.vigie().operatorToken(),
            "load");
    LoadRun run =
        new LoadRun(plan(SrtpProfile.AEAD_AES_128_GCM, 0), server, AddressBlock.LOOPBACK, NOBODY);
    IOException refusal = assertThrows(IOException.class, run::run);
    assertTrue(String.valueOf(refusal.getMessage()).startsWith("no camera came up"));
  }

  @Test
  void noServerIsAnError() {
    WhipWhepServer server =
        WhipWhepServer.vigie(http, URI.create("http://127.0.0.1:1"), "not-a-token", "load");
    LoadRun run =
        new LoadRun(plan(SrtpProfile.AEAD_AES_128_GCM, 0), server, AddressBlock.LOOPBACK, NOBODY);
    assertThrows(ConnectException.class, run::run);
  }

  private LoadReport run(LoadPlan plan) throws Exception {
    return newRun(plan).run().orElseThrow();
  }

  private LoadRun newRun(LoadPlan plan) {
    WhipWhepServer server =
        WhipWhepServer.vigie(http, relay.at("/"), relay.vigie().operatorToken(), "load");
    return new LoadRun(plan, server, AddressBlock.LOOPBACK, NOBODY);
  }

  private static LoadPlan plan(SrtpProfile profile, double viewerLoss) {
    return plan(profile, viewerLoss, 0);
  }

  private static LoadPlan plan(SrtpProfile profile, double viewerLoss, double uplinkLoss) {
    return new LoadPlan(
        2,
        5,
        new LoadPlan.CameraPlan(800_000, 30, 0.4, Duration.ofSeconds(10)),
        profile,
        viewerLoss,
        uplinkLoss,
        true,
        20,
        Duration.ofSeconds(1),
        Duration.ofSeconds(3),
        OptionalLong.of(ProcessHandle.current().pid()));
  }
}
