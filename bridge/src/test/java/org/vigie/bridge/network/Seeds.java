package org.vigie.bridge.network;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Plays scenarios with seeds, on every core; {@code ./vigie seeds} runs it. */
public final class Seeds {
  private static final String USAGE =
      """
      Plays the network in virtual time: cameras and viewers on bad lines around the bridge, every
      scenario with one seed after the other. What breaks a rule is printed, with the command that
      plays it again; the exit status is 1 then.

        --count N          how many seeds in all, over the scenarios (default 200000)
        --from S           the first seed (default 1)
        --scenario NAME    only this one: %s
        --seed S           only this seed; with --scenario, all that happens is told
        --threads N        default: as many as there are cores
      """;
  private static final int MOST_SHOWN = 20;
  private static final Duration PROGRESS = Duration.ofSeconds(30);

  /** Which to play. */
  record Choice(List<Scenario> scenarios, long from, int count, int threads, Trace trace) {
    static Choice of(List<String> arguments) {
      List<Scenario> scenarios = List.of(Scenario.values());
      long from = 1;
      int count = 200_000;
      boolean one = false;
      int threads = Runtime.getRuntime().availableProcessors();
      for (Iterator<String> all = arguments.iterator(); all.hasNext(); ) {
        String option = all.next();
        String value = all.hasNext() ? all.next() : "";
        switch (option) {
          case "--count" -> count = Integer.parseInt(value);
          case "--from" -> from = Long.parseLong(value);
          case "--scenario" -> scenarios = List.of(Scenario.titled(value));
          case "--seed" -> {
            from = Long.parseLong(value);
            one = true;
          }
          case "--threads" -> threads = Integer.parseInt(value);
          default -> throw new IllegalArgumentException("there is no option " + option);
        }
      }
      return new Choice(
          scenarios, from, one ? scenarios.size() : count, threads, traced(one, scenarios));
    }

    /** A single play is told in all its steps. */
    private static Trace traced(boolean oneSeed, List<Scenario> scenarios) {
      return oneSeed && scenarios.size() == 1 ? Trace.to(System.out) : Trace.OFF;
    }

    Scenario scenario(int index) {
      return scenarios.get(index % scenarios.size());
    }

    long seed(int index) {
      return from + index / scenarios.size();
    }
  }

  /** What came of it. */
  static final class Tally {
    private final Map<Scenario, Integer> played = new EnumMap<>(Scenario.class);
    private final List<String> failures = new ArrayList<>();
    private long virtualNanos;
    private long packets;
    private int count;

    synchronized void add(Scenario scenario, Play play) {
      count++;
      played.merge(scenario, 1, Integer::sum);
      virtualNanos += play.virtualNanos();
      packets += play.network.watch.packets();
    }

    synchronized void fail(String what) {
      count++;
      failures.add(what);
      if (failures.size() <= MOST_SHOWN) {
        System.out.println(what);
      }
    }

    synchronized int count() {
      return count;
    }

    synchronized List<String> failures() {
      return List.copyOf(failures);
    }

    synchronized String summary() {
      return String.format(
          Locale.ROOT,
          "%d seeds, %d failed; %.1f hours of virtual time, %.1f million packets sent",
          count,
          failures.size(),
          virtualNanos / 3.6e12,
          packets / 1e6);
    }
  }

  private Seeds() {}

  /** Ends with 1 if any seed fails, with 2 if it was called wrongly. */
  public static void main(String[] arguments) throws InterruptedException {
    if (List.of(arguments).contains("--help")) {
      System.out.printf(USAGE, String.join(", ", titles()));
      return;
    }
    Choice choice;
    try {
      choice = Choice.of(Arrays.asList(arguments));
    } catch (IllegalArgumentException wrong) {
      String titles = String.join(", ", titles());
      System.err.printf("seeds: %s%n%n" + USAGE, wrong.getMessage(), titles);
      System.exit(2);
      return;
    }
    long began = System.nanoTime();
    Tally tally = playAll(choice, true);
    System.out.printf(
        Locale.ROOT, "%s, in %.0f s%n", tally.summary(), (System.nanoTime() - began) / 1e9);
    System.exit(tally.failures().isEmpty() ? 0 : 1);
  }

  private static List<String> titles() {
    return Arrays.stream(Scenario.values()).map(Scenario::title).toList();
  }

  /** Plays them on as many threads as asked for. */
  static Tally playAll(Choice choice, boolean progress) throws InterruptedException {
    Tally tally = new Tally();
    AtomicInteger next = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < choice.threads; i++) {
      threads.add(Thread.ofPlatform().start(() -> work(choice, next, tally)));
    }
    for (Thread thread : threads) {
      while (!thread.join(PROGRESS)) {
        if (progress) {
          System.out.println(tally.count() + " of " + choice.count + " seeds");
        }
      }
    }
    return tally;
  }

  private static void work(Choice choice, AtomicInteger next, Tally tally) {
    for (int i = next.getAndIncrement(); i < choice.count; i = next.getAndIncrement()) {
      Scenario scenario = choice.scenario(i);
      try {
        tally.add(scenario, play(scenario, choice.seed(i), choice.trace));
      } catch (AssertionError failure) {
        tally.fail(String.valueOf(failure.getMessage()));
      }
    }
  }

  /**
   * Plays seeds of a scenario until one fails.
   *
   * @return the rule that was broken, or what else happened; empty if all hold
   */
  public static String firstFailure(String scenario, long from, int count) {
    for (long seed = from; seed < from + count; seed++) {
      try {
        Scenario.titled(scenario).play(seed, Trace.OFF);
      } catch (Violation broken) {
        return broken.rule().name();
      } catch (AssertionError | RuntimeException other) {
        return String.valueOf(other);
      }
    }
    return "";
  }

  private static String ours(Throwable failure) {
    return Arrays.stream(failure.getStackTrace())
        .filter(frame -> frame.getClassName().startsWith("org.vigie"))
        .map(StackTraceElement::toString)
        .findFirst()
        .orElse("?");
  }

  /** Plays one; a failure says how to play it again. */
  static Play play(Scenario scenario, long seed, Trace trace) {
    try {
      return scenario.play(seed, trace);
    } catch (AssertionError | RuntimeException failure) {
      String where = failure instanceof Violation ? "" : " in " + ours(failure);
      throw new AssertionError(
          scenario.title()
              + " fails with seed "
              + seed
              + ": "
              + failure.getMessage()
              + where
              + "\n  again: ./vigie seeds --scenario "
              + scenario.title()
              + " --seed "
              + seed,
          failure);
    }
  }
}
