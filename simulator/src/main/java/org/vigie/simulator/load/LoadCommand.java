package org.vigie.simulator.load;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.vigie.bridge.api.SrtpProfile;
import org.vigie.simulator.load.janus.JanusServer;
import org.vigie.simulator.signal.RefusedException;
import org.vigie.simulator.signal.Trust;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code vigie load}: cameras and viewers by the thousand, and what they cost a server. */
@Command(
    name = "load",
    description = {
      "Lets cameras publish and viewers watch by real sessions, and measures the server:",
      "packets lost, delay of packets and of whole frames, joins, and its CPU.",
      "",
      "Run it on a core of its own (taskset), and give --pid if the server is on this machine."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0: measured, and nothing stands in the way of believing it",
      "1: measured, but sessions failed, packets never came, or something else is noted with '!'",
      "2: wrong arguments",
      "3: no server there, refused, or not one session came up"
    })
public final class LoadCommand implements Callable<Integer> {
  private static final int DOUBTFUL = 1;
  private static final int FAILED = 3;
  private static final int MAX_SESSIONS = 20_000;
  private static final long MAX_BPS = 200_000_000;

  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:8080",
      description =
          "The relay (default: ${DEFAULT-VALUE}); cameras are enrolled at it for the length of the"
              + " run")
  private URI url = URI.create("");

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      defaultValue = "${env:VIGIE_TOKEN}",
      description =
          "An operator's token; better in the environment variable VIGIE_TOKEN, which other users"
              + " of the machine cannot read")
  private String token = "";

  @Option(
      names = "--whip",
      paramLabel = "URL",
      description = "Another server's address to publish at, with {camera} for a camera's id")
  private @Nullable String whip;

  @Option(
      names = "--whep",
      paramLabel = "URL",
      description = "The same server's address to watch at, with {camera}")
  private @Nullable String whep;

  @Option(
      names = "--janus",
      paramLabel = "URL",
      description =
          "A Janus with ice_lite = true instead, such as http://127.0.0.1:8088/janus; its video room"
              + " is used")
  private @Nullable URI janus;

  @Option(
      names = "--prefix",
      paramLabel = "NAME",
      defaultValue = "load",
      description =
          "What the cameras' ids begin with, so that several runs fit beside each other (default:"
              + " ${DEFAULT-VALUE})")
  private String prefix = "";

  @Option(
      names = "--self",
      description = "No server: what cameras send comes straight back; the least there can be seen")
  private boolean self;

  @Option(names = "--insecure", description = "Believe any HTTPS certificate")
  private boolean insecure;

  @Option(
      names = "--cameras",
      paramLabel = "C",
      defaultValue = "1",
      description = "How many publish (default: ${DEFAULT-VALUE})")
  private int cameras;

  @Option(
      names = "--viewers",
      paramLabel = "V",
      defaultValue = "10",
      description = "Viewer sessions of each camera (default: ${DEFAULT-VALUE})")
  private int viewers;

  @Option(
      names = "--bitrate",
      paramLabel = "BPS",
      defaultValue = "2500k",
      description =
          "Of each camera, in bit/s; k and M may follow; 0 for cameras that are live and send"
              + " nothing (default: ${DEFAULT-VALUE})")
  private String bitrate = "";

  @Option(
      names = "--fps",
      paramLabel = "N",
      defaultValue = "30",
      description = "Frames a second (default: ${DEFAULT-VALUE})")
  private int framesPerSecond;

  @Option(
      names = "--spread",
      paramLabel = "SHARE",
      defaultValue = "0.4",
      description =
          "Share of the frame interval over which a frame's packets leave (default:"
              + " ${DEFAULT-VALUE}, as browsers do)")
  private double spread;

  @Option(
      names = "--key-interval",
      paramLabel = "S",
      defaultValue = "10",
      description = "Seconds between key frames nobody asked for (default: ${DEFAULT-VALUE})")
  private double keyInterval;

  @Option(
      names = "--profile",
      paramLabel = "gcm|cm",
      defaultValue = "gcm",
      description = "The SRTP profile to offer (default: ${DEFAULT-VALUE})")
  private String profile = "";

  @Option(
      names = "--loss",
      paramLabel = "SHARE",
      defaultValue = "0",
      description = "Share of what comes that viewers treat as lost and ask for again")
  private double loss;

  @Option(
      names = "--uplink-loss",
      paramLabel = "SHARE",
      defaultValue = "0",
      description = "Share of their packets that cameras do not send")
  private double uplinkLoss;

  @Option(
      names = "--warmup",
      paramLabel = "S",
      defaultValue = "5",
      description = "Seconds before it counts (default: ${DEFAULT-VALUE})")
  private double warmUp;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "20",
      description = "Seconds that count (default: ${DEFAULT-VALUE})")
  private double seconds;

  @Option(
      names = "--reports",
      arity = "1",
      paramLabel = "true|false",
      defaultValue = "true",
      description =
          "Whether viewers send receiver reports, one a second, as browsers do (default: "
              + "${DEFAULT-VALUE})")
  private boolean reports;

  @Option(
      names = "--joins-at-once",
      paramLabel = "N",
      defaultValue = "50",
      description = "Handshakes under way at one time (default: ${DEFAULT-VALUE})")
  private int joinsAtOnce;

  @Option(
      names = "--from",
      paramLabel = "BLOCK",
      description =
          "Addresses of this machine to use, one a session, such as 10.9.0.0/16 after"
              + " 'ip route add local 10.9.0.0/16 dev lo' (default: loopback's)")
  private @Nullable String from;

  @Option(
      names = "--pid",
      paramLabel = "PID",
      description = "The server's process, to measure its CPU and memory")
  private @Nullable Long pid;

  @Option(names = "--json", paramLabel = "FILE", description = "Also write the report there")
  private @Nullable Path json;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    LoadPlan plan = plan();
    AddressBlock addresses = addresses(plan);
    try {
      return self
          ? run(new SelfRun(plan, addresses, progress()))
          : run(new LoadRun(plan, server(), addresses, progress()));
    } catch (IOException e) {
      error(explained(e));
      return FAILED;
    }
  }

  private int run(Run run) throws IOException, InterruptedException {
    // Ctrl-C and SIGTERM end the process by its hooks; this one takes the sessions down.
    Thread goodbye = Thread.ofPlatform().name("goodbye").unstarted(run::stop);
    Runtime.getRuntime().addShutdownHook(goodbye);
    Optional<LoadReport> report = run.run();
    if (report.isEmpty()) {
      return FAILED;
    }
    Machine machine = Machine.here();
    say(ReportTable.text(report.get(), machine));
    if (json != null) {
      Files.writeString(json, ReportJson.text(report.get(), machine));
    }
    return isGood(report.get()) ? 0 : DOUBTFUL;
  }

  private static boolean isGood(LoadReport report) {
    return report.faults().isEmpty() && report.joins().failures().isEmpty();
  }

  private MediaServer server() throws IOException {
    if (janus != null) {
      return new JanusServer(janus);
    }
    var http = (insecure ? new Trust.Anybody() : new Trust.KnownAuthorities()).httpClient();
    if (whip != null || whep != null) {
      require(whip != null && whep != null, "--whip and --whep belong together");
      return WhipWhepServer.any(http, String.valueOf(whip), String.valueOf(whep), token, prefix);
    }
    boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
    require(
        web && url.getHost() != null,
        "--url is a relay's address, such as http://127.0.0.1:8080, not '" + url + "'");
    require(!token.isEmpty(), "--token or VIGIE_TOKEN is needed: cameras have to be enrolled");
    return WhipWhepServer.vigie(http, url, token, prefix);
  }

  private LoadPlan plan() {
    require(cameras >= 1, "--cameras is at least 1");
    require(viewers >= 0, "--viewers is at least 0");
    require(
        (long) cameras * (1 + viewers) <= MAX_SESSIONS,
        "that are more than %,d sessions".formatted(MAX_SESSIONS));
    require(joinsAtOnce >= 1, "--joins-at-once is at least 1");
    requireShare("--loss", loss);
    requireShare("--uplink-loss", uplinkLoss);
    require(warmUp >= 0, "--warmup is at least 0");
    require(seconds > 0, "--seconds is above 0");
    return new LoadPlan(
        cameras,
        viewers,
        camera(),
        srtpProfile(),
        loss,
        uplinkLoss,
        reports,
        joinsAtOnce,
        duration(warmUp),
        duration(seconds),
        pid == null ? OptionalLong.empty() : OptionalLong.of(pid));
  }

  private LoadPlan.CameraPlan camera() {
    require(framesPerSecond >= 1 && framesPerSecond <= 240, "--fps is 1 to 240");
    requireShare("--spread", spread);
    require(keyInterval > 0, "--key-interval is above 0");
    return new LoadPlan.CameraPlan(bps(), framesPerSecond, spread, duration(keyInterval));
  }

  private long bps() {
    String text = bitrate.toLowerCase(Locale.ROOT);
    long unit = text.endsWith("k") ? 1_000 : text.endsWith("m") ? 1_000_000 : 1;
    String number = unit == 1 ? text : text.substring(0, text.length() - 1);
    try {
      long bps = Math.round(Double.parseDouble(number) * unit);
      require(bps == 0 || (bps >= 10_000 && bps <= MAX_BPS), "--bitrate is 10k to 200M, or 0");
      return bps;
    } catch (NumberFormatException _) {
      throw wrong("--bitrate is a number such as 2500k or 2.5M, not '" + bitrate + "'");
    }
  }

  private SrtpProfile srtpProfile() {
    return switch (profile) {
      case "gcm" -> SrtpProfile.AEAD_AES_128_GCM;
      case "cm" -> SrtpProfile.AES128_CM_HMAC_SHA1_80;
      default -> throw wrong("--profile is gcm or cm, not '" + profile + "'");
    };
  }

  private AddressBlock addresses(LoadPlan plan) {
    try {
      AddressBlock block = from == null ? AddressBlock.LOOPBACK : AddressBlock.parse(from);
      block.addresses(plan.cameras() + plan.viewers());
      return block;
    } catch (IllegalArgumentException e) {
      throw wrong("--from: " + e.getMessage());
    }
  }

  private static Duration duration(double seconds) {
    return Duration.ofNanos(Math.round(seconds * 1e9));
  }

  private void requireShare(String name, double share) {
    require(share >= 0 && share <= 1, name + " is a share from 0 to 1");
  }

  private void require(boolean condition, String otherwise) {
    if (!condition) {
      throw wrong(otherwise);
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec().commandLine(), message);
  }

  private String explained(IOException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    if (e instanceof ConnectException || cause instanceof ConnectException) {
      return "no server answers at " + (whip == null ? url : whip) + "; is it running?";
    }
    if (e instanceof RefusedException refused && refused.problem().status() == 401) {
      return "the relay does not take the token: " + e.getMessage();
    }
    return String.valueOf(e.getMessage());
  }

  @SuppressWarnings("SystemConsoleNull") // JDK 25 gives null again where there is no terminal
  private Progress progress() {
    boolean terminal = System.console() != null && System.console().isTerminal();
    return new ProgressBar(spec().commandLine().getErr(), terminal);
  }

  private void say(String text) {
    PrintWriter out = spec().commandLine().getOut();
    out.print(text);
    out.flush();
  }

  private void error(String line) {
    PrintWriter err = spec().commandLine().getErr();
    err.println("load: " + line);
    err.flush();
  }

  private CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("picocli sets it");
    }
    return spec;
  }
}
