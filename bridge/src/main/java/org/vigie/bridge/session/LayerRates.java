package org.vigie.bridge.session;

import org.jspecify.annotations.Nullable;
import org.vigie.bridge.forward.Forwarder;
import org.vigie.bridge.forward.Layer;

/** What each Layer of a Slot's Track takes, as measured the last time; 0 of one not needed. */
final class LayerRates {
  private final long[] bps = new long[Layer.MAX_LAYERS];

  void measure(long nowNanos, @Nullable SlotSource source, Forwarder forwarder) {
    for (int i = 0; i < bps.length; i++) {
      Layer layer = source == null || !forwarder.needs(i) ? null : source.layer(i);
      bps[i] = layer == null ? 0 : layer.history().bps(nowNanos);
    }
  }

  /** By Layer, bps. */
  long[] all() {
    return bps;
  }

  /** Of this Layer, bps. */
  long of(int layer) {
    return bps[layer];
  }

  /** What the best takes, bps. */
  long most() {
    long most = 0;
    for (long each : bps) {
      most = Math.max(most, each);
    }
    return most;
  }

  /** What the least takes that takes more than this, bps; {@link Long#MAX_VALUE} if none does. */
  long above(double than) {
    long next = Long.MAX_VALUE;
    for (long each : bps) {
      next = each > than ? Math.min(next, each) : next;
    }
    return next;
  }

  /** What the least takes that arrives, bps. */
  long least() {
    long least = Long.MAX_VALUE;
    for (long each : bps) {
      least = each > 0 ? Math.min(least, each) : least;
    }
    return least == Long.MAX_VALUE ? 0 : least;
  }
}
