package org.vigie.bridge.session;

/** The Track that a Slot shows. */
public interface SlotSource {
  /** The Slot cannot go on without a key frame of this Layer. */
  void requestKeyFrame(long nowNanos, int layer);

  /** Whether it is known when its media was captured, so that viewers can be told. */
  boolean timeIsKnown(long nowNanos);
}
