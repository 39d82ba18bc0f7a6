package org.vigie.bridge.feedback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vigie.bridge.rtp.NtpTime;

/** What sender and receiver reports say, and when they are due. */
class ReportsTest {
  private static final long MS = 1_000_000L;
  private static final long SECOND = 1_000 * MS;

  private final ReceptionStatistics reception = new ReceptionStatistics(90_000);
  private final SenderStatistics sender = new SenderStatistics();
  private final NtpClock clock = new NtpClock(1_700_000_000L * SECOND);

  @Test
  void countsTheFractionLostSinceTheReportBefore() {
    receive(0, 8, 3);
    reception.snapshot(0);
    assertEquals(256 / 8, reception.fractionLost());
    assertEquals(1, reception.cumulativeLost());
    receive(8, 16, -1);
    reception.snapshot(0);
    assertEquals(0, reception.fractionLost());
    assertEquals(1, reception.cumulativeLost());
    assertEquals(15, reception.highestSequence());
  }

  private void receive(int from, int to, int lost) {
    for (int i = from; i < to; i++) {
      if (i != lost) {
        reception.received(i * MS, i, i * 90, true);
      }
    }
  }

  @Test
  void duplicatesMakeTheLossNegativeButNeverTheFraction() {
    receive(0, 4, -1);
    receive(0, 4, -1);
    reception.snapshot(0);
    assertEquals(0, reception.fractionLost());
    assertEquals(-4, reception.cumulativeLost());
  }

  @Test
  void aRetransmissionClosesTheLossWithoutJitter() {
    receive(0, 8, 3);
    int before = reception.jitter();
    reception.received(900 * MS, 3, 3 * 90, false);
    reception.snapshot(SECOND);
    assertEquals(0, reception.cumulativeLost());
    assertEquals(before, reception.jitter());
  }

  @Test
  void jitterIsZeroOnASteadyPathAndFollowsTheVariationOtherwise() {
    for (int i = 0; i < 300; i++) {
      reception.received(i * 40L * MS, i, i * 3_600, true);
    }
    assertEquals(0, reception.jitter());
    ReceptionStatistics shaken = new ReceptionStatistics(90_000);
    for (int i = 0; i < 300; i++) {
      shaken.received(i * 40L * MS + (i % 2) * 10L * MS, i, i * 3_600, true);
    }
    // Every transit differs from the one before by 10 ms, 900 ticks.
    assertEquals(900, shaken.jitter(), 5);
  }

  @Test
  void packetsOfOneFramePacedApartAreNoJitter() {
    for (int i = 0; i < 300; i++) {
      long frame = i / 10;
      reception.received(frame * 40L * MS + (i % 10) * 2L * MS, i, (int) frame * 3_600, true);
    }
    assertEquals(0, reception.jitter());
  }

  @Test
  void saysWhenTheLastSenderReportCame() {
    reception.snapshot(0);
    assertEquals(0, reception.lastSenderReport());
    assertEquals(0, reception.delaySinceLastSenderReport());
    reception.senderReport(10 * SECOND, 0x1122_3344_5566_7788L);
    reception.snapshot(10 * SECOND + 500 * MS);
    assertEquals(0x3344_5566, reception.lastSenderReport());
    assertEquals(0x8000, reception.delaySinceLastSenderReport());
  }

  @Test
  void losesNothingAtExtremes() {
    for (int i = 0; i < 3_000; i++) {
      reception.received(0, i * NackGenerator.MAX_GAP, 0, true);
    }
    reception.snapshot(0);
    assertEquals(255, reception.fractionLost());
    assertEquals(0x7f_ffff, reception.cumulativeLost());
  }

  @Test
  void aSourceThatStartsAnewUnderALaterNumberLostNothing() {
    receive(0, 8, -1);
    receive(5_008, 5_016, -1);
    reception.received(100 * MS, 7, 7 * 90, false);
    reception.snapshot(0);
    assertEquals(0, reception.fractionLost());
    assertEquals(-1, reception.cumulativeLost(), "one came twice");
    assertEquals(5_015, reception.highestSequence());
    receive(5_016, 5_024, 5_018);
    reception.snapshot(0);
    assertEquals(256 / 8, reception.fractionLost());
  }

  @Test
  void theRtpTimestampRunsOnFromTheNewestPacket() {
    assertFalse(sender.reportable());
    sender.sent(1_000);
    sender.timed(0xffff_ff00, 5 * SECOND, 90_000);
    assertTrue(sender.reportable());
    assertEquals(0xffff_ff00 + 90_000, sender.rtpTimestampAt(6 * SECOND));
    assertEquals(0xffff_ff00 - 45_000, sender.rtpTimestampAt(4_500 * MS));
    assertEquals(1, sender.packets());
    assertEquals(1_000, sender.octets());
  }

  @Test
  void theRoundTripComesFromReportBlocks() {
    long sentAt = 3 * SECOND;
    int lastReport = clock.compact(sentAt);
    int delay = NtpTime.nanosToCompact(200 * MS);
    sender.reported(sentAt + 250 * MS, clock, lastReport, delay, 12);
    assertEquals(50.0 * MS, (double) sender.rttNanos(), 100_000);
    assertEquals(12, sender.fractionLost());
  }

  @Test
  void lyingReportBlocksAreCountedAndBelievedNothing() {
    sender.reported(SECOND, clock, 0, 0, 0);
    sender.reported(SECOND, clock, clock.compact(SECOND) + 100_000, 0, 0);
    sender.reported(SECOND, clock, 12_345, -1, 0);
    assertEquals(0, sender.rttNanos());
    assertEquals(2, sender.badReports());
  }

  @Test
  void theWallClockFollowsLoopTime() {
    long earlier = clock.ntp(0);
    long later = clock.ntp(SECOND);
    assertEquals(1L << 32, later - earlier);
    assertEquals(1_700_000_000L + 2_208_988_800L, earlier >>> 32);
  }

  @Test
  void reportsAreDueAtRandomButBoundedIntervals() {
    ReportInterval interval = new ReportInterval(Duration.ofSeconds(1), new Random(7), 0);
    long last = interval.nextDeadline();
    assertTrue(last >= 0 && last < SECOND + Beat.NANOS);
    Set<Long> gaps = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      assertFalse(interval.poll(last - 1));
      assertTrue(interval.poll(last));
      long gap = interval.nextDeadline() - last;
      assertTrue(gap >= 500 * MS && gap < 1_500 * MS + Beat.NANOS);
      assertEquals(0, interval.nextDeadline() % Beat.NANOS, "shares its wake-up with others");
      gaps.add(gap);
      last = interval.nextDeadline();
    }
    assertTrue(gaps.size() > 20, "at random: " + gaps);
  }
}
