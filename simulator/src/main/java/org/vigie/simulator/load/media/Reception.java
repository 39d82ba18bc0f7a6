package org.vigie.simulator.load.media;

import org.vigie.bridge.rtp.NtpTime;
import org.vigie.bridge.rtp.RtcpWriter;
import org.vigie.bridge.rtp.SequenceUnwrapper;

/** What a receiver reports of one source (RFC 3550, section 6.4.1 and appendix A). */
final class Reception {
  private static final int CLOCK_RATE = 90_000;

  private final SequenceUnwrapper unwrapper = new SequenceUnwrapper();
  private long first;
  private long received;
  private long expectedBefore;
  private long receivedBefore;
  private int jitter16; // sixteen times the jitter, in units of the clock
  private int transit;
  private int lastReport;
  private long lastReportAt;

  /** A packet came; returns its unwrapped sequence number. */
  long add(int sequenceNumber, int timestamp, long nowNanos) {
    boolean started = unwrapper.isStarted();
    long sequence = unwrapper.unwrap(sequenceNumber);
    int now = (int) (nowNanos * 9 / 100_000); // 90,000 a second
    int newTransit = now - timestamp;
    if (started) {
      jitter16 += Math.abs(newTransit - transit) - ((jitter16 + 8) >> 4);
    } else {
      first = sequence;
    }
    transit = newTransit;
    received++;
    return sequence;
  }

  boolean isStarted() {
    return unwrapper.isStarted();
  }

  /** The highest sequence number so far. */
  long highest() {
    return unwrapper.highest();
  }

  /** A number unwrapped as if it came now, without counting it. */
  long peek(int sequenceNumber) {
    return unwrapper.peek(sequenceNumber);
  }

  /** The source sent a report. */
  void senderReport(long ntpTime, long nowNanos) {
    lastReport = NtpTime.compact(ntpTime);
    lastReportAt = nowNanos;
  }

  /** Adds the block on this source. */
  void write(RtcpWriter writer, int ssrc, long nowNanos) {
    long expected = unwrapper.highest() - first + 1;
    long lostNow = expected - expectedBefore - (received - receivedBefore);
    long expectedNow = expected - expectedBefore;
    int fraction = lostNow <= 0 || expectedNow <= 0 ? 0 : (int) ((lostNow << 8) / expectedNow);
    expectedBefore = expected;
    receivedBefore = received;
    int sinceReport = lastReport == 0 ? 0 : NtpTime.nanosToCompact(nowNanos - lastReportAt);
    writer.reportBlock(
        ssrc,
        fraction,
        (int) (expected - received),
        unwrapper.highest() & 0xffff_ffffL,
        jitter16 >> 4,
        lastReport,
        sinceReport);
  }

  /** Jitter in ns. */
  long jitterNanos() {
    return (jitter16 >> 4) * 1_000_000_000L / CLOCK_RATE;
  }
}
