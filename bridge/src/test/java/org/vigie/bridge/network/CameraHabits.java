package org.vigie.bridge.network;

import org.vigie.bridge.api.Codec;

/**
 * How a camera behaves.
 *
 * @param codec of its picture
 * @param framesPerSecond pictures
 * @param packets in an ordinary picture at most; a key frame has three times as many
 * @param payloadBytes in each packet
 * @param keyFrameEvery pictures between key frames that nobody asked for
 * @param heedsPli whether it makes a key frame when asked
 * @param repair how it repeats lost packets
 * @param reports whether it sends sender reports
 * @param transportCc whether it numbers its packets for transport-wide feedback
 * @param pads whether it sends packets of padding now and then
 * @param sound whether it sends sound too
 * @param jumps after so many pictures its sequence numbers begin anew shortly before they wrap; 0
 *     for never
 */
record CameraHabits(
    Codec codec,
    int framesPerSecond,
    int packets,
    int payloadBytes,
    int keyFrameEvery,
    boolean heedsPli,
    Repair repair,
    boolean reports,
    boolean transportCc,
    boolean pads,
    boolean sound,
    int jumps) {
  /** How a camera answers a NACK. */
  enum Repair {
    NONE,
    /** The same packet under the same SSRC. */
    PLAIN,
    RTX
  }

  /** Bits per second on the line, roughly. */
  long bps() {
    return (long) framesPerSecond * (packets + 1) / 2 * (payloadBytes + 60) * 8 * 11 / 10;
  }
}
