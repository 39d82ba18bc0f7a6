package org.vigie.simulator;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.vigie.simulator.impair.ImpairCommand;
import org.vigie.simulator.load.LoadCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The simulator's command line: {@code vigie camera …}, {@code load …}, {@code impair …}. */
@Command(
    name = "vigie",
    description = "Simulated devices for the Vigie relay.",
    mixinStandardHelpOptions = true,
    subcommands = {CameraCommand.class, LoadCommand.class, ImpairCommand.class})
public final class Main {
  private static final Logger LIBRARIES = Logger.getLogger("");

  private Main() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    LIBRARIES.setLevel(Level.WARNING);
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main()).setUsageHelpAutoWidth(true);
  }
}
