package org.vigie.bridge.forward;

import org.vigie.bridge.bandwidth.LayerFit;

/**
 * Which temporal and spatial layers of what is shown a viewer is given: fewer from the next picture
 * on; more temporal ones only from where the stream allows, more spatial ones with a key frame.
 * Spatial layers go first, as a smaller picture is easier to follow than one that stutters.
 */
final class InnerLayers {
  /** A stream that marks where temporal layers may be taken up does so more often. */
  private static final long UNMARKED_NANOS = 3_000_000_000L;

  private final GivenLayers temporal = new GivenLayers();
  private final GivenLayers spatial = new GivenLayers();
  private final long[] takesBps = new long[GivenLayers.LAYERS];
  private final LayerFit temporalFit = new LayerFit();
  private final LayerFit spatialFit = new LayerFit();
  private int timestamp;
  private boolean newPicture;
  private boolean tooMuch;
  private boolean lacking;
  private long lackingSinceNanos;

  /** Wants as many as the line has room for. */
  void fit(long nowNanos, PacketHistory of, long bps) {
    int count = of.spatialLayers();
    for (int i = 0; i < count; i++) {
      takesBps[i] = Math.max(1, of.spatialBps(nowNanos, i));
    }
    int best = choose(nowNanos, spatialFit, spatial, count, bps);
    if (best > 0) {
      temporal.want(LayerPlace.HIGHEST);
      temporal.count(of.temporalLayers());
    } else {
      fitTemporal(nowNanos, of, bps);
    }
    noteLack(nowNanos);
  }

  private void fitTemporal(long nowNanos, PacketHistory of, long bps) {
    int count = of.temporalLayers();
    for (int i = 0; i < count; i++) {
      takesBps[i] = Math.max(1, of.temporalBps(nowNanos, i));
    }
    choose(nowNanos, temporalFit, temporal, count, bps);
  }

  private int choose(long nowNanos, LayerFit fit, GivenLayers layers, int count, long bps) {
    layers.count(count);
    int current = Math.min(layers.wanted(), count - 1);
    int best = fit.choose(nowNanos, takesBps, count, current, bps);
    layers.want(best == count - 1 ? LayerPlace.HIGHEST : best);
    tooMuch = takesBps[best] > bps;
    return best;
  }

  private void noteLack(long nowNanos) {
    if (!lacking) {
      lackingSinceNanos = nowNanos;
    }
    lacking = temporal.lacks();
  }

  /** Whether even the lowest was too much for the line. */
  boolean tooMuch() {
    return tooMuch;
  }

  /** Whether some are too much for the line. */
  boolean isLimited() {
    return temporal.isLimited() || spatial.isLimited();
  }

  /** Whether only a key frame brings what is wanted. */
  boolean needsKeyFrame(long nowNanos) {
    return spatial.lacks() || (lacking && nowNanos - lackingSinceNanos > UNMARKED_NANOS);
  }

  /** Wants temporal layers up to this one, and spatial layers up to that one, 0 to 7. */
  void want(int highestTemporal, int highestSpatial) {
    temporal.want(highestTemporal);
    spatial.want(highestSpatial);
  }

  /** How much of a source's packets is given, bps. */
  long givenBps(long nowNanos, PacketHistory of) {
    return spatial.highest() == 0 || of.spatialLayers() == 1
        ? of.temporalBps(nowNanos, temporal.highest())
        : of.spatialBps(nowNanos, spatial.highest());
  }

  /** Another stretch begins, with a key frame: every layer may be taken up. */
  void begin(IncomingPacket first) {
    timestamp = first.rtp().timestamp();
    temporal.begin();
    spatial.begin();
  }

  /**
   * Judges the next packet in order.
   *
   * @param before the number up to which others were judged
   */
  boolean gives(IncomingPacket packet, long before) {
    newPicture = packet.rtp().timestamp() != timestamp;
    timestamp = packet.rtp().timestamp();
    int place = packet.place();
    if (newPicture) {
      temporal.end(before + 1);
      spatial.end(before + 1);
    }
    if (packet.keyFrameStart()) {
      temporal.takeUp(LayerPlace.HIGHEST, packet.sequence());
      spatial.takeUp(LayerPlace.HIGHEST, packet.sequence());
    } else if (temporal.highest() < temporal.wanted()
        && LayerPlace.from(place) <= temporal.highest()) {
      temporal.takeUp(LayerPlace.to(place), packet.sequence());
    }
    return LayerPlace.temporal(place) <= temporal.highest()
        && LayerPlace.spatial(place) <= spatial.highest();
  }

  /** Whether the packet judged last is the first that is seen of its picture. */
  boolean newPicture() {
    return newPicture;
  }

  /** Whether a packet of this stretch that was judged before is one of those given. */
  boolean gave(IncomingPacket packet) {
    int place = packet.place();
    return temporal.gave(LayerPlace.temporal(place), packet.sequence())
        && spatial.gave(LayerPlace.spatial(place), packet.sequence());
  }

  /** Whether the picture ends with this packet for the viewer, as higher layers are left out. */
  boolean endsPicture(IncomingPacket packet) {
    int layer = LayerPlace.spatial(packet.place());
    return LayerPlace.endsFrame(packet.place())
        && layer < LayerPlace.HIGHEST
        && !spatial.gave(layer + 1, packet.sequence());
  }
}
