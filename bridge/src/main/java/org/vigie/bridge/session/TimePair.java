package org.vigie.bridge.session;

import org.vigie.bridge.session.TrackClock.Ticks;

/**
 * What a camera's wall clock read at one RTP timestamp of a source. Each new pair is held against
 * the one before and against the time that passed here, which tells a clock that was set from one
 * that runs.
 */
final class TimePair {
  /** Neither drift nor a line does that between two readings. */
  private static final long SET_NANOS = 500_000_000L;

  /** Longer than from one sender report to the next. */
  private static final long PATIENCE_NANOS = 8_000_000_000L;

  private final CameraClock clock;
  private boolean known;
  private int settings;
  private long atNanos;
  private long rtp;
  private long cameraNanos;
  private long offsetNanos;

  TimePair(CameraClock clock) {
    this.clock = clock;
  }

  boolean known() {
    return known;
  }

  /** When it was heard of. */
  long atNanos() {
    return atNanos;
  }

  void forget() {
    known = false;
  }

  /** A new pair. */
  void take(long nowNanos, long newCameraNanos, long newRtp, Ticks ticks) {
    if (known && settings == clock.settings()) {
      compare(nowNanos, newCameraNanos - cameraNanos, ticks.nanos(newRtp - rtp));
    } else if (known && isFromBefore(nowNanos, newCameraNanos, newRtp, ticks)) {
      return;
    }
    clock.observe(nowNanos, newCameraNanos);
    known = true;
    settings = clock.settings();
    atNanos = nowNanos;
    rtp = newRtp;
    cameraNanos = newCameraNanos;
    offsetNanos = clock.offsetNanos();
  }

  private void compare(long nowNanos, long byCamera, long byRtp) {
    long here = nowNanos - atNanos;
    boolean apart = Math.abs(byCamera - byRtp) > SET_NANOS;
    if (apart && Math.abs(byCamera - here) > Math.abs(byRtp - here)) {
      clock.set(nowNanos, byCamera - byRtp);
    }
  }

  /** Another Track told first that the clock was set; this was read before, and is on its way. */
  private boolean isFromBefore(long nowNanos, long newCameraNanos, long newRtp, Ticks ticks) {
    long expected = cameraNanos + ticks.nanos(newRtp - rtp) + offsetNanos;
    long told = newCameraNanos + clock.offsetNanos();
    return Math.abs(told - expected) > SET_NANOS && nowNanos - atNanos < PATIENCE_NANOS;
  }

  /**
   * The source's RTP clock was set forward by so many ticks before the packet with this timestamp
   * came, if this pair does not know of it yet.
   */
  void move(long nowNanos, long timestamp, long byTicks, Ticks ticks) {
    long before = nanosOf(timestamp, clock.offsetNanos(), ticks);
    long after = before - ticks.nanos(byTicks);
    if (Math.abs(after - nowNanos) < Math.abs(before - nowNanos)) {
      rtp += byTicks;
    }
  }

  /** The Loop time of a timestamp, where the camera's clock is off by this. */
  long nanosOf(long timestamp, long offset, Ticks ticks) {
    long off = settings == clock.settings() ? offset : offsetNanos;
    return cameraNanos + ticks.nanos(timestamp - rtp) + off;
  }
}
