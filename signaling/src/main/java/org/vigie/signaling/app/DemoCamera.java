package org.vigie.signaling.app;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vigie.signaling.StartException;

/**
 * The simulated camera of {@code --demo}, in a process of its own that ends with the relay, however
 * the relay ends: it holds the other end of a pipe.
 */
final class DemoCamera implements AutoCloseable {
  /** The camera's id. */
  static final String ID = "demo";

  private static final Logger log = LoggerFactory.getLogger(DemoCamera.class);
  private static final String MAIN = "org.vigie.simulator.Main";
  private static final Duration END_WITHIN = Duration.ofSeconds(2);

  private final Process process;

  private DemoCamera(Process process) {
    this.process = process;
  }

  /** Enrols the camera with a new token and starts it against a relay at this origin. */
  static DemoCamera start(Vigie vigie, String origin) throws StartException {
    requireSimulator();
    try {
      String token = vigie.enrolCamera(ID, "Demo camera");
      DemoCamera camera = new DemoCamera(process());
      camera.tell(List.of(MAIN, "camera", "--url", origin + "/whip/" + ID, "--token", token));
      log.info("The demo camera runs as process {}", camera.process.pid());
      return camera;
    } catch (IOException e) {
      throw new StartException(
          "The demo camera cannot start: " + e.getMessage() + ".", "Start without --demo.", e);
    }
  }

  /** Closes the pipe, which the camera takes as its end. */
  @Override
  public void close() {
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

  private static Process process() throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ProcessBuilder(
            java,
            "--enable-native-access=ALL-UNNAMED",
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            LeashedMain.class.getName())
        // The last line on stdout is the relay's own.
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** By the pipe and not as arguments: every user of the machine may read those. */
  private void tell(List<String> arguments) throws IOException {
    OutputStream pipe = process.getOutputStream();
    pipe.write((String.join("\n", arguments) + "\n\n").getBytes(StandardCharsets.UTF_8));
    pipe.flush();
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
