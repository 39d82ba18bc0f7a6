package org.vigie.bridge.session;

import java.time.Duration;
import org.vigie.bridge.feedback.KeyFrameRequester;
import org.vigie.bridge.feedback.NackGenerator;
import org.vigie.bridge.feedback.RateMeter;
import org.vigie.bridge.feedback.ReceptionStatistics;
import org.vigie.bridge.forward.Layer;
import org.vigie.bridge.rtp.SequenceUnwrapper;
import org.vigie.bridge.rtp.TimestampUnwrapper;

/** One SSRC of a camera as it arrives: what is missing, what is reported, and how much comes. */
final class IncomingLayer {
  private static final Duration WINDOW = Duration.ofSeconds(1);
  private static final long ARRIVING_NANOS = 2_000_000_000L;

  final SequenceUnwrapper sequences = new SequenceUnwrapper();
  final TimestampUnwrapper timestamps = new TimestampUnwrapper();
  final NackGenerator losses = new NackGenerator();
  final RateMeter rate = new RateMeter(WINDOW);
  final RepairTrip trip = new RepairTrip();
  final ReceptionStatistics reception;
  final KeyFrameRequester keyFrames;

  private final int ssrc;
  private final Layer layer;
  private int firSequence;
  private long lastArrivalNanos;
  private boolean anyFrame;
  private long newestTimestamp;
  private boolean anyKeyFrame;
  private long keyFrameTimestamp;
  private int width;
  private int height;
  private long packets;

  IncomingLayer(int ssrc, Layer layer, int clockRate, boolean fir) {
    this.ssrc = ssrc;
    this.layer = layer;
    reception = new ReceptionStatistics(clockRate);
    keyFrames = new KeyFrameRequester(fir);
  }

  int ssrc() {
    return ssrc;
  }

  Layer layer() {
    return layer;
  }

  /** The command number of the next FIR (RFC 5104, section 4.3.1.2). */
  int nextFirSequence() {
    return firSequence++ & 0xff;
  }

  /** Counts a packet with this unwrapped timestamp. */
  void arrived(long nowNanos, int bytes, long timestamp) {
    packets++;
    lastArrivalNanos = nowNanos;
    rate.addBytes(nowNanos, bytes);
    if (!anyFrame || timestamp > newestTimestamp) {
      anyFrame = true;
      newestTimestamp = timestamp;
      rate.addEvent(nowNanos);
    }
  }

  /** A packet says that a key frame begins; true for the first that says so of this timestamp. */
  boolean keyFrameBegins(long nowNanos, long timestamp) {
    if (anyKeyFrame && timestamp <= keyFrameTimestamp) {
      return false;
    }
    anyKeyFrame = true;
    keyFrameTimestamp = timestamp;
    keyFrames.keyFrameArrived(nowNanos);
    return true;
  }

  /** A picture of this size begins. */
  void pictureSize(int newWidth, int newHeight) {
    width = newWidth;
    height = newHeight;
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  long packets() {
    return packets;
  }

  boolean arriving(long nowNanos) {
    return packets > 0 && nowNanos - lastArrivalNanos < ARRIVING_NANOS;
  }

  /** When its last packet came; meaningful once {@link #packets()} is not 0. */
  long lastArrivalNanos() {
    return lastArrivalNanos;
  }
}
