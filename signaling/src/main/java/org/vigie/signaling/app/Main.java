package org.vigie.signaling.app;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program {@code vigie}. */
@Command(
    name = "vigie",
    description = "A live WebRTC relay for body cameras.",
    mixinStandardHelpOptions = true,
    subcommands = Serve.class)
public final class Main {
  private Main() {}

  /** Runs a command and ends with its exit code. */
  public static void main(String[] arguments) {
    Logging.start();
    System.exit(run(arguments));
  }

  /** Runs a command: 0 if it went well, 1 if it could not or failed, 2 if it was not understood. */
  static int run(String... arguments) {
    return new CommandLine(new Main()).execute(arguments);
  }
}
