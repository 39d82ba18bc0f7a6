package org.vigie.signaling.http;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Token buckets, one per caller. The table is bounded: the caller that was quiet longest is
 * forgotten first, which can only give it back what it had spent.
 */
public final class RateLimiter {
  private final double perNano;
  private final double burst;
  private final Table table;

  /**
   * A limiter.
   *
   * @param perSecond requests that a caller may make in the long run, above 0
   * @param burst requests that it may make at once after a pause, 1 or more
   * @param callers callers to remember, 1 or more
   */
  public RateLimiter(double perSecond, int burst, int callers) {
    this.perNano = perSecond / Duration.ofSeconds(1).toNanos();
    this.burst = burst;
    this.table = new Table(callers);
  }

  /**
   * Takes one request from a caller's bucket.
   *
   * @return how long to wait before the next may succeed; zero if this one may pass
   */
  public synchronized Duration take(String caller, long nowNanos) {
    Bucket bucket = table.computeIfAbsent(caller, key -> new Bucket(burst, nowNanos));
    bucket.level = Math.min(burst, bucket.level + (nowNanos - bucket.filledAt) * perNano);
    bucket.filledAt = nowNanos;
    if (bucket.level >= 1) {
      bucket.level -= 1;
      return Duration.ZERO;
    }
    return Duration.ofNanos((long) Math.ceil((1 - bucket.level) / perNano));
  }

  /** How many callers were forgotten because the table was full. */
  public long forgotten() {
    return table.forgotten.get();
  }

  private static final class Bucket {
    private double level;
    private long filledAt;

    Bucket(double level, long filledAt) {
      this.level = level;
      this.filledAt = filledAt;
    }
  }

  private static final class Table extends LinkedHashMap<String, Bucket> {
    private static final long serialVersionUID = 1L;

    private final int bound;
    private final transient AtomicLong forgotten = new AtomicLong();

    Table(int bound) {
      super(16, 0.75f, true);
      this.bound = bound;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
      boolean full = size() > bound;
      if (full) {
        forgotten.incrementAndGet();
      }
      return full;
    }
  }
}
