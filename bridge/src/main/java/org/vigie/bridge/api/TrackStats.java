package org.vigie.bridge.api;

import java.util.List;
import java.util.Optional;

/**
 * One Track as it arrives.
 *
 * @param kind sound or picture
 * @param codec what arrives, absent before the first packet
 * @param layers simulcast layers arriving now
 * @param bps arriving bit rate, RTP payload and headers of all layers
 * @param width picture width in pixels from the newest key frame, 0 if unknown
 * @param height picture height in pixels, 0 if unknown
 * @param framesPerSecond frames of the highest layer in the last second, 0 for sound
 * @param capturedBy how it is known when its media was captured, absent before the first packet
 * @param packets packets received
 * @param lost packets that never came, after retransmission
 * @param nacked packets asked for again
 * @param keyFrameRequests PLI and FIR sent
 * @param keyFrames key frames received
 * @param simulcast every layer that was announced, in the order of the offer; empty without
 *     simulcast
 */
public record TrackStats(
    MediaKind kind,
    Optional<Codec> codec,
    int layers,
    long bps,
    int width,
    int height,
    double framesPerSecond,
    Optional<CaptureTime> capturedBy,
    long packets,
    long lost,
    long nacked,
    long keyFrameRequests,
    long keyFrames,
    List<LayerStats> simulcast) {
  public TrackStats {
    simulcast = List.copyOf(simulcast);
  }
}
