package org.vigie.bridge.bandwidth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vigie.bridge.bandwidth.LineScenario.Trace;

/**
 * 2,080 runs of 42 s of virtual time over eight named traces. A failure names trace, kind and seed.
 */
class LineScenarioTest {
  private static final int SEEDS = Integer.getInteger("vigie.line.seeds", 130);
  private static final int SHARED = 100;

  private final List<String> failures = new ArrayList<>();

  @Test
  void afterADropTheQueueIsBoundedAndTheEstimateMeetsTheLine() {
    for (Trace trace : List.of(Trace.STEPS, Trace.BUFFERBLOAT, Trace.RANDOM_LOSS, Trace.JITTER)) {
      for (int seed = 0; seed < SEEDS; seed++) {
        String name = trace + " greedy " + seed;
        LineScenario greedy = new LineScenario(trace, seed).run();
        queues(name, greedy);
        within(name + " low", greedy.low, 0.85, 1.05);
        within(name + " high", greedy.high, 0.85, 1.05);
        within(name + " back", greedy.back, 0, 8);
      }
    }
    noFailures();
  }

  @Test
  void theLayerShownIsTheHighestThatFits() {
    for (Trace trace : List.of(Trace.STEPS, Trace.BUFFERBLOAT, Trace.RANDOM_LOSS, Trace.JITTER)) {
      for (int seed = 0; seed < SEEDS; seed++) {
        String name = trace + " layers " + seed;
        LineScenario layers = new LineScenario(trace, seed).run(LineScenario.LAYERS);
        queues(name, layers);
        within(name + " low", layers.low, 0.8, 1.05);
        within(name + " high", layers.high, 0.85, 1.2);
        within(name + " best", layers.bestLayer, 0.9, 1);
        within(name + " back", layers.back, 0, 8);
      }
    }
    noFailures();
  }

  /**
   * What passes a policer in a burst says nothing of what passes it for long, so the estimate is
   * rough.
   */
  @Test
  void aPolicerIsMetRoughly() {
    for (int seed = 0; seed < SEEDS; seed++) {
      LineScenario greedy = new LineScenario(Trace.POLICER, seed).run();
      within("policer low " + seed, greedy.low, 0.85, 1.3);
      within("policer high " + seed, greedy.high, 0.85, 1.3);
      within("policer back " + seed, greedy.back, 0, 8);
      LineScenario layers = new LineScenario(Trace.POLICER, seed).run(LineScenario.LAYERS);
      within("policer best " + seed, layers.bestLayer, 0.7, 1);
      within("policer back in layers " + seed, layers.back, 0, 8);
    }
    noFailures();
  }

  /** It is given less to see whether less is lost, and after that as much as before. */
  @Test
  void aGoodLineThatLosesByChanceIsNotBoundedForLong() {
    for (double loss : new double[] {0.05, 0.1, 0.2}) {
      double[] unbounded = new double[SHARED];
      for (int seed = 0; seed < SHARED; seed++) {
        unbounded[seed] = LineScenario.unbounded(loss, seed);
      }
      Arrays.sort(unbounded);
      within("unbounded in nine of ten at " + loss, unbounded[SHARED / 10], 0.9, 1);
    }
    noFailures();
  }

  /** A delay that stays is no queue. */
  @Test
  void aWayThatBecomesLongerCostsAMomentOnly() {
    for (int seed = 0; seed < SEEDS; seed++) {
      for (long[] layers : List.of(new long[0], LineScenario.LAYERS)) {
        String name = "longer " + layers.length + " layers " + seed;
        LineScenario run = new LineScenario(Trace.LONGER, seed).run(layers);
        queues(name, run);
        within(name + " away", run.away, 0, 5);
        within(name + " low", run.low, 0.85, 1.1);
        within(name + " back", run.back, 0, 1);
      }
    }
    noFailures();
  }

  /** The other flow never yields, so that a part of it can be taken by pushing. */
  @Test
  void besideAFlowThatDoesNotYieldTheQueueStaysShort() {
    for (int seed = 0; seed < SEEDS; seed++) {
      String name = "competing " + seed;
      LineScenario greedy = new LineScenario(Trace.COMPETING, seed).run();
      queues(name, greedy);
      within(name + " low", greedy.low, 0.85, 1.3);
      within(name + " high", greedy.high, 0.85, 1.05);
      within(name + " back", greedy.back, 0, 8);
      queues(name, new LineScenario(Trace.COMPETING, seed).run(LineScenario.LAYERS));
    }
    noFailures();
  }

  /** The rate is another each tenth of a second: what counts is that the delay stays low. */
  @Test
  void aCellularLineIsUsedWithoutALongQueue() {
    for (int seed = 0; seed < SEEDS; seed++) {
      LineScenario greedy = new LineScenario(Trace.CELLULAR, seed).run();
      within("cellular queue " + seed, greedy.queue95, 0, 300);
      within("cellular use " + seed, greedy.use, 0.5, 1);
      LineScenario layers = new LineScenario(Trace.CELLULAR, seed).run(LineScenario.LAYERS);
      within("cellular queue in layers " + seed, layers.queue95, 0, 300);
    }
    noFailures();
  }

  /** Over the second minute; in three of four pairs neither has over 20 % less than the other. */
  @Test
  void twoViewersOnOneLineComeTogether() {
    double[] shares = new double[SHARED];
    for (int seed = 0; seed < SHARED; seed++) {
      shares[seed] = new LineScenario(Trace.COMPETING, seed).share(120 * LineScenario.SECOND);
    }
    Arrays.sort(shares);
    assertTrue(shares[0] > 0.6, "worst " + shares[0]);
    assertTrue(shares[SHARED / 4] > 0.79, "a quarter is worse than " + shares[SHARED / 4]);
    assertTrue(shares[SHARED / 2] > 0.85, "median " + shares[SHARED / 2]);
  }

  private void queues(String name, LineScenario run) {
    within(name + " peak", run.peak, 0, 1_000);
    within(name + " later", run.later, 0, 300);
  }

  private void within(String what, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      failures.add(what + " = " + value);
    }
  }

  private void noFailures() {
    assertEquals(List.of(), failures);
  }
}
