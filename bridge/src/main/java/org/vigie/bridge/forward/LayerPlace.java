package org.vigie.bridge.forward;

import org.vigie.bridge.api.Codec;
import org.vigie.bridge.codec.DependencyDescriptor;
import org.vigie.bridge.codec.PayloadInspector;

/**
 * Where a packet stands among the temporal and spatial layers of its source: its own, which
 * temporal ones may be taken up with it, and whether it ends the frame of its spatial layer. One
 * small number of 15 bits, so that a history keeps it beside the packet.
 */
public final class LayerPlace {
  /** Of a packet whose source has no such layers, or does not say. */
  public static final int BASE = 0;

  /** The highest layer of either kind that there can be. */
  static final int HIGHEST = 7;

  private static final int FROM_SHIFT = 3;
  private static final int TO_SHIFT = 6;
  private static final int TO_MASK = 0xf;
  private static final int SPATIAL_SHIFT = 10;
  private static final int END = 1 << 13;
  private static final int KEY_FRAME = 1 << 14;

  private LayerPlace() {}

  /**
   * A place.
   *
   * @param temporal its own temporal layer, 0 to 7
   * @param from whoever is given all temporal layers up to this one may take up others with it
   * @param to the highest that may be taken up, or -1
   * @param spatial its own spatial layer, 0 to 7
   * @param end whether it ends the frame of its spatial layer
   */
  private static int of(int temporal, int from, int to, int spatial, boolean end) {
    return temporal
        | (from << FROM_SHIFT)
        | ((to + 1) << TO_SHIFT)
        | (spatial << SPATIAL_SHIFT)
        | (end ? END : 0);
  }

  /** As a good dependency descriptor says. */
  public static int of(DependencyDescriptor descriptor) {
    int spatial = descriptor.spatialLayer();
    int temporal = descriptor.temporalLayer();
    boolean opens = descriptor.startOfFrame() && spatial == 0;
    int to = opens ? descriptor.opens() : -1;
    return of(temporal, temporal, to, spatial, descriptor.endOfFrame());
  }

  /**
   * As the payload says. VP8 marks frames with which their own layer may be taken up (RFC 7741,
   * section 4.2), VP9 such after which all higher ones may (RFC 9628, section 4.2). Of AV1 not each
   * packet says it.
   */
  public static int of(Codec codec, PayloadInspector seen) {
    int temporal = seen.temporalLayer();
    int spatial = seen.spatialLayer();
    boolean opens = seen.startsFrame() && seen.switchingPoint() && spatial == 0;
    return switch (codec) {
      case VP8 -> of(temporal, Math.max(0, temporal - 1), opens ? temporal : -1, 0, false);
      case VP9 -> of(temporal, temporal, opens ? HIGHEST : -1, spatial, seen.endsFrame());
      default -> BASE;
    };
  }

  /** The same of a packet with which a key frame starts; a history tells it by that. */
  static int startingKeyFrame(int place) {
    return place | KEY_FRAME;
  }

  static boolean startsKeyFrame(int place) {
    return (place & KEY_FRAME) != 0;
  }

  static int temporal(int place) {
    return place & HIGHEST;
  }

  static int from(int place) {
    return (place >> FROM_SHIFT) & HIGHEST;
  }

  static int to(int place) {
    return ((place >> TO_SHIFT) & TO_MASK) - 1;
  }

  static int spatial(int place) {
    return (place >> SPATIAL_SHIFT) & HIGHEST;
  }

  static boolean endsFrame(int place) {
    return (place & END) != 0;
  }
}
