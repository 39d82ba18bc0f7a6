package org.vigie.bridge.forward;

import org.vigie.bridge.api.PayloadFormat;
import org.vigie.bridge.rtp.RtpPacket;

/**
 * A packet as a simulated camera sends it.
 *
 * @param sequence extended
 * @param frame which frame of its Layer, from 0; that before it for padding
 * @param pixels size of the key frame that starts here, 0 if none does
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
record TestPacket(
    Layer layer,
    PayloadFormat format,
    byte[] bytes,
    long sequence,
    int frame,
    int pixels,
    long captureNanos,
    boolean padding) {
  boolean startsKeyFrame() {
    return pixels > 0;
  }

  /** Fills an incoming packet as a Track does. */
  void into(IncomingPacket packet, long nowNanos) {
    if (!packet.rtp().wrap(bytes, 0, bytes.length)) {
      throw new AssertionError("the test builds malformed packets");
    }
    packet.set(layer, format, packet.rtp(), sequence, nowNanos, captureNanos);
    if (startsKeyFrame()) {
      packet.startsKeyFrame(pixels);
    }
  }

  IncomingPacket incoming(long nowNanos) {
    IncomingPacket packet = new IncomingPacket(layer, new RtpPacket());
    into(packet, nowNanos);
    return packet;
  }
}
