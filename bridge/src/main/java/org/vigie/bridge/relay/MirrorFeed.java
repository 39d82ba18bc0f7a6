package org.vigie.bridge.relay;

import org.vigie.bridge.forward.IncomingPacket;

/** Home's end of the way from a Track to one of its mirrors. */
final class MirrorFeed {
  /** Packets of the past copied in one turn at most, so that those that arrive are not held up. */
  private static final int FILL_AT_ONCE = 256;

  private final MirrorTrack target;
  private final MirrorRing ring;
  private final Neighbours neighbours;
  private final MirrorCounters counters;
  private final MirrorFill fill = new MirrorFill();
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

  /** Copies what viewers there can start with, before what arrives from now on. */
  void startFill(long nowNanos, Track from) {
    fill.begin(nowNanos, from);
  }

  /** Whether that is still going on. */
  boolean filling() {
    return fill.running();
  }

  boolean feeds(MirrorTrack track) {
    return target == track;
  }

  /** Copies some of it, as far as there is ample room. */
  void goOn(long nowNanos, Track from) {
    boolean timeIsKnown = from.timeIsKnown(nowNanos);
    for (int i = 0; i < FILL_AT_ONCE && ring.halfEmpty(); i++) {
      IncomingPacket packet = fill.next(nowNanos, from);
      MirrorPacket copy = packet == null ? null : ring.claim();
      if (packet == null || copy == null) {
        return;
      }
      copy.copy(target, packet, from.layerNumber(packet.layer().index()), timeIsKnown);
      copy.bePast();
      ring.publish(copy);
      counters.copied++;
    }
  }

  /**
   * Copies a packet into the ring; one for which there is no room is dropped and counted.
   *
   * @return whether it is the first after a gap, so that only a key frame helps the viewers there
   */
  boolean add(IncomingPacket packet, int layerNumber, boolean timeIsKnown) {
    if (fill.willReach(packet)) {
      return false;
    }
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
