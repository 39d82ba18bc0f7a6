package org.vigie.simulator.load;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.vigie.simulator.load.media.MediaSessions;

/** What happens once sessions are up: all warms up, then a while is measured. */
final class MeasuredWindow {
  private static final long LATE_NANOS = 2_000_000_000;
  private static final long LOOK_NANOS = 100_000_000;

  private final LoadPlan plan;
  private final Progress progress;
  private final StopSignal stop;
  private final Instant begun = Instant.now();
  private final Optional<ServerProcess> process;

  /**
   * A window that is still closed.
   *
   * @throws IOException if the plan names a process that is not there
   */
  MeasuredWindow(LoadPlan plan, Progress progress, StopSignal stop) throws IOException {
    this.plan = plan;
    this.progress = progress;
    this.stop = stop;
    this.process =
        plan.server().isPresent()
            ? Optional.of(ServerProcess.of(plan.server().getAsLong()))
            : Optional.empty();
  }

  /**
   * Waits and measures.
   *
   * @return empty if it was stopped while all warmed up
   * @throws IOException if the server's process has ended
   */
  Optional<LoadReport> measure(
      String server, MediaSessions sessions, Supplier<LoadReport.Joins> joins)
      throws IOException, InterruptedException {
    if (pause("warming up", plan.warmUp())) {
      return Optional.empty();
    }
    Optional<ServerProcess.Sample> before = sample();
    sessions.beginWindow();
    pause("measuring", plan.measured());
    sessions.endWindow();
    Optional<ServerProcess.Sample> after = sample();
    LoadReport.Traffic traffic = drained(sessions);
    return Optional.of(
        new LoadReport(
            server,
            plan,
            begun,
            joins.get(),
            traffic,
            sessions.delays(),
            sessions.repair(),
            sessions.own(),
            before.flatMap(b -> after.map(a -> b.until(a, traffic.received()))),
            faults(traffic, sessions)));
  }

  /** What is under way may still come, late as it may be. */
  private LoadReport.Traffic drained(MediaSessions sessions) throws InterruptedException {
    long end = System.nanoTime() + LATE_NANOS;
    LoadReport.Traffic traffic = sessions.traffic();
    while (traffic.lost() > 0 && System.nanoTime() - end < 0 && !stop.isWanted()) {
      stop.await(System.nanoTime() + LOOK_NANOS);
      traffic = sessions.traffic();
    }
    return traffic;
  }

  private Optional<ServerProcess.Sample> sample() throws IOException {
    return process.isPresent() ? Optional.of(process.get().sample()) : Optional.empty();
  }

  private List<String> faults(LoadReport.Traffic traffic, MediaSessions sessions) {
    List<String> faults = new ArrayList<>(sessions.faults());
    boolean sending = plan.camera().bps() > 0;
    int silent = sessions.viewersWithoutMedia();
    if (silent > 0 && sending) {
      faults.add("no media came to " + silent + " of " + plan.viewers() + " viewers");
    }
    if (traffic.sent() == 0 && sending) {
      faults.add("no camera sent anything");
    }
    if (stop.isWanted()) {
      faults.add("stopped early");
    }
    return faults;
  }

  /** Waits, second by second; returns whether the end is wanted. */
  private boolean pause(String what, Duration length) throws InterruptedException {
    long start = System.nanoTime();
    int seconds = (int) TimeUnit.NANOSECONDS.toSeconds(length.toNanos() + 999_999_999);
    for (int done = 0; done < seconds; done++) {
      progress.step(what, done, seconds, "s");
      long next = Math.min(TimeUnit.SECONDS.toNanos(done + 1L), length.toNanos());
      if (stop.await(start + next)) {
        return true;
      }
    }
    return stop.isWanted();
  }
}
