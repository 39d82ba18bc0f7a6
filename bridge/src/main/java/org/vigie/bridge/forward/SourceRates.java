package org.vigie.bridge.forward;

import java.time.Duration;
import java.util.Arrays;
import org.vigie.bridge.feedback.RateMeter;

/** How much comes of a source, in all and up to each of its temporal and spatial layers. */
final class SourceRates {
  /** Long enough that a key frame does not look like a rise. */
  private static final Duration WINDOW = Duration.ofSeconds(2);

  private static final RateMeter[] NONE = {};

  private final RateMeter all = new RateMeter(WINDOW);

  /** Of each spatial layer above the lowest; most sources have none. */
  private RateMeter[] spatial = NONE;

  /** Of each temporal layer above the lowest, in the lowest spatial layer. */
  private RateMeter[] temporal = NONE;

  /** A packet came. */
  void add(long nowNanos, int place, int bytes) {
    all.addBytes(nowNanos, bytes);
    int spatialLayer = LayerPlace.spatial(place);
    int temporalLayer = LayerPlace.temporal(place);
    if (spatialLayer > 0) {
      spatial = known(spatial, spatialLayer);
      spatial[spatialLayer - 1].addBytes(nowNanos, bytes);
    } else if (temporalLayer > 0) {
      temporal = known(temporal, temporalLayer);
      temporal[temporalLayer - 1].addBytes(nowNanos, bytes);
    }
  }

  private static RateMeter[] known(RateMeter[] meters, int count) {
    if (count <= meters.length) {
      return meters;
    }
    RateMeter[] more = Arrays.copyOf(meters, count);
    for (int i = meters.length; i < count; i++) {
      more[i] = new RateMeter(WINDOW);
    }
    return more;
  }

  long bps(long nowNanos) {
    return all.bps(nowNanos);
  }

  long spatialBps(long nowNanos, int highest) {
    return Math.max(0, all.bps(nowNanos) - above(nowNanos, spatial, highest));
  }

  long temporalBps(long nowNanos, int highest) {
    return Math.max(0, spatialBps(nowNanos, 0) - above(nowNanos, temporal, highest));
  }

  private static long above(long nowNanos, RateMeter[] meters, int highest) {
    long bps = 0;
    for (int i = highest; i < meters.length; i++) {
      bps += meters[i].bps(nowNanos);
    }
    return bps;
  }

  int spatialLayers() {
    return spatial.length + 1;
  }

  int temporalLayers() {
    return temporal.length + 1;
  }
}
