package org.vigie.bridge.rtp;

/**
 * NTP timestamps (RFC 3550, section 4) as longs: seconds since 1900 in the upper 32 bits, their
 * fraction in the lower.
 */
public final class NtpTime {
  private static final long SECONDS_1900_TO_1970 = 2_208_988_800L;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private NtpTime() {}

  /** The NTP timestamp of a moment given in nanoseconds since 1970-01-01T00:00Z. */
  public static long ofUnixNanos(long unixNanos) {
    long seconds = Math.floorDiv(unixNanos, NANOS_PER_SECOND) + SECONDS_1900_TO_1970;
    long fraction = (Math.floorMod(unixNanos, NANOS_PER_SECOND) << 32) / NANOS_PER_SECOND;
    return seconds << 32 | fraction;
  }

  /** Nanoseconds since 1970-01-01T00:00Z, rounded to the nearest; good until the year 2036. */
  public static long toUnixNanos(long ntp) {
    long seconds = (ntp >>> 32) - SECONDS_1900_TO_1970;
    return seconds * NANOS_PER_SECOND + fractionToNanos(ntp & 0xffff_ffffL);
  }

  /** The middle 32 bits, as reports carry them (LSR): seconds in 16.16 fixed point. */
  public static int compact(long ntp) {
    return (int) (ntp >>> 16);
  }

  /** A compact duration (DLSR) of 0 to 65535.99 s in 16.16 fixed point, in nanoseconds. */
  public static long compactToNanos(int compact) {
    return (Integer.toUnsignedLong(compact) * NANOS_PER_SECOND + (1 << 15)) >> 16;
  }

  /** A duration in nanoseconds as 16.16 fixed point seconds; outside its range, the nearest end. */
  public static int nanosToCompact(long nanos) {
    long bounded = Math.clamp(nanos, 0, 65_535L * NANOS_PER_SECOND);
    return (int) ((bounded << 16) / NANOS_PER_SECOND);
  }

  /**
   * The 24 bits of the abs-send-time extension: seconds in 6.18 fixed point, turning over every 64
   * seconds, of any clock in nanoseconds.
   */
  public static int absSendTime(long nowNanos) {
    return (int) ((Math.floorMod(nowNanos, 64 * NANOS_PER_SECOND) << 18) / NANOS_PER_SECOND);
  }

  private static long fractionToNanos(long fraction) {
    return (fraction * NANOS_PER_SECOND + (1L << 31)) >>> 32;
  }
}
