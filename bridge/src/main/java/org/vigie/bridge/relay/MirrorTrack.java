package org.vigie.bridge.relay;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.vigie.bridge.api.MediaKind;
import org.vigie.bridge.api.PayloadFormat;
import org.vigie.bridge.forward.ExtensionIds;
import org.vigie.bridge.forward.IncomingPacket;
import org.vigie.bridge.forward.Layer;
import org.vigie.bridge.rtp.RtpPacket;

/**
 * Feeds a Track on a Loop with viewers with what its twin at home is fed. It belongs to the
 * viewers' Loop; home asks it only for its kind, its Stream and what is wanted.
 */
final class MirrorTrack implements Track.Feed {
  private static final long SILENCE_NANOS = 2_000_000_000L;

  private final Mirror mirror;
  private final MediaKind kind;
  private final Track track;
  private final int[] layerNumbers = new int[Layer.MAX_LAYERS];
  private final @Nullable Layer[] layers = new Layer[Layer.MAX_LAYERS];
  private final RtpPacket rtp = new RtpPacket();

  /** A bit for each Layer of which a key frame is wanted; home takes them all at once. */
  private final AtomicInteger wanted = new AtomicInteger();

  private @Nullable IncomingPacket incoming;
  private boolean timeKnown;
  private long lastNanos;

  MirrorTrack(Mirror mirror, MediaKind kind, Track track) {
    this.mirror = mirror;
    this.kind = kind;
    this.track = track;
    track.feedFrom(this);
  }

  Mirror mirror() {
    return mirror;
  }

  MediaKind kind() {
    return kind;
  }

  /** Asks home once, however many viewers want it, until home has heard. */
  @Override
  public void requestKeyFrame(long nowNanos, int layer) {
    int before = wanted.getAndAccumulate(1 << layer, (some, more) -> some | more);
    if (before == 0) {
      mirror.wantKeyFrame(this);
    }
  }

  /** Bits of the Layers of which a key frame was wanted since this was last asked. */
  int takeWanted() {
    return wanted.getAndSet(0);
  }

  @Override
  public boolean timeIsKnown(long nowNanos) {
    return timeKnown && nowNanos - lastNanos < SILENCE_NANOS;
  }

  /** A packet has come through the ring; returns when the Track has something to do next. */
  long packet(long nowNanos, MirrorPacket packet, PayloadFormat format, ExtensionIds extensions) {
    if (mirror.closed() || !packet.wrap(rtp)) {
      return Long.MAX_VALUE;
    }
    Layer layer = layerOf(packet, extensions);
    IncomingPacket next = incoming == null ? new IncomingPacket(layer, rtp) : incoming;
    incoming = next;
    packet.describe(next, layer, format, rtp);
    timeKnown = packet.timeIsKnown();
    lastNanos = nowNanos;
    layer.history().filling(packet.past());
    if (packet.past()) {
      layer.history().store(nowNanos, next);
      return Long.MAX_VALUE;
    }
    track.packet(nowNanos, next);
    long deadline = track.nextDeadlineNanos();
    mirror.dueAt(deadline);
    return deadline;
  }

  private Layer layerOf(MirrorPacket packet, ExtensionIds extensions) {
    int index = packet.layerIndex();
    Layer layer = layers[index];
    if (layer == null || layerNumbers[index] != packet.layerNumber()) {
      layer = track.newLayer(packet.generation(), index, extensions);
      layers[index] = layer;
      layerNumbers[index] = packet.layerNumber();
    }
    return layer;
  }

  /** Time passes; returns when there is something to do next. */
  long onTime(long nowNanos) {
    track.onTime(nowNanos);
    return track.nextDeadlineNanos();
  }

  void close() {
    track.release();
  }
}
