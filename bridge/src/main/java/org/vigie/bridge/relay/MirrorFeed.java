package org.vigie.bridge.relay;

import org.vigie.bridge.forward.IncomingPacket;

/** Home's end of the way from a Track to one of its mirrors. */
final class MirrorFeed {
  private final MirrorTrack target;
  private final MirrorRing ring;
  private final Neighbours neighbours;
  private final MirrorCounters counters;
  private boolean gap;

  MirrorFeed(MirrorTrack target, Neighbours neighbours, MirrorCounters counters) {
    this.neighbours = neighbours;
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
   * @return whether it is the first after a gap, so that only a key frame helps the viewers there
   */
  boolean add(IncomingPacket packet, int layerNumber, boolean timeIsKnown) {
    MirrorPacket copy = packet.rtp().length() > MirrorPacket.MAX_BYTES ? null : ring.claim();
    if (copy == null) {
      counters.dropped++;
      gap = true;
      return false;
    }
    copy.copy(target, packet, layerNumber, timeIsKnown);
    ring.publish(copy);
    counters.copied++;
    boolean first = gap;
    gap = false;
    return first;
  }

  /** Wakes the far Loop, unless it has yet to answer the last call. */
  void callFarLoop() {
    if (ring.flush()) {
      neighbours.wake(ring.farLoop());
    }
  }
}
