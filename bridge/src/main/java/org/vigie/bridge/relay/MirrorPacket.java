package org.vigie.bridge.relay;

import org.jspecify.annotations.Nullable;
import org.vigie.bridge.api.PayloadFormat;
import org.vigie.bridge.forward.ExtensionIds;
import org.vigie.bridge.forward.IncomingPacket;
import org.vigie.bridge.forward.Layer;
import org.vigie.bridge.rtp.RtpPacket;
import org.vigie.bridge.udp.ReceiveBatch;

/**
 * A copy of one packet on its way to a mirror, with what was found out about it and about its
 * Layer. Every packet tells the whole of it, so that a mirror knows of a takeover or of a new
 * source however many packets before were dropped.
 */
final class MirrorPacket {
  /** Longer ones do not arrive. */
  static final int MAX_BYTES = ReceiveBatch.SLOT_BYTES;

  private final byte[] bytes = new byte[MAX_BYTES];
  private int length;
  private @Nullable MirrorTrack target;
  private @Nullable PayloadFormat format;
  private @Nullable ExtensionIds extensions;
  private int generation;
  private int layerIndex;
  private int layerNumber;
  private long sequence;
  private long arrivalNanos;
  private long captureNanos;
  private boolean keyFrameStart;
  private boolean keyFrameDenied;
  private int pixels;
  private int heldBackMillis;
  private int place;
  private boolean timeKnown;
  private boolean past;

  /**
   * Takes a copy of a packet of {@link #MAX_BYTES} at most.
   *
   * @param number tells the Layers of the Track apart
   * @param timeIsKnown what {@link Track.Feed#timeIsKnown} says at home
   */
  void copy(MirrorTrack to, IncomingPacket packet, int number, boolean timeIsKnown) {
    RtpPacket rtp = packet.rtp();
    Layer layer = packet.layer();
    System.arraycopy(rtp.array(), rtp.offset(), bytes, 0, rtp.length());
    length = rtp.length();
    target = to;
    format = packet.format();
    extensions = layer.extensions();
    generation = layer.generation();
    layerIndex = layer.index();
    layerNumber = number;
    sequence = packet.sequence();
    arrivalNanos = packet.arrivalNanos();
    captureNanos = packet.captureNanos();
    keyFrameStart = packet.keyFrameStart();
    keyFrameDenied = packet.keyFrameDenied();
    pixels = packet.pixels();
    heldBackMillis = packet.heldBackMillis();
    place = packet.place();
    timeKnown = timeIsKnown;
    past = false;
  }

  /** It is there for viewers to start with, not to be shown as it comes. */
  void bePast() {
    past = true;
  }

  boolean past() {
    return past;
  }

  /** Lets go of what belongs to others. */
  void clear() {
    target = null;
    format = null;
    extensions = null;
  }

  /** Hands it to the mirror for which it is; returns when that has something to do next. */
  long deliver(long nowNanos) {
    return target != null && format != null && extensions != null
        ? target.packet(nowNanos, this, format, extensions)
        : Long.MAX_VALUE;
  }

  /** Makes {@code rtp} show it; false if it is not RTP. */
  boolean wrap(RtpPacket rtp) {
    return rtp.wrap(bytes, 0, length);
  }

  /** Says of it what was found out at home. */
  void describe(IncomingPacket packet, Layer layer, PayloadFormat itsFormat, RtpPacket rtp) {
    packet.set(layer, itsFormat, rtp, sequence, arrivalNanos, captureNanos);
    packet.holdBack(heldBackMillis);
    packet.place(place);
    if (keyFrameStart) {
      packet.startsKeyFrame(pixels);
    }
    if (keyFrameDenied) {
      packet.deniesKeyFrame();
    }
  }

  int generation() {
    return generation;
  }

  int layerIndex() {
    return layerIndex;
  }

  int layerNumber() {
    return layerNumber;
  }

  boolean timeIsKnown() {
    return timeKnown;
  }
}
