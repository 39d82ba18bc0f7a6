package org.vigie.bridge.feedback;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When the next regular report is due: at half to one and a half of the interval, so that reports
 * of many Sessions do not fall together (RFC 3550, section 6.3.1), and then on the next {@link
 * Beat}.
 */
public final class ReportInterval {
  private final long intervalNanos;
  private final RandomGenerator random;
  private long deadline;

  /** The first report is due within one interval of {@code nowNanos}, and a beat. */
  public ReportInterval(Duration interval, RandomGenerator random, long nowNanos) {
    this.intervalNanos = interval.toNanos();
    this.random = random;
    this.deadline = Beat.notBefore(nowNanos + random.nextLong(intervalNanos));
  }

  /** Whether a report is due; if so the next one is planned. */
  public boolean poll(long nowNanos) {
    if (nowNanos < deadline) {
      return false;
    }
    deadline = Beat.notBefore(nowNanos + intervalNanos / 2 + random.nextLong(intervalNanos));
    return true;
  }

  /** When it is due. */
  public long nextDeadline() {
    return deadline;
  }
}
