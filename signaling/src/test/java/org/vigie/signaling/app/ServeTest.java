package org.vigie.signaling.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as a process, with the real bridge: what it prints, how it ends. */
class ServeTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;

  @Test
  void theLastLineOnStdoutIsTheLinkAndSigtermEndsItPromptly() throws Exception {
    Process process = serve("vigie.http.port=0");
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      String line = out.readLine();
      String token = Files.readString(folder.resolve("var/operator-token")).strip();
      assertTrue(line.matches("Vigie is ready: http://127\\.0\\.0\\.1:\\d+/#token=.*"), line);
      assertTrue(line.endsWith("#token=" + token), line);
      // Not process.destroy(), which closes the stream as well.
      process.toHandle().destroy();
      assertTrue(process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
      assertEquals(null, out.readLine());
    } finally {
      process.destroyForcibly();
    }
    String log = errors();
    assertTrue(log.contains("Media at UDP "), log);
    assertTrue(log.contains("SRTP by "), log);
    assertTrue(log.contains("Vigie has ended"), log);
    String token = Files.readString(folder.resolve("var/operator-token")).strip();
    assertFalse(log.contains(token), "the log holds the token");
  }

  @Test
  void theServiceKeepsTheLinkOutOfTheJournalAndReloadsBySighup() throws Exception {
    List<String> unit = Files.readAllLines(Path.of("../conf/vigie.service"));
    assertTrue(unit.contains("StandardOutput=null"));
    assertTrue(unit.contains("StandardError=journal"));
    assertTrue(unit.contains("ExecReload=/bin/kill -HUP $MAINPID"));
  }

  @Test
  void sighupReadsTheConfigurationAgainAndTheLogSaysWhatChanged() throws Exception {
    Path file = Files.writeString(folder.resolve("my.conf"), "vigie.camera.weight = 2\n");
    // Whoever started this under nohup would have the signal ignored here as well.
    List<String> command = new ArrayList<>(List.of("env", "--default-signal=HUP"));
    command.addAll(command("vigie.http.port=0"));
    command.addAll(List.of("--config", file.toString()));
    Process process = start(command);
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      assertTrue(out.readLine().startsWith("Vigie is ready"));
      Files.writeString(file, "vigie.camera.weight = 3\nvigie.media.max-sessions = 9\n");
      hangUp(process);
      awaitLog("Configuration: relay camera.weight: 2 -> 3");
      awaitLog("vigie.media.max-sessions has changed and needs a restart");
      Files.writeString(file, "vigie.camera.weight = 0\n");
      hangUp(process);
      awaitLog("The configuration stays as it was. " + file + ":1: vigie.camera.weight is 0");
      assertTrue(process.isAlive());
    } finally {
      process.destroyForcibly();
    }
  }

  private static void hangUp(Process process) throws Exception {
    Process kill = new ProcessBuilder("kill", "-HUP", Long.toString(process.pid())).start();
    assertEquals(0, kill.waitFor());
  }

  private void awaitLog(String text) throws Exception {
    long giveUp = System.nanoTime() + PATIENCE.toNanos();
    while (!errors().contains(text)) {
      assertTrue(System.nanoTime() < giveUp, () -> "the log lacks " + text);
      LockSupport.parkNanos(50_000_000);
    }
  }

  @Test
  void aTakenHttpPortIsSaidInOneLineWithTheRemedy() throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      assertRefused(
          serve("vigie.http.host=", "vigie.http.port=" + taken.getLocalPort()),
          "TCP port " + taken.getLocalPort(),
          "vigie.http.port=PORT");
    }
  }

  @Test
  void aTakenMediaPortIsSaidInOneLineWithTheRemedy() throws Exception {
    try (DatagramSocket taken = new DatagramSocket()) {
      assertRefused(
          serve("vigie.http.port=0", "vigie.media.port=" + taken.getLocalPort()),
          Integer.toString(taken.getLocalPort()),
          "vigie.media.port=PORT");
    }
  }

  @Test
  void anUnwritableDataFolderIsSaidInOneLineWithTheRemedy() throws Exception {
    assertRefused(serve("vigie.data-dir=/proc/vigie"), "/proc/vigie", "vigie.data-dir=FOLDER");
  }

  @Test
  void aWrongKeyIsSaidInOneLineWithTheRemedy() throws Exception {
    assertRefused(serve("vigie.http.prot=1"), "vigie.http.prot is no setting", "conf/vigie.conf");
  }

  @Test
  void aDemoWithoutSimulatorIsSaidInOneLineWithTheRemedy() throws Exception {
    List<String> command = command("vigie.http.port=0");
    command.add("--demo");
    assertRefused(start(command), "no simulated camera", "./vigie serve --demo");
  }

  @Test
  void anUnknownOptionEndsWithTheUsage() throws Exception {
    List<String> command = command();
    command.add("--nonsense");
    Process process = start(command);
    assertTrue(process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
    assertEquals(2, process.exitValue());
    assertTrue(errors().contains("Usage: vigie serve"), errors());
  }

  private void assertRefused(Process process, String cause, String remedy) throws Exception {
    try {
      assertTrue(process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
      assertEquals(1, process.exitValue(), errors());
    } finally {
      process.destroyForcibly();
    }
    List<String> lines =
        errors().lines().dropWhile(line -> !line.startsWith("Vigie cannot start.")).toList();
    assertEquals(2, lines.size(), errors());
    assertTrue(lines.getFirst().contains(cause), errors());
    assertTrue(lines.getLast().contains(remedy), errors());
    assertFalse(errors().contains("\tat "), errors());
  }

  private Process serve(String... settings) throws IOException {
    return start(command(settings));
  }

  private Process start(List<String> command) throws IOException {
    return new ProcessBuilder(command).redirectError(folder.resolve("err").toFile()).start();
  }

  private List<String> command(String... settings) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "serve"));
    List<String> all = new ArrayList<>();
    all.add("vigie.data-dir=" + folder.resolve("var"));
    all.add("vigie.https.port=0");
    all.add("vigie.media.port=0");
    all.addAll(List.of(settings));
    for (String setting : all) {
      command.add("--set");
      command.add(setting);
    }
    return command;
  }

  private String errors() throws IOException {
    return Files.readString(folder.resolve("err"));
  }
}
