package org.vigie.bridge.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class NtpTimeTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void theUnixEpochIsSeventyYearsAfterNtps() {
    assertEquals(2_208_988_800L << 32, NtpTime.ofUnixNanos(0));
    assertEquals(0, NtpTime.toUnixNanos(2_208_988_800L << 32));
  }

  @Test
  void fractionsAreHalvesOfASecondInTheTopBit() {
    assertEquals(0x8000_0000L, NtpTime.ofUnixNanos(SECOND / 2) & 0xffff_ffffL);
    assertEquals(0xc000_0000L, NtpTime.ofUnixNanos(-SECOND / 4) & 0xffff_ffffL);
  }

  @Test
  void nanosecondsSurviveTheWayThereAndBack() {
    for (long nanos = 1_800_000_000L * SECOND; nanos < 1_800_000_003L * SECOND; nanos += 999_983) {
      assertEquals(nanos, NtpTime.toUnixNanos(NtpTime.ofUnixNanos(nanos)));
    }
  }

  @Test
  void theCompactFormIsTheMiddle() {
    assertEquals(0x5678_9abc, NtpTime.compact(0x1234_5678_9abc_def0L));
  }

  @Test
  void compactDurationsConvert() {
    assertEquals(0x0001_8000, NtpTime.nanosToCompact(3 * SECOND / 2));
    assertEquals(3 * SECOND / 2, NtpTime.compactToNanos(0x0001_8000));
    assertEquals(65_535 * SECOND, NtpTime.compactToNanos(0xffff_0000));
    assertEquals(15_259, NtpTime.compactToNanos(1));
  }

  @Test
  void compactDurationsOutOfRangeBecomeTheNearestEnd() {
    assertEquals(0, NtpTime.nanosToCompact(-1));
    assertEquals(0xffff_0000, NtpTime.nanosToCompact(Long.MAX_VALUE));
  }

  @Test
  void absSendTimeTurnsOverEverySixtyFourSeconds() {
    assertEquals(0, NtpTime.absSendTime(0));
    assertEquals(1 << 18, NtpTime.absSendTime(SECOND));
    assertEquals(63 << 18 | 1 << 17, NtpTime.absSendTime(63 * SECOND + SECOND / 2));
    assertEquals(0, NtpTime.absSendTime(64 * SECOND));
    assertEquals(63 << 18, NtpTime.absSendTime(-SECOND));
  }
}
