package org.vigie.bridge.forward;

import org.vigie.bridge.api.Codec;
import org.vigie.bridge.codec.DependencyDescriptor;
import org.vigie.bridge.codec.PayloadInspector;

/**
 * Where a packet stands among the temporal layers of its source: its own layer, and which may be
 * taken up with it. One small number, so that a history keeps it beside the packet.
 */
public final class TemporalPlace {
  /** Of a packet whose source has no temporal layers, or does not say. */
  public static final int BASE = 0;

  /** The highest layer that there can be. */
  static final int HIGHEST = 7;

  private static final int BITS = 3;

  private TemporalPlace() {}

  /**
   * A place.
   *
   * @param layer its own, 0 to 7
   * @param from whoever is given all layers up to this one may take up others with it
   * @param to the highest that may be taken up, or -1
   */
  static int of(int layer, int from, int to) {
    return layer | (from << BITS) | ((to + 1) << (2 * BITS));
  }

  /** As a good dependency descriptor says. */
  public static int of(DependencyDescriptor descriptor) {
    boolean opens = descriptor.startOfFrame() && descriptor.spatialLayer() == 0;
    int layer = descriptor.temporalLayer();
    return of(layer, layer, opens ? descriptor.opens() : -1);
  }

  /**
   * As the payload says. VP8 marks frames with which their own layer may be taken up (RFC 7741,
   * section 4.2), VP9 such after which all higher ones may (RFC 9628, section 4.2). Of AV1 not each
   * packet says it.
   */
  public static int of(Codec codec, PayloadInspector seen) {
    int layer = seen.temporalLayer();
    boolean opens = seen.startsFrame() && seen.switchingPoint() && seen.spatialLayer() == 0;
    return switch (codec) {
      case VP8 -> opens ? of(layer, Math.max(0, layer - 1), layer) : of(layer, layer, -1);
      case VP9 -> of(layer, layer, opens ? HIGHEST : -1);
      default -> BASE;
    };
  }

  static int layer(int place) {
    return place & HIGHEST;
  }

  static int from(int place) {
    return (place >> BITS) & HIGHEST;
  }

  static int to(int place) {
    return ((place >> (2 * BITS)) & 0xf) - 1;
  }
}
