package org.vigie.bridge.network;

import org.jspecify.annotations.Nullable;

/**
 * One RTP packet that the bridge sent a viewer.
 *
 * @param slot to which Slot's source
 * @param sequence 16 bits; of the packet repeated, if it is sent again
 * @param timestamp the viewer's
 * @param shot what it carries; null for padding
 * @param repair whether it is sent again
 * @param transportNumber its transport-wide sequence number, -1 without
 */
record Sent(
    ShownSlot slot,
    int sequence,
    int timestamp,
    @Nullable Shot shot,
    boolean repair,
    int transportNumber)
    implements NetworkPeer.Parcel {
  private static final int PROBE = -1;

  /** Padding under the number of a retransmission, which stands for no packet. */
  static Sent probe(ShownSlot slot, int timestamp, int transportNumber) {
    return new Sent(slot, PROBE, timestamp, null, true, transportNumber);
  }

  boolean isProbe() {
    return sequence == PROBE;
  }
}
