package org.vigie.bridge.session;

/**
 * A wall clock of a camera, seen from the Loop: how far it is off, by what of it arrived soonest.
 * The camera's Tracks share it, so that sound and picture stay in step whatever the line does.
 */
final class CameraClock {
  /** Forgets after 128 s: a clock that drifts by 200 ppm has then moved by 26 ms. */
  static final long BUCKET_NANOS = 8_000_000_000L;

  private final LeastOffset offset = new LeastOffset(BUCKET_NANOS, false);
  private int settings;

  boolean known() {
    return offset.known();
  }

  /** Loop time less the camera's; meaningful once it is known. */
  long offsetNanos() {
    return offset.nanos();
  }

  /** How often the camera's clock was seen to be set: readings from before do not compare. */
  int settings() {
    return settings;
  }

  /** The camera's clock read this at some time before now. */
  void observe(long nowNanos, long cameraNanos) {
    offset.observe(nowNanos, nowNanos - cameraNanos);
  }

  /** The camera's clock was set forward by so much, or back where it is negative. */
  void set(long nowNanos, long byNanos) {
    settings++;
    offset.restart(nowNanos, offset.nanos() - byNanos);
  }
}
