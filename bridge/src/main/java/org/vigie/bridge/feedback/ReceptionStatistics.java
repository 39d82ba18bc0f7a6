package org.vigie.bridge.feedback;

import org.vigie.bridge.rtp.NtpTime;

/**
 * What a report block says of one incoming SSRC (RFC 3550, sections 6.4.1 and A.3, A.8). Call
 * {@link #snapshot} once per report, then read the fields.
 */
public final class ReceptionStatistics {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final int MAX_CUMULATIVE = 0x7F_FFFF;
  private static final int MIN_CUMULATIVE = -0x80_0000;

  private final int clockRate;
  private boolean started;
  private long first;
  private long highest;
  private long skipped;
  private long received;
  private long priorExpected;
  private long priorReceived;
  private boolean timed;
  private int lastTransitTicks;
  private int lastTimestamp;
  private double jitterTicks;
  private boolean reported;
  private int lastReport;
  private long lastReportNanos;
  private int fractionLost;
  private int delaySinceLastReport;

  /** Statistics of a source with this RTP clock, in Hz. */
  public ReceptionStatistics(int clockRate) {
    this.clockRate = clockRate;
  }

  /**
   * A packet came; also call it for retransmitted ones, with {@code timely} false, so that they
   * count but do not spoil the jitter.
   *
   * @param sequence extended
   * @param timestamp as in the packet
   * @param timely whether it came by itself rather than on request
   */
  public void received(long nowNanos, long sequence, int timestamp, boolean timely) {
    if (!started) {
      started = true;
      first = sequence;
      highest = sequence;
    }
    long missing = sequence - highest - 1;
    skipped += missing > NackGenerator.MAX_GAP ? missing : 0; // it started anew and lost nothing
    first = Math.min(first, sequence);
    highest = Math.max(highest, sequence);
    received++;
    if (timely) {
      noteTransit(nowNanos, timestamp);
    }
  }

  /**
   * Packets of one frame share a timestamp but are paced apart, so only the first of a frame is
   * timed.
   */
  private void noteTransit(long nowNanos, int timestamp) {
    if (timed && timestamp == lastTimestamp) {
      return;
    }
    int transit = (int) ticks(nowNanos) - timestamp;
    if (timed) {
      jitterTicks += (Math.abs((double) (transit - lastTransitTicks)) - jitterTicks) / 16;
    }
    timed = true;
    lastTimestamp = timestamp;
    lastTransitTicks = transit;
  }

  private long ticks(long nanos) {
    return nanos / NANOS_PER_SECOND * clockRate
        + nanos % NANOS_PER_SECOND * clockRate / NANOS_PER_SECOND;
  }

  /** A sender report of this SSRC came with this 64-bit NTP timestamp. */
  public void senderReport(long nowNanos, long ntp) {
    reported = true;
    lastReport = NtpTime.compact(ntp);
    lastReportNanos = nowNanos;
  }

  /** Takes what the next report block says; the fraction lost is that since the snapshot before. */
  public void snapshot(long nowNanos) {
    long expected = expected();
    long expectedInterval = expected - priorExpected;
    long lostInterval = expectedInterval - (received - priorReceived);
    priorExpected = expected;
    priorReceived = received;
    fractionLost =
        expectedInterval <= 0 || lostInterval <= 0
            ? 0
            : (int) Math.min(255, (lostInterval << 8) / expectedInterval);
    delaySinceLastReport = reported ? NtpTime.nanosToCompact(nowNanos - lastReportNanos) : 0;
  }

  private long expected() {
    return started ? highest - first + 1 - skipped : 0;
  }

  /** Whether a packet ever came; without one there is no report block. */
  public boolean started() {
    return started;
  }

  /** Lost since the snapshot before, in 1/256, 0 to 255. */
  public int fractionLost() {
    return fractionLost;
  }

  /** Lost since the beginning, clamped to 24 bits; negative where duplicates outnumber losses. */
  public int cumulativeLost() {
    return Math.clamp(expected() - received, MIN_CUMULATIVE, MAX_CUMULATIVE);
  }

  /** The highest sequence number: 16 bits of cycles, 16 bits of number. */
  public int highestSequence() {
    return (int) highest;
  }

  /** Interarrival jitter in RTP clock ticks. */
  public int jitter() {
    return (int) Math.min(Integer.MAX_VALUE, jitterTicks);
  }

  /** LSR: the middle bits of the last sender report's time, 0 if none came. */
  public int lastSenderReport() {
    return reported ? lastReport : 0;
  }

  /** DLSR: since then, in 2^-16 s. */
  public int delaySinceLastSenderReport() {
    return delaySinceLastReport;
  }
}
