package org.vigie.simulator.load.media;

import org.vigie.simulator.load.LoadPlan;

/**
 * How a camera's frames are cut into packets, and when these leave.
 *
 * @param frameNanos from frame to frame
 * @param packets of each frame
 * @param bytes of RTP payload in a frame
 * @param spacingNanos from packet to packet within a frame
 */
record FramePlan(long frameNanos, int packets, int bytes, long spacingNanos) {
  private static final int PACKET_BYTES = 1_100;
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  /**
   * Frames of the size that the bit rate asks for.
   *
   * @param overhead bytes of header in each packet
   */
  static FramePlan of(LoadPlan.CameraPlan camera, int overhead) {
    long interval = NANOS_PER_SECOND / camera.framesPerSecond();
    int wanted = (int) (camera.bps() / 8 / camera.framesPerSecond());
    int packets = Math.max(1, (wanted + PACKET_BYTES - 1) / PACKET_BYTES);
    int bytes = Math.max(packets * VideoPayload.MIN_LENGTH, wanted - packets * overhead);
    return new FramePlan(interval, packets, bytes, (long) (interval * camera.spread()) / packets);
  }

  /** Bytes of payload in a packet of a frame: all alike but for one byte, as browsers cut them. */
  int payloadBytes(int packet) {
    int longer = bytes % packets;
    return bytes / packets + (packet >= packets - longer ? 1 : 0);
  }
}
