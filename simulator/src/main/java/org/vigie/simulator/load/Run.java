package org.vigie.simulator.load;

import java.io.IOException;
import java.util.Optional;

/** Something that is measured once. */
public sealed interface Run permits LoadRun, SelfRun {
  /**
   * Runs it to the end, or until {@link #stop}. May be called once.
   *
   * @return what was found; empty if it was stopped before there was anything
   * @throws IOException if it cannot be measured; the message names the cause
   */
  Optional<LoadReport> run() throws IOException, InterruptedException;

  /** Ends it early, and waits until all is taken down; any thread may call it, at any time. */
  void stop();
}
