package org.vigie.simulator.load;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.vigie.simulator.load.LoadReport.Percentiles;
import org.vigie.simulator.load.media.DelayHistogram;
import org.vigie.simulator.signal.RefusedException;

/** Many sessions that join at once, a bounded number at a time; what became of them. */
final class JoinPhase {
  private final Semaphore places;
  private final IntConsumer progress;
  private final DelayHistogram times = new DelayHistogram();
  private final Map<String, Integer> failures = new TreeMap<>();
  private final List<LoadSession> sessions = new ArrayList<>();
  private @Nullable IOException firstFailure;
  private long nanos;
  private int done;
  private int half;
  private long halfNanos;
  private int halfJoined;
  private long secondHalfNanos;

  /**
   * No joins yet.
   *
   * @param atOnce how many at a time
   * @param progress hears how many are over, on the thread of one of them
   */
  JoinPhase(int atOnce, IntConsumer progress) {
    this.places = new Semaphore(atOnce);
    this.progress = progress;
  }

  /** One join. */
  @FunctionalInterface
  interface Task {
    /** JoinPhase the session of this number, from 0. */
    LoadSession join(int number) throws IOException, InterruptedException;
  }

  /** Runs that many joins, and returns when all are over, one way or the other. */
  void run(int count, Task task) throws InterruptedException {
    long start = System.nanoTime();
    beginHalves(count);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < count; i++) {
        int number = i;
        places.acquire();
        threads.execute(() -> one(number, task));
      }
    }
    ended(start, System.nanoTime());
  }

  private synchronized void beginHalves(int count) {
    half = done + count / 2;
    halfNanos = 0;
  }

  private synchronized void ended(long start, long end) {
    nanos += end - start;
    secondHalfNanos = halfNanos == 0 ? 0 : end - halfNanos;
  }

  private void oneMore() {
    done++;
    if (done == half) {
      halfNanos = System.nanoTime();
      halfJoined = sessions.size();
    }
    progress.accept(done);
  }

  private void one(int number, Task task) {
    long start = System.nanoTime();
    try {
      LoadSession session = task.join(number);
      joined(session, System.nanoTime() - start);
    } catch (IOException e) {
      failed(e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      failed(new IOException(e.toString(), e));
    } finally {
      places.release();
    }
  }

  private synchronized void joined(LoadSession session, long took) {
    sessions.add(session);
    times.record(took);
    oneMore();
  }

  private synchronized void failed(IOException e) {
    if (firstFailure == null) {
      firstFailure = e;
    }
    failures.merge(cause(e), 1, Integer::sum);
    oneMore();
  }

  private static String cause(IOException e) {
    return e instanceof RefusedException refused
        ? refused.problem().status() + " " + refused.getMessage()
        : String.valueOf(e.getMessage());
  }

  /** Those that are up. */
  synchronized List<LoadSession> sessions() {
    return List.copyOf(sessions);
  }

  synchronized Map<String, Integer> failures() {
    return Map.copyOf(failures);
  }

  /** The failures of two phases, by cause. */
  static Map<String, Integer> merged(Map<String, Integer> one, Map<String, Integer> other) {
    Map<String, Integer> all = new TreeMap<>(one);
    other.forEach((cause, count) -> all.merge(cause, count, Integer::sum));
    return all;
  }

  /** Why the first that failed did; null if none failed. */
  synchronized @Nullable IOException firstFailure() {
    return firstFailure;
  }

  Duration took() {
    return Duration.ofNanos(nanos);
  }

  /** Sessions that came up in a second. */
  synchronized double perSecond() {
    return nanos == 0 ? 0 : sessions.size() * 1e9 / nanos;
  }

  /** The same of the second half, by when the programs at both ends have become fast. */
  synchronized double perSecondOfSecondHalf() {
    return secondHalfNanos == 0
        ? perSecond()
        : (sessions.size() - halfJoined) * 1e9 / secondHalfNanos;
  }

  /** From the request to the keys. */
  synchronized Percentiles times() {
    return times.percentiles();
  }

  /** Ends all sessions, many at a time. */
  void endAll() {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (LoadSession session : sessions()) {
        threads.execute(() -> {
          places.acquireUninterruptibly();
          try {
            session.close();
          } finally {
            places.release();
          }
        });
      }
    }
  }
}
