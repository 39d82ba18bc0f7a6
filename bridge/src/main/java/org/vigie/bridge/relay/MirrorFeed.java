package org.vigie.bridge.relay;

import org.vigie.bridge.forward.IncomingPacket;

/** Home's end of the way from a Track to one of its mirrors. */
final class MirrorFeed {
  private final MirrorTrack target;
  private final MirrorRing ring;
  private final MirrorCounters counters;
  private boolean gap;

  MirrorFeed(MirrorTrack target, MirrorCounters counters) {
    this.target = target;
    this.ring = target.mirror().ring();
    this.counters = counters;
  }

  Mirror mirror() {
    return target.mirror();
  }

  /**
   * Copies a packet into the ring; one for which there is no room is dropped and counted.
   *
   * @param waits whether the far Loop need not be woken before the rest of the picture has come
   * @return whether it is the first after a gap, so that only a key frame helps the viewers there
   */
  boolean add(IncomingPacket packet, int layerNumber, boolean timeIsKnown, boolean waits) {
    MirrorPacket copy = ring.claim();
    if (copy == null) {
      counters.dropped++;
      gap = true;
      return false;
    }
    copy.copy(target, packet, layerNumber, timeIsKnown);
    ring.publish(copy);
    if (!waits) {
      ring.hurry();
    }
    counters.copied++;
    boolean first = gap;
    gap = false;
    return first;
  }

  /** Nothing that was added waits any more. */
  void letLeave() {
    ring.hurry();
  }
}
