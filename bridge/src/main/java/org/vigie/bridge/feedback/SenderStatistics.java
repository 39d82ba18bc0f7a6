package org.vigie.bridge.feedback;

import org.vigie.bridge.rtp.NtpTime;

/**
 * What a sender report says of one outgoing SSRC (RFC 3550, section 6.4.1), and the round trip that
 * report blocks for it tell.
 */
public final class SenderStatistics {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final long MAX_RTT_NANOS = 30 * NANOS_PER_SECOND;

  private long packets;
  private long octets;
  private boolean timed;
  private int timestamp;
  private long captureNanos;
  private int clockRate;
  private long rttNanos;
  private int fractionLost;
  private long badReports;

  /**
   * A packet left.
   *
   * @param payloadBytes without header, extensions and padding
   */
  public void sent(int payloadBytes) {
    packets++;
    octets += payloadBytes;
  }

  /**
   * The media with this outgoing RTP timestamp was captured then; the newest pair counts.
   *
   * @param clockRate of that timestamp, in Hz; it may change with the codec
   */
  public void timed(int rtpTimestamp, long atNanos, int clockRate) {
    this.timed = true;
    this.timestamp = rtpTimestamp;
    this.captureNanos = atNanos;
    this.clockRate = clockRate;
  }

  /** Whether there is something to report: a packet left and its time is known. */
  public boolean reportable() {
    return timed && packets > 0;
  }

  /** The RTP timestamp that corresponds to this Loop time. */
  public int rtpTimestampAt(long nowNanos) {
    long elapsed = nowNanos - captureNanos;
    long seconds = Math.floorDiv(elapsed, NANOS_PER_SECOND);
    long rest = Math.floorMod(elapsed, NANOS_PER_SECOND);
    return timestamp + (int) (seconds * clockRate + rest * clockRate / NANOS_PER_SECOND);
  }

  /** Packets sent, modulo 2^32. */
  public int packets() {
    return (int) packets;
  }

  /** Payload bytes sent, modulo 2^32. */
  public int octets() {
    return (int) octets;
  }

  /**
   * A report block on this SSRC came.
   *
   * @param lastReport LSR
   * @param delay DLSR, 2^-16 s
   * @param fraction lost, 1/256
   */
  public void reported(long nowNanos, NtpClock clock, int lastReport, int delay, int fraction) {
    fractionLost = fraction;
    if (lastReport == 0) {
      return;
    }
    // RFC 3550, section 6.4.1: A - LSR - DLSR, all modulo 2^32; a lie shows as an absurd trip.
    long trip = NtpTime.compactToNanos(clock.compact(nowNanos) - lastReport - delay);
    if (trip > MAX_RTT_NANOS) {
      badReports++;
      return;
    }
    rttNanos = rttNanos == 0 ? Math.max(1, trip) : (7 * rttNanos + trip) / 8;
  }

  /** Smoothed round trip in nanoseconds, 0 before the first report. */
  public long rttNanos() {
    return rttNanos;
  }

  /** What the peer last said of its losses, 1/256. */
  public int fractionLost() {
    return fractionLost;
  }

  /** Report blocks whose times cannot be true. */
  public long badReports() {
    return badReports;
  }
}
