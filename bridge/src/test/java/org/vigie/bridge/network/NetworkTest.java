package org.vigie.bridge.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vigie.bridge.network.Seeds.Choice;
import org.vigie.bridge.network.Seeds.Tally;

/** Two thousand seeds over the ten scenarios; {@code ./vigie seeds} plays more. */
class NetworkTest {
  private static final int SEEDS = Integer.getInteger("vigie.seeds", 2_000);

  @Test
  void whateverTheLinesDoWhatMustHoldHolds() throws InterruptedException {
    int cores = Runtime.getRuntime().availableProcessors();
    Tally tally =
        Seeds.playAll(new Choice(List.of(Scenario.values()), 1, SEEDS, cores, Trace.OFF), false);
    assertEquals(List.of(), tally.failures(), tally.summary());
    assertEquals(SEEDS, tally.count());
  }

  @Test
  void thereAreTenScenarios() {
    assertEquals(10, Scenario.values().length);
  }

  @Test
  void aSeedPlaysTheSameEachTime() {
    for (Scenario scenario : Scenario.values()) {
      Play first = Seeds.play(scenario, 7, Trace.OFF);
      Play second = Seeds.play(scenario, 7, Trace.OFF);
      assertEquals(
          first.network.watch.fingerprint(), second.network.watch.fingerprint(), scenario.title());
      assertTrue(first.network.watch.packets() > 500, scenario.title());
    }
  }

  /** Seeds that the nightly run found: each was a fault of the bridge, or of what watches it. */
  @Test
  void seedsThatOnceFailedHold() {
    Seeds.play(Scenario.BLACKOUT, 7_989, Trace.OFF);
    Seeds.play(Scenario.BLACKOUT, 3_794, Trace.OFF);
    Seeds.play(Scenario.TAKEOVER_IN_A_STORM, 15_405, Trace.OFF);
    Seeds.play(Scenario.RANDOM_LOSS, 467, Trace.OFF);
    Seeds.play(Scenario.RANDOM_LOSS, 2_190, Trace.OFF);
    Seeds.play(Scenario.REORDERING, 2_544, Trace.OFF);
    Seeds.play(Scenario.DUPLICATES_AND_CORRUPTION, 2_168, Trace.OFF);
  }

  @Test
  void aFailingSeedSaysHowToPlayItAgain() throws InterruptedException {
    Choice failing = new Choice(List.of(Scenario.BLACKOUT), 17, 1, 1, Trace.to(broken()));
    String said = Seeds.playAll(failing, false).failures().getFirst();
    assertTrue(said.startsWith("blackout fails with seed 17: the test breaks it"), said);
    String command = "./vigie seeds ";
    assertTrue(said.endsWith("again: " + command + "--scenario blackout --seed 17"), said);
    String options = said.substring(said.indexOf(command) + command.length());
    Choice again = Choice.of(List.of(options.split(" ", -1)));
    assertEquals(failing.scenarios(), again.scenarios());
    assertEquals(17, again.seed(0));
    assertEquals(1, again.count());
  }

  /** Fails with the first line that it is told. */
  private static PrintStream broken() {
    return new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8) {
      @Override
      public void println(Object line) {
        throw new IllegalStateException("the test breaks it");
      }
    };
  }
}
