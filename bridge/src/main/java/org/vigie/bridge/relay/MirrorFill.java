package org.vigie.bridge.relay;

import org.jspecify.annotations.Nullable;
import org.vigie.bridge.forward.IncomingPacket;
import org.vigie.bridge.forward.Layer;
import org.vigie.bridge.forward.Replay;

/**
 * What a new mirror of a Track is given first: each Layer's newest key frame and what has followed
 * it, so that viewers there start with them too. Packets that arrive meanwhile wait for their turn,
 * and so a mirror is fed in order.
 */
final class MirrorFill {
  private final @Nullable Replay[] cursors = new Replay[Layer.MAX_LAYERS];
  private boolean running;

  /** Begins with the Layers that have something to start with. */
  void begin(long nowNanos, Track track) {
    for (int i = 0; i < cursors.length; i++) {
      Layer layer = track.layer(i);
      Replay cursor = new Replay();
      if (layer != null && cursor.begin(nowNanos, layer)) {
        cursors[i] = cursor;
        running = true;
      }
    }
  }

  boolean running() {
    return running;
  }

  /** Whether this packet will be given in its turn. */
  boolean willReach(IncomingPacket packet) {
    Replay cursor = running ? cursors[packet.layer().index()] : null;
    return cursor != null && cursor.willReach(packet);
  }

  /** The next packet, null after the last. */
  @Nullable IncomingPacket next(long nowNanos, Track track) {
    for (int i = 0; running && i < cursors.length; i++) {
      Replay cursor = cursors[i];
      IncomingPacket packet =
          cursor != null && standsOrBeginsAgain(nowNanos, track, i, cursor) ? cursor.next() : null;
      if (packet != null) {
        return packet;
      }
      cursors[i] = null;
    }
    running = false;
    return null;
  }

  /**
   * Another key frame that has begun meanwhile has been waiting for its turn. Where nothing can
   * begin with it, the camera is asked for one: what has waited is not given any more.
   */
  private static boolean standsOrBeginsAgain(long nowNanos, Track track, int index, Replay cursor) {
    Layer layer = cursor.layer();
    if (layer == null || !cursor.outdated()) {
      return true;
    }
    if (layer != track.layer(index)) {
      return false; // another camera has come, whose packets have not waited
    }
    boolean begun = cursor.begin(nowNanos, layer);
    if (!begun) {
      track.requestKeyFrame(nowNanos, index);
    }
    return begun;
  }
}
