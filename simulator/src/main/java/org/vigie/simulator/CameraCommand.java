package org.vigie.simulator;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.vigie.simulator.footage.Footage;
import org.vigie.simulator.footage.FootageException;
import org.vigie.simulator.signal.SignalingClient;
import org.vigie.simulator.signal.Trust;
import org.vigie.simulator.transport.AgentIce;
import org.vigie.simulator.transport.DtlsIdentity;
import org.vigie.simulator.transport.IceLink;
import org.vigie.simulator.transport.LightIce;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code vigie camera}: publishes footage until it is stopped. */
@Command(
    name = "camera",
    description = "Publishes footage as a body camera does, by WHIP, until stopped.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0: stopped",
      "1: refused by the relay",
      "2: wrong arguments or unusable footage",
      "3: taken over by another device with the same camera id"
    })
final class CameraCommand implements Callable<Integer> {
  private static final int REFUSED = 1;
  private static final int UNUSABLE = 2;
  private static final int TAKEN_OVER = 3;
  private static final int HISTORY = 1_024;

  @Option(
      names = "--url",
      required = true,
      paramLabel = "URL",
      description = "The camera's WHIP address, such as http://127.0.0.1:8080/whip/cam-1")
  private URI url = URI.create("");

  @Option(
      names = "--token",
      required = true,
      paramLabel = "TOKEN",
      defaultValue = "${env:VIGIE_TOKEN}",
      description =
          "The camera's token, or an operator's; better in the environment variable VIGIE_TOKEN,"
              + " which other users of the machine cannot read")
  private String token = "";

  @Option(
      names = "--footage",
      paramLabel = "FILE",
      description = "MP4 file with H.264 to play instead of the clip that comes along")
  private @Nullable Path footage;

  @Option(names = "--no-audio", description = "Send no sound")
  private boolean silent;

  @Option(
      names = "--ignore-key-frame-requests",
      description = "Send the footage's key frames only, as some cameras do, whoever asks for one")
  private boolean deaf;

  @Option(
      names = "--clock-jump",
      paramLabel = "SECONDS",
      description = "After 20 s set the RTP clocks forward by so much, or back")
  private int clockJumpSeconds;

  @ArgGroup private TrustChoice trust = new TrustChoice();

  @Option(
      names = "--exit-with-stdin",
      description = "Stop when standard input ends, as it does when the parent process dies")
  private boolean exitWithStdin;

  @Spec private @Nullable CommandSpec spec;

  /** At most one of them. */
  static final class TrustChoice {
    @Option(names = "--insecure", description = "Believe any HTTPS certificate")
    private boolean insecure;

    @Option(
        names = "--cafile",
        paramLabel = "PEM",
        description = "Believe HTTPS certificates in, or signed by those in, this file")
    private @Nullable Path authorities;

    Trust trust() {
      if (authorities != null) {
        return new Trust.Authorities(authorities);
      }
      return insecure ? new Trust.Anybody() : new Trust.KnownAuthorities();
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    requireHttp();
    Footage played;
    RelaySession.Access access;
    try {
      played = read();
      access = access();
    } catch (IOException e) {
      error(String.valueOf(e.getMessage()));
      return UNUSABLE;
    }
    played.warnings().forEach(this::error);
    return publish(
        new SimulatedCamera.Options(access, url, true, HISTORY, !deaf, clockJump()), played);
  }

  private int publish(SimulatedCamera.Options options, Footage played) {
    SimulatedCamera camera = new SimulatedCamera(options, played, this::say);
    // Ctrl-C and SIGTERM end the process by its hooks; this one says goodbye to the relay.
    Thread goodbye = Thread.ofPlatform().name("goodbye").unstarted(camera::close);
    Runtime.getRuntime().addShutdownHook(goodbye);
    if (exitWithStdin) {
      Thread.ofPlatform().daemon().name("stdin").start(() -> closeWithStdin(camera));
    }
    CameraState last = camera.start().end().join();
    return exitCode(last);
  }

  private static int exitCode(CameraState last) {
    return switch (last) {
      case CameraState.TakenOver _ -> TAKEN_OVER;
      case CameraState.Refused _ -> REFUSED;
      default -> 0;
    };
  }

  private static void closeWithStdin(SimulatedCamera camera) {
    try (InputStream in = System.in) {
      while (in.read() >= 0) {
        // What it says does not matter, only that it ends.
      }
    } catch (IOException _) {
      // It has ended.
    }
    camera.close();
  }

  private void requireHttp() {
    boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
    if (!http || url.getHost() == null) {
      throw new ParameterException(
          spec().commandLine(),
          "--url is the camera's WHIP address, such as http://127.0.0.1:8080/whip/cam-1, not '"
              + url
              + "'");
    }
  }

  private Duration clockJump() {
    return Duration.ofSeconds(clockJumpSeconds);
  }

  private Footage read() throws FootageException {
    Footage read = footage == null ? Footage.clip() : Footage.of(footage);
    return silent ? read.silent() : read;
  }

  private RelaySession.Access access() throws IOException {
    SignalingClient signaling = new SignalingClient(trust.trust().httpClient(), token);
    return new RelaySession.Access(signaling, this::openIce, DtlsIdentity.generate());
  }

  /** A machine with no network but loopback can still reach a relay of its own. */
  private IceLink openIce() throws IOException {
    try {
      return AgentIce.open();
    } catch (IOException _) {
      return LightIce.open();
    }
  }

  private void say(CameraState state) {
    PrintWriter out = spec().commandLine().getOut();
    out.println("camera: " + state);
    out.flush();
  }

  private void error(String line) {
    PrintWriter err = spec().commandLine().getErr();
    err.println("camera: " + line);
    err.flush();
  }

  private CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("picocli sets it");
    }
    return spec;
  }
}
