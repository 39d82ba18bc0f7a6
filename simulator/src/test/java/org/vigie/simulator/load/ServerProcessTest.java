package org.vigie.simulator.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ServerProcessTest {
  private static final int PID = 4711;

  @TempDir Path proc;

  @BeforeEach
  void recorded() throws IOException {
    write("stat", "cpu  300 0 0 900 0 0 0 0 0 0\n" + core(0, 100) + core(1, 200) + "intr 1 2\n");
    process(40, 60);
    thread(PID, 700_000_000);
    thread(PID + 1, 300_000_000);
    write(
        PID + "/status",
        "Name:\tjava\nVmHWM:\t   4096 kB\nVmRSS:\t   2048 kB\nCpus_allowed_list:\t0\n");
  }

  @Test
  void theSumIsTheSchedulersAndTheSplitIsTheTicks() throws IOException {
    ServerProcess.Sample before = process().sample();
    process(40 + 25, 60 + 75);
    thread(PID, 700_000_000 + 150_000_000);
    thread(PID + 1, 300_000_000 + 850_000_000);
    LoadReport.ServerCost cost = before.until(process().sample(), 1_000);
    assertEquals(Duration.ofMillis(250), cost.user());
    assertEquals(Duration.ofMillis(750), cost.system());
    assertEquals(1_000_000, cost.nanosPerForwarded());
    assertEquals(2, cost.threads());
    assertEquals(List.of("worker", "main"), List.copyOf(cost.busiest().keySet()));
    assertEquals(Duration.ofMillis(850), cost.busiest().get("worker"));
  }

  @Test
  void whatAThreadUsedBeforeItEndedIsNotForgotten() throws IOException {
    ServerProcess.Sample before = process().sample();
    process(40 + 30, 60 + 10);
    thread(PID, 700_000_000 + 100_000_000);
    Files.delete(proc.resolve(PID + "/task/" + (PID + 1) + "/schedstat"));
    LoadReport.ServerCost cost = before.until(process().sample(), 1);
    assertEquals(Duration.ofMillis(400), cost.user().plus(cost.system()));
  }

  @Test
  void onlyTheCoresThatTheProcessMayRunOnAreLookedAt() throws IOException {
    assertEquals(Duration.ofSeconds(1), process().sample().coreBusy());
  }

  @Test
  void waitingAndStolenTimeIsNotBusy() throws IOException {
    write("stat", "cpu0 1 2 3 1000 1000 4 5 1000 0 0\n");
    assertEquals(Duration.ofMillis(150), process().sample().coreBusy());
  }

  @Test
  void aNameMayHoldBlanksAndBrackets() throws IOException {
    write(PID + "/stat", PID + " (a) b (c) S" + " 0".repeat(10) + " 7 8 0 0\n");
    assertEquals(7, process().sample().userTicks());
    assertEquals(8, process().sample().systemTicks());
  }

  @Test
  void memoryIsInBytes() throws IOException {
    LoadReport.ServerCost cost = process().sample().until(process().sample(), 0);
    assertEquals(2 << 20, cost.residentBytes());
    assertEquals(4 << 20, cost.peakResidentBytes());
    assertEquals(0, cost.nanosPerForwarded());
  }

  @Test
  void coreListsHaveRanges() {
    assertEquals(Set.of(0, 1, 2, 5), ServerProcess.cores("0-2,5"));
  }

  @Test
  void aProcessThatIsNotThereIsSaidAtOnce() {
    String said = assertThrows(IOException.class, () -> ServerProcess.in(proc, 1)).getMessage();
    assertTrue(said.contains("no process 1"), said);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void workOfThisProcessIsSeen() throws IOException {
    ServerProcess self = ServerProcess.of(ProcessHandle.current().pid());
    ServerProcess.Sample before = self.sample();
    long end = System.nanoTime() + Duration.ofMillis(100).toNanos();
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    ServerProcess.Sample after = self.sample();
    LoadReport.ServerCost cost = before.until(after, 1);
    assertTrue(cost.nanosPerForwarded() > 1_000_000, () -> "used " + cost);
    assertTrue(cost.residentBytes() > 1 << 20 && cost.threads() > 1, cost::toString);
    assertTrue(Map.copyOf(after.threads()).size() > 1);
  }

  private ServerProcess process() throws IOException {
    return ServerProcess.in(proc, PID);
  }

  private void process(int userTicks, int systemTicks) throws IOException {
    String ticks = " %d %d".formatted(userTicks, systemTicks);
    write(PID + "/stat", PID + " (java) S" + " 0".repeat(10) + ticks + " 0 0 20 0 2\n");
  }

  private void thread(int id, long nanos) throws IOException {
    write(PID + "/task/" + id + "/schedstat", nanos + " 12345 678\n");
    write(PID + "/task/" + id + "/comm", id == PID ? "main\n" : "worker\n");
  }

  private static String core(int number, int ticks) {
    return "cpu%d %d 0 0 5000 0 0 0 0 0 0\n".formatted(number, ticks);
  }

  private void write(String name, String text) throws IOException {
    Path file = proc.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
