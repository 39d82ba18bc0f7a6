package org.vigie.bridge.session;

import org.jspecify.annotations.Nullable;
import org.vigie.bridge.forward.Layer;

/** The Track that a Slot shows. */
public interface SlotSource {
  /** The Slot cannot go on without a key frame of this Layer. */
  void requestKeyFrame(long nowNanos, int layer);

  /** The Layer at this place, 0 to {@link Layer#MAX_LAYERS} - 1; null if there is none. */
  @Nullable Layer layer(int index);

  /** Whether it is known when its media was captured, so that viewers can be told. */
  boolean timeIsKnown(long nowNanos);

  /** Its priority: where a line does not carry all, what has more weight comes first. */
  int weight();
}
