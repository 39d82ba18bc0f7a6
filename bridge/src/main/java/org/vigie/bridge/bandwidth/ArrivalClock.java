package org.vigie.bridge.bandwidth;

import org.vigie.bridge.rtp.TransportFeedback;

/** Carries on the viewer's clock, whose 24 bits turn over after twelve days. */
final class ArrivalClock {
  private static final int UNUSED_BITS = 8;
  private static final long STEP_MICROS = 64_000;

  private boolean started;
  private int newest;
  private long newestMicros;

  /** What is to be added to this feedback's arrival times. */
  long shiftMicros(TransportFeedback feedback) {
    long reference = feedback.referenceMicros();
    int steps = (int) (reference / STEP_MICROS);
    int forward = (steps - newest) << UNUSED_BITS >> UNUSED_BITS;
    newestMicros = started ? newestMicros + forward * STEP_MICROS : reference;
    newest = steps;
    started = true;
    return newestMicros - reference;
  }
}
