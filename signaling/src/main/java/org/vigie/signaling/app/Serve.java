package org.vigie.signaling.app;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vigie.signaling.StartException;
import org.vigie.signaling.settings.Settings;
import org.vigie.signaling.settings.SettingsReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the relay until it is told to stop. */
@Command(
    name = "serve",
    description = "Runs the relay until SIGTERM or Ctrl-C.",
    mixinStandardHelpOptions = true)
final class Serve implements Callable<Integer> {
  private static final Logger log = LoggerFactory.getLogger(Serve.class);

  @Option(names = "--demo", description = "Connect a simulated camera, so that there is a picture.")
  private boolean demo;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Settings in HOCON; conf/vigie.conf documents every key.")
  private @Nullable Path config;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "One setting, such as vigie.http.port=8081; may be repeated.")
  private List<String> overrides = List.of();

  @Override
  public Integer call() {
    try {
      Settings settings = SettingsReader.read(Optional.ofNullable(config), overrides);
      Logging.level(settings.logLevel());
      Relay relay = Relay.start(settings, demo);
      Runtime.getRuntime().addShutdownHook(new Thread(relay::close, "vigie-shutdown"));
      HangUp.then(relay::reload);
      System.out.println("Vigie is ready: " + relay.link());
      System.out.flush();
      if (relay.join()) {
        return 0;
      }
      log.error("The media plane has failed; Vigie ends, to be started again");
      return 1;
    } catch (StartException e) {
      log.debug("Why the start stopped", e);
      System.err.println("Vigie cannot start. " + e.getMessage());
      System.err.println(e.remedy());
      return 1;
    }
  }
}
