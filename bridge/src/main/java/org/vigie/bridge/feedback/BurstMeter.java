package org.vigie.bridge.feedback;

import org.vigie.bridge.rtp.TransportFeedback;

/**
 * How fast a viewer's line takes packets that leave together: packets of one burst arrive as far
 * apart as the narrowest part of the line makes them, and transport-wide feedback tells when each
 * arrived.
 */
public final class BurstMeter {
  /** Says that a packet is not part of a burst. */
  public static final int NO_BURST = 0;

  private static final int RING = 512;
  private static final int BURST_SHIFT = 32;
  private static final int LENGTH_SHIFT = 16;
  private static final int MASK = 0xffff;
  private static final double WEIGHT = 1.0 / 8;
  private static final double NANOS_PER_MICRO = 1_000;
  private static final double NANOS_BITS = 8e9;
  private static final long MOST_BPS = 10_000_000_000L;

  /**
   * Burst, length and sequence number of each in one word, so that a packet touches one line of the
   * cache; zero is a packet of no burst.
   */
  private final long[] packets = new long[RING];

  private double nanosPerByte;
  private boolean known;

  /**
   * Notes a packet.
   *
   * @param transportSequence 0 to 65,535
   * @param bytes of the whole packet, 0 to 65,535
   * @param burst the same for all that leave together, or {@link #NO_BURST}
   */
  public void sent(int transportSequence, int bytes, int burst) {
    packets[transportSequence & (RING - 1)] =
        (long) burst << BURST_SHIFT | (long) bytes << LENGTH_SHIFT | transportSequence;
  }

  /** Takes what the viewer says of arrivals. */
  public void feedback(TransportFeedback feedback) {
    int burst = NO_BURST;
    long first = 0;
    long last = 0;
    int bytes = 0;
    feedback.rewind();
    while (feedback.next()) {
      long packet = packets[feedback.sequenceNumber() & (RING - 1)];
      if (!feedback.received() || (packet & MASK) != feedback.sequenceNumber()) {
        continue;
      }
      if ((int) (packet >> BURST_SHIFT) != burst) {
        sample(burst, last - first, bytes);
        burst = (int) (packet >> BURST_SHIFT);
        first = feedback.arrivalMicros();
        bytes = 0;
      } else {
        bytes += (int) (packet >> LENGTH_SHIFT & MASK);
      }
      last = feedback.arrivalMicros();
    }
    sample(burst, last - first, bytes);
  }

  /** {@code bytes} came in {@code micros} after the first packet of their burst. */
  private void sample(int burst, long micros, int bytes) {
    if (burst == NO_BURST || bytes == 0) {
      return;
    }
    double sample = Math.max(0, micros) * NANOS_PER_MICRO / bytes;
    nanosPerByte = known ? nanosPerByte + WEIGHT * (sample - nanosPerByte) : sample;
    known = true;
  }

  /** Whether any burst was measured. */
  public boolean known() {
    return known;
  }

  /** How much the line takes, in bps; meaningful once {@link #known()}. */
  public long bps() {
    return nanosPerByte * MOST_BPS <= NANOS_BITS ? MOST_BPS : (long) (NANOS_BITS / nanosPerByte);
  }

  /** How many bytes the line takes within this time; meaningful once {@link #known()}. */
  public int bytesWithin(long nanos) {
    return nanosPerByte * Integer.MAX_VALUE <= nanos
        ? Integer.MAX_VALUE
        : (int) (nanos / nanosPerByte);
  }
}
