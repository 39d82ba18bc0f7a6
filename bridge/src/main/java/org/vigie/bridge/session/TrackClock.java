package org.vigie.bridge.session;

/**
 * When the media with an RTP timestamp was captured, in Loop time: by the camera's sender reports
 * (RFC 3550, section 6.4.1), else by the arrival of its packets. The offset between the camera's
 * clock and the Loop's is shared by the camera's Tracks, so that sound and picture stay in step.
 */
public final class TrackClock {
  /** What the Tracks of one camera share. */
  public static final class CameraOffset {
    private static final long JUMP_NANOS = 1_000_000_000L;
    private boolean known;
    private long nanos;

    private void observe(long cameraNanos, long nowNanos) {
      long offset = nowNanos - cameraNanos;
      if (!known || offset < nanos || offset - nanos > JUMP_NANOS) {
        nanos = offset;
        known = true;
      }
    }
  }

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  /** A camera that has sent no sender report by then sends none. */
  private static final long PATIENCE_NANOS = 4 * NANOS_PER_SECOND;

  private final int clockRate;
  private final CameraOffset camera;
  private boolean reported;
  private long reportedRtp;
  private long reportedCameraNanos;
  private boolean arrived;
  private long firstArrivalNanos;
  private long arrivalRtp;
  private long arrivalNanos;

  /** A clock of {@code clockRate} Hz whose sender reports share a camera's wall clock. */
  public TrackClock(int clockRate, CameraOffset camera) {
    this.clockRate = clockRate;
    this.camera = camera;
  }

  /**
   * A sender report: the camera's wall clock read {@code cameraNanos} at this unwrapped RTP
   * timestamp.
   */
  public void senderReport(long nowNanos, long cameraNanos, long rtpTimestamp) {
    camera.observe(cameraNanos, nowNanos);
    reported = true;
    reportedRtp = rtpTimestamp;
    reportedCameraNanos = cameraNanos;
  }

  /** A packet with this unwrapped timestamp arrived; the least delayed one counts. */
  public void arrival(long nowNanos, long rtpTimestamp) {
    if (!arrived) {
      firstArrivalNanos = nowNanos;
    }
    long expected = arrivalNanos + nanosOf(rtpTimestamp - arrivalRtp);
    if (!arrived || nowNanos < expected || nowNanos - expected > NANOS_PER_SECOND) {
      arrived = true;
      arrivalRtp = rtpTimestamp;
      arrivalNanos = nowNanos;
    }
  }

  /**
   * When media with this unwrapped timestamp was captured, in Loop nanoseconds; meaningful after an
   * arrival.
   */
  public long captureNanos(long rtpTimestamp) {
    if (reported) {
      return reportedCameraNanos + nanosOf(rtpTimestamp - reportedRtp) + camera.nanos;
    }
    return arrivalNanos + nanosOf(rtpTimestamp - arrivalRtp);
  }

  /**
   * Whether {@link #captureNanos} will go on as it is: arrival lags behind the capture that a first
   * sender report tells, and receivers average over a change for many seconds.
   */
  public boolean settled(long nowNanos) {
    return reported || (arrived && nowNanos - firstArrivalNanos > PATIENCE_NANOS);
  }

  /** Forgets everything: another source feeds the Track. */
  public void reset() {
    reported = false;
    arrived = false;
  }

  private long nanosOf(long ticks) {
    return ticks * NANOS_PER_SECOND / clockRate;
  }
}
