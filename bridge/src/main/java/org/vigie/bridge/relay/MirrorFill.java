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
  @Nullable IncomingPacket next() {
    for (int i = 0; running && i < cursors.length; i++) {
      Replay cursor = cursors[i];
      if (cursor != null && cursor.outdated()) {
        cursors[i] = null;
      } else if (cursor != null) {
        IncomingPacket packet = cursor.next();
        if (packet != null) {
          return packet;
        }
        cursors[i] = null;
      }
    }
    running = false;
    return null;
  }
}
