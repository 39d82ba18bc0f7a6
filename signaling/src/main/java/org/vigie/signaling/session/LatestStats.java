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
  private static final long MOMENT_NANOS = Duration.ofMillis(50).toNanos();
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final MediaPlane plane;
  private final LongSupplier clock;
  private @Nullable BridgeStats latest;
  private long takenAt;
  private @Nullable List<StreamStats> streams;
  private long streamsTakenAt;
  private long momentAt;

  /** Asks this media plane; the clock counts nanoseconds. */
  public LatestStats(MediaPlane plane, LongSupplier clock) {
    this.plane = plane;
    this.clock = clock;
    this.momentAt = clock.getAsLong() - MOMENT_NANOS;
  }

  /**
   * Statistics that are at most 200 ms old.
   *
   * @throws Refusal 503 if the bridge does not answer
   */
  public synchronized BridgeStats recent() {
    BridgeStats known = latest;
    return known != null && isWithin(FRESH_NANOS, takenAt) ? known : now();
  }

  /**
   * Those of the Streams alone, at most 200 ms old: the bridge need not go through thousands of
   * Sessions.
   *
   * @throws Refusal 503 if the bridge does not answer
   */
  public synchronized List<StreamStats> recentStreams() {
    List<StreamStats> known = streams;
    return known != null && isWithin(FRESH_NANOS, streamsTakenAt) ? known : lookAtStreams();
  }

  /**
   * Those of the Streams at this moment, or what was seen up to 50 ms ago for somebody else who
   * asked for this: however many ask, the bridge looks 20 times a second at most.
   *
   * @throws Refusal 503 if the bridge does not answer
   */
  public synchronized List<StreamStats> streamsNow() {
    List<StreamStats> known = streams;
    if (known != null && isWithin(MOMENT_NANOS, momentAt)) {
      return known;
    }
    List<StreamStats> taken = lookAtStreams();
    momentAt = streamsTakenAt;
    return taken;
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

  private boolean isWithin(long nanos, long since) {
    return clock.getAsLong() - since < nanos;
  }

  private List<StreamStats> lookAtStreams() {
    List<StreamStats> taken = answer(plane::streams);
    keep(taken);
    return taken;
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
