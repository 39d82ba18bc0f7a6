package org.vigie.bridge.feedback;

import org.vigie.bridge.rtp.NtpTime;

/**
 * The wall clock of reports: Loop time plus an offset fixed at start, so that it never jumps (RFC
 * 3550, section 4).
 *
 * @param unixNanosAtZero wall-clock nanoseconds since 1970 when Loop time was 0
 */
public record NtpClock(long unixNanosAtZero) {
  /** The NTP timestamp of this Loop time, see {@link NtpTime}. */
  public long ntp(long nowNanos) {
    return NtpTime.ofUnixNanos(unixNanosAtZero + nowNanos);
  }

  /** The middle 32 bits of {@link #ntp}, as LSR carries them. */
  public int compact(long nowNanos) {
    return NtpTime.compact(ntp(nowNanos));
  }
}
