package org.vigie.signaling.bandwidth;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.vigie.bridge.api.SessionId;

/**
 * How much each viewer is sent, of what was counted at two looks. Whoever looks again within a
 * second hears the same; who looks after more than a minute hears nothing, because the mean of so
 * long a time says little of now.
 */
final class SentRates {
  private static final long LEAST_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long MOST_NANOS = Duration.ofMinutes(1).toNanos();
  private static final double NANOS = 1e9;

  private Optional<Map<SessionId, Long>> before = Optional.empty();
  private Optional<Map<SessionId, Long>> rates = Optional.empty();
  private long atNanos;

  /**
   * A look.
   *
   * @param bytes what each was sent since its Session began
   * @return what each is sent, bps; empty if that is not known yet
   */
  synchronized Optional<Map<SessionId, Long>> look(long nowNanos, Map<SessionId, Long> bytes) {
    long since = nowNanos - atNanos;
    if (before.isEmpty() || since >= LEAST_NANOS) {
      rates = since <= MOST_NANOS ? before.map(old -> rates(old, bytes, since)) : Optional.empty();
      before = Optional.of(Map.copyOf(bytes));
      atNanos = nowNanos;
    }
    return rates;
  }

  /** A Session that has begun since was sent all its bytes since. */
  private static Map<SessionId, Long> rates(
      Map<SessionId, Long> before, Map<SessionId, Long> now, long nanos) {
    Map<SessionId, Long> rates = new HashMap<>();
    now.forEach((session, bytes) -> {
      long sent = Math.max(0, bytes - before.getOrDefault(session, 0L));
      rates.put(session, Math.round(sent * Byte.SIZE * NANOS / nanos));
    });
    return Map.copyOf(rates);
  }
}
