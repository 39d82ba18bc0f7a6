package org.vigie.signaling.app;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vigie.signaling.StartException;

/**
 * The simulated camera of {@code --demo}, in a process of its own that ends with the relay, however
 * the relay ends: the camera stops when its standard input does, and the relay holds the other end.
 */
final class DemoCamera implements AutoCloseable {
  private static final String ID = "demo";
  private static final String NAME = "Demo camera";

  private static final Logger log = LoggerFactory.getLogger(DemoCamera.class);

  /** By name, because the simulator is built after this module. */
  private static final String MAIN = "org.vigie.simulator.Main";

  private static final Duration END_WITHIN = Duration.ofSeconds(2);

  private final String id;
  private final Process process;
  private volatile boolean closing;

  private DemoCamera(String id, Process process) {
    this.id = id;
    this.process = process;
    var _ = process.onExit().thenAccept(this::ended);
  }

  /** Enrols the camera with a new token and starts it against the relay at this origin. */
  static DemoCamera start(Vigie vigie, String origin) throws StartException {
    requireSimulator();
    try {
      String id = vigie.idFor(ID, NAME); // somebody's own camera may be called so
      String token = vigie.enrolCamera(id, NAME);
      return new DemoCamera(id, process(command(origin, id), token));
    } catch (IOException e) {
      throw new StartException(
          "The demo camera cannot start: " + e.getMessage() + ".", "Start without --demo.", e);
    }
  }

  /** The camera's id. */
  String id() {
    return id;
  }

  /** Ends the camera's input, which it takes as its own end. */
  @Override
  public void close() {
    closing = true;
    try {
      process.getOutputStream().close();
      if (!process.waitFor(END_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static List<String> command(String origin, String id) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED",
        "-Xmx256m",
        "-XX:+ExitOnOutOfMemoryError",
        "-Dlogback.configurationFile=org/vigie/signaling/app/logback.xml",
        "-cp",
        System.getProperty("java.class.path"),
        MAIN,
        "camera",
        "--url",
        origin + "/whip/" + id,
        "--exit-with-stdin");
  }

  private static Process process(List<String> command, String token) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    // Every user of the machine may read arguments, but not the environment.
    builder.environment().put("VIGIE_TOKEN", token);
    // The last line on stdout is the relay's own.
    return builder
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private void ended(Process ended) {
    if (!closing) {
      log.warn("The demo camera ended by itself with exit code {}", ended.exitValue());
    }
  }

  private static void requireSimulator() throws StartException {
    try {
      Class.forName(MAIN, false, DemoCamera.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new StartException(
          "There is no simulated camera on the class path, so --demo has nothing to show.",
          "Start with ./vigie serve --demo, which builds it, or without --demo.",
          e);
    }
  }
}
