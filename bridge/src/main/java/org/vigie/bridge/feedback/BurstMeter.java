package org.vigie.bridge.feedback;

import java.util.Arrays;
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
  private static final int NOT_SENT = -1;
  private static final double WEIGHT = 1.0 / 8;
  private static final double NANOS_PER_MICRO = 1_000;

  private final int[] sequences = new int[RING];
  private final int[] bursts = new int[RING];
  private final int[] lengths = new int[RING];
  private double nanosPerByte;
  private boolean known;

  /** A meter that knows nothing yet. */
  public BurstMeter() {
    Arrays.fill(sequences, NOT_SENT);
  }

  /**
   * Notes a packet.
   *
   * @param transportSequence 0 to 65,535
   * @param bytes of the whole packet
   * @param burst the same for all that leave together, or {@link #NO_BURST}
   */
  public void sent(int transportSequence, int bytes, int burst) {
    int place = transportSequence & (RING - 1);
    sequences[place] = transportSequence;
    lengths[place] = bytes;
    bursts[place] = burst;
  }

  /** Takes what the viewer says of arrivals. */
  public void feedback(TransportFeedback feedback) {
    int burst = NO_BURST;
    long first = 0;
    long last = 0;
    int bytes = 0;
    feedback.rewind();
    while (feedback.next()) {
      int place = feedback.sequenceNumber() & (RING - 1);
      if (!feedback.received() || sequences[place] != feedback.sequenceNumber()) {
        continue;
      }
      if (bursts[place] != burst) {
        sample(burst, last - first, bytes);
        burst = bursts[place];
        first = feedback.arrivalMicros();
        bytes = 0;
      } else {
        bytes += lengths[place];
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

  /** How many bytes the line takes within this time; meaningful once {@link #known()}. */
  public int bytesWithin(long nanos) {
    return nanosPerByte * Integer.MAX_VALUE <= nanos
        ? Integer.MAX_VALUE
        : (int) (nanos / nanosPerByte);
  }
}
