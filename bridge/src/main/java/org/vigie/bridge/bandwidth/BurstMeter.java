package org.vigie.bridge.bandwidth;

/**
 * How fast a viewer's line takes packets that leave together: packets of one burst arrive as far
 * apart as the narrowest part of the line makes them, and transport-wide feedback tells when each
 * arrived.
 */
public final class BurstMeter {
  private static final double WEIGHT = 1.0 / 8;
  private static final double NANOS_PER_MICRO = 1_000;
  private static final double NANOS_BITS = 8e9;
  private static final long MOST_BPS = 10_000_000_000L;

  private int burst = SentPackets.NO_BURST;
  private long first;
  private long last;
  private int bytes;
  private double nanosPerByte;
  private boolean known;

  /** A report begins; a burst that is told in two reports counts as two. */
  void begin() {
    burst = SentPackets.NO_BURST;
    bytes = 0;
  }

  /** A packet of this burst arrived, the next in the order of sending. */
  void arrived(int ofBurst, int packetBytes, long arrivalMicros) {
    if (ofBurst != burst) {
      end();
      burst = ofBurst;
      first = arrivalMicros;
      bytes = 0;
    } else {
      bytes += packetBytes;
    }
    last = arrivalMicros;
  }

  /** The report is over. */
  void end() {
    if (burst == SentPackets.NO_BURST || bytes == 0) {
      return;
    }
    double sample = Math.max(0, last - first) * NANOS_PER_MICRO / bytes;
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
