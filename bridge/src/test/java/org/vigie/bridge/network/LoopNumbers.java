package org.vigie.bridge.network;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.vigie.bridge.api.BridgeStats;

/** What the Loops say of themselves, once a second and at the end. */
final class LoopNumbers {
  private static final long INTERVAL_NANOS = 1_000 * NetworkPeer.MILLI;

  /** 4 MiB of history in chunks of 64 KiB for each of the Streams, sound and picture. */
  private static final long CHUNKS_PER_STREAM = 2 * 64;

  private static final List<String> NEVER =
      List.of(
          "dropped.internal-error",
          "dropped.not-protected",
          "dropped.no-room",
          "outbox.refusals",
          "history.chunks-refused");
  private static final List<String> LEFT =
      List.of(
          "relay.streams",
          "relay.views",
          "mirror.streams",
          "mirror.rings",
          "history.chunks",
          "replay.running",
          "outbox.bursts",
          "loop.paths",
          "loop.ufrags",
          "loop.handshakes");

  private final Map<NetworkLoop, CompletableFuture<BridgeStats>> asked = new HashMap<>();
  private final Map<NetworkLoop, Long> askedAt = new HashMap<>();

  void check(NetworkLoop loop, long now) {
    CompletableFuture<BridgeStats> answer = asked.get(loop);
    if (answer != null && answer.isDone()) {
      asked.remove(loop);
      checkBounds(now, answer.join());
    } else if (answer == null && now - askedAt.getOrDefault(loop, 0L) > INTERVAL_NANOS) {
      askedAt.put(loop, now);
      asked.put(loop, loop.numbers());
    }
  }

  private static void checkBounds(long now, BridgeStats stats) {
    for (String counter : NEVER) {
      require(Rule.MEMORY_IS_BOUNDED, now, counter, stats, 0);
    }
    int slots = 3 * stats.sessions().size();
    require(Rule.MEMORY_IS_BOUNDED, now, "outbox.bursts", stats, slots);
    long streams = stats.counters().getOrDefault("relay.streams", 0L);
    long chunks = CHUNKS_PER_STREAM * Math.max(1, streams);
    require(Rule.MEMORY_IS_BOUNDED, now, "history.chunks", stats, chunks);
  }

  private static void require(Rule rule, long now, String counter, BridgeStats stats, long most) {
    long value = stats.counters().getOrDefault(counter, 0L);
    if (value > most) {
      throw new Violation(rule, now, counter + " is " + value + ", at most " + most);
    }
  }

  /** Nobody is there any more: neither is anything of them. */
  static void checkNothingIsLeft(long now, NetworkLoop loop, BridgeStats stats) {
    for (String counter : LEFT) {
      require(Rule.NOTHING_IS_LEFT, now, counter, stats, 0);
    }
    if (!stats.sessions().isEmpty() || loop.deadline() != Long.MAX_VALUE) {
      throw new Violation(
          Rule.NOTHING_IS_LEFT,
          now,
          stats.sessions().size() + " Sessions, next turn at " + loop.deadline());
    }
  }
}
