package org.vigie.simulator;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The simulator's command line: {@code vigie camera …}. */
@Command(
    name = "vigie",
    description = "Simulated devices for the Vigie relay.",
    mixinStandardHelpOptions = true,
    subcommands = CameraCommand.class)
public final class Main {
  private Main() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main()).setUsageHelpAutoWidth(true);
  }
}
