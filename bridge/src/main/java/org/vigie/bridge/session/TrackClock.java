package org.vigie.bridge.session;

import org.vigie.bridge.api.CaptureTime;

/**
 * When the media with an RTP timestamp was captured, in Loop time: by what the camera writes into
 * its packets (abs-capture-time), else by its sender reports (RFC 3550, section 6.4.1), else by
 * arrival. One clock belongs to one source.
 */
public final class TrackClock {
  /** What the Tracks of one camera share: its wall clocks, which should be one. */
  public static final class CameraOffset {
    /** From a capture to its arrival takes no longer than this longer than a report's way. */
    private static final long LONGEST_ENCODING_NANOS = 2_000_000_000L;

    /** What takes longer is a lie, or says nothing of the way. */
    private static final long LONGEST_TRIP_NANOS = 5_000_000_000L;

    private final CameraClock reports = new CameraClock();
    private final CameraClock packets = new CameraClock();
    private final LeastOffset trips = new LeastOffset(CameraClock.BUCKET_NANOS, false);

    /** A round trip to the camera took so long. */
    void roundTrip(long nowNanos, long nanos) {
      if (nanos < LONGEST_TRIP_NANOS) {
        trips.observe(nowNanos, nanos);
      }
    }

    /** How long the quickest packets were on their way. */
    private long wayNanos() {
      return trips.known() ? trips.nanos() / 2 : 0;
    }

    /** Reports are stamped as they leave; a capture is told after encoding. */
    private long ofPackets() {
      long later = packets.offsetNanos() - reports.offsetNanos();
      boolean same = reports.known() && later > -TOLERANCE_NANOS && later < LONGEST_ENCODING_NANOS;
      return same ? reports.offsetNanos() : packets.offsetNanos();
    }
  }

  /** How long ticks of a clock take, and how many fit. */
  record Ticks(int rate) {
    long nanos(long ticks) {
      return ticks / rate * NANOS_PER_SECOND + ticks % rate * NANOS_PER_SECOND / rate;
    }

    long of(long nanos) {
      return nanos / NANOS_PER_SECOND * rate + nanos % NANOS_PER_SECOND * rate / NANOS_PER_SECOND;
    }
  }

  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final long TOLERANCE_NANOS = 200_000_000L;

  /** A camera that has sent no sender report by then sends none. */
  private static final long PATIENCE_NANOS = 4 * NANOS_PER_SECOND;

  /** Arrivals of the last 32 s count: an RTP clock off by 200 ppm has then moved by 6 ms. */
  private static final long BUCKET_NANOS = 2 * NANOS_PER_SECOND;

  /**
   * No camera holds a picture back longer than this to send others first, and no line changes it.
   */
  private static final long JUMP_NANOS = NANOS_PER_SECOND;

  /**
   * What a camera says of its captures is not believed beyond this: its clock stands or is wrong.
   */
  private static final long OLDEST_NANOS = 10 * NANOS_PER_SECOND;

  private final Ticks ticks;
  private final CameraOffset camera;
  private final TimePair reports;
  private final TimePair packets;
  private final LeastOffset arrivals = new LeastOffset(BUCKET_NANOS, true);
  private long firstArrivalNanos;
  private long newestRtp;
  private long newestArrivalNanos;
  private long jumpedTicks;

  /** A clock of {@code clockRate} Hz whose reports share a camera's wall clock. */
  public TrackClock(int clockRate, CameraOffset camera) {
    this.ticks = new Ticks(clockRate);
    this.camera = camera;
    this.reports = new TimePair(camera.reports);
    this.packets = new TimePair(camera.packets);
  }

  /**
   * A sender report: the camera's wall clock read {@code cameraNanos} at this unwrapped RTP
   * timestamp.
   */
  public void senderReport(long nowNanos, long cameraNanos, long rtpTimestamp) {
    reports.take(nowNanos, cameraNanos, rtpTimestamp, ticks);
    long captured = reports.nanosOf(newestRtp, camera.reports.offsetNanos(), ticks);
    if (arrivals.known() && isIncredible(captured, newestArrivalNanos)) {
      reports.forget();
    }
    if (packets.known() && nowNanos - packets.atNanos() > OLDEST_NANOS) {
      packets.forget();
    }
  }

  /** The packet that just arrived says when it was captured by the camera's clock. */
  public void captured(long nowNanos, long cameraNanos, long rtpTimestamp) {
    packets.take(nowNanos, cameraNanos, rtpTimestamp, ticks);
    long captured = cameraNanos + camera.ofPackets();
    if (isIncredible(captured, nowNanos)) {
      packets.forget();
    }
  }

  private static boolean isIncredible(long capturedNanos, long arrivedNanos) {
    return capturedNanos - arrivedNanos > TOLERANCE_NANOS
        || arrivedNanos - capturedNanos > OLDEST_NANOS;
  }

  /**
   * A packet with this unwrapped timestamp arrived, newer in sequence than all before; the least
   * delayed one counts.
   */
  public void arrival(long nowNanos, long rtpTimestamp) {
    long offset = nowNanos - ticks.nanos(rtpTimestamp);
    if (!arrivals.known()) {
      firstArrivalNanos = nowNanos;
    } else if (jumped(offset, rtpTimestamp)) {
      jump(nowNanos, rtpTimestamp, offset);
    }
    newestRtp = rtpTimestamp;
    newestArrivalNanos = nowNanos;
    arrivals.observe(nowNanos, offset);
  }

  /** Whether a packet arrived. */
  boolean started() {
    return arrivals.known();
  }

  /** Whether the RTP clock was set: what a line does to packets never changes their timestamps. */
  private boolean jumped(long offset, long rtpTimestamp) {
    return ticks.nanos(rtpTimestamp - newestRtp) < -JUMP_NANOS
        || arrivals.nanos() - offset > JUMP_NANOS;
  }

  private void jump(long nowNanos, long rtpTimestamp, long offset) {
    long byTicks = ticks.of(arrivals.nanos() - offset);
    reports.move(nowNanos, rtpTimestamp, byTicks, ticks);
    packets.move(nowNanos, rtpTimestamp, byTicks, ticks);
    arrivals.restart(nowNanos, offset);
    jumpedTicks += byTicks;
  }

  /** By how many ticks in all the RTP clock was set forward, less those it was set back. */
  public long jumpedTicks() {
    return jumpedTicks;
  }

  /**
   * When media with this unwrapped timestamp was captured, in Loop nanoseconds; meaningful after an
   * arrival.
   */
  public long captureNanos(long rtpTimestamp) {
    long told =
        switch (basis()) {
          case PACKETS -> packets.nanosOf(rtpTimestamp, camera.ofPackets(), ticks);
          case REPORTS -> reports.nanosOf(rtpTimestamp, camera.reports.offsetNanos(), ticks);
          case ARRIVAL -> arrivals.nanos() + ticks.nanos(rtpTimestamp);
        };
    return told - camera.wayNanos();
  }

  /** How that is known. */
  public CaptureTime basis() {
    if (packets.known()) {
      return CaptureTime.PACKETS;
    }
    return reports.known() ? CaptureTime.REPORTS : CaptureTime.ARRIVAL;
  }

  /**
   * Whether {@link #captureNanos} will go on as it is: arrival lags behind the capture that a first
   * sender report tells, and receivers average over a change for many seconds.
   */
  public boolean settled(long nowNanos) {
    return basis() != CaptureTime.ARRIVAL
        || (arrivals.known() && nowNanos - firstArrivalNanos > PATIENCE_NANOS);
  }
}
