package org.vigie.bridge.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
  void aFailingSeedSaysHowToPlayItAgain() {
    Choice choice = Choice.of(List.of("--scenario", "blackout", "--seed", "17"));
    assertEquals(List.of(Scenario.BLACKOUT), choice.scenarios());
    assertEquals(17, choice.seed(0));
    assertEquals(1, choice.count());
  }
}
