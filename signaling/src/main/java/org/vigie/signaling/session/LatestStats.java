package org.vigie.signaling.session;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.vigie.bridge.api.BridgeStats;
import org.vigie.bridge.api.StreamStats;
import org.vigie.signaling.http.Problem;
import org.vigie.signaling.http.Refusal;

/** The bridge's statistics, asked for at most a few times a second however many pages ask. */
public final class LatestStats {
  private static final long FRESH_NANOS = Duration.ofMillis(200).toNanos();
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final MediaPlane plane;
  private final LongSupplier clock;
  private @Nullable BridgeStats latest;
  private long takenAt;
  private @Nullable List<StreamStats> streams;
  private long streamsTakenAt;

  /** Asks this media plane; the clock counts nanoseconds. */
  public LatestStats(MediaPlane plane, LongSupplier clock) {
    this.plane = plane;
    this.clock = clock;
  }

  /**
   * Statistics that are at most 200 ms old.
   *
   * @throws Refusal 503 if the bridge does not answer
   */
  public synchronized BridgeStats recent() {
    BridgeStats known = latest;
    return known != null && isFresh(takenAt) ? known : now();
  }

  /**
   * Those of the Streams alone, at most 200 ms old: the bridge need not go through thousands of
   * Sessions.
   *
   * @throws Refusal 503 if the bridge does not answer
   */
  public synchronized List<StreamStats> recentStreams() {
    List<StreamStats> known = streams;
    if (known == null || !isFresh(streamsTakenAt)) {
      known = answer(plane::streams);
      keep(known);
    }
    return known;
  }

  /**
   * Statistics of this moment.
   *
   * @throws Refusal 503 if the bridge does not answer
   */
  public synchronized BridgeStats now() {
    BridgeStats taken = answer(plane::stats);
    latest = taken;
    takenAt = clock.getAsLong();
    keep(taken.streams());
    return taken;
  }

  private boolean isFresh(long since) {
    return clock.getAsLong() - since < FRESH_NANOS;
  }

  private void keep(List<StreamStats> taken) {
    streams = taken;
    streamsTakenAt = clock.getAsLong();
  }

  private static <T> T answer(Supplier<CompletableFuture<T>> question) {
    try {
      return question.get().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw silent();
    } catch (ExecutionException | TimeoutException | IllegalStateException e) {
      throw silent();
    }
  }

  private static Refusal silent() {
    return new Problem(
            503,
            "bridge-silent",
            "The media plane does not answer",
            "The bridge gave no statistics within " + PATIENCE.toSeconds() + " s.",
            "Try again; if it stays, restart the relay and report the lines of its log.")
        .refusal()
        .retryAfter(2);
  }
}
