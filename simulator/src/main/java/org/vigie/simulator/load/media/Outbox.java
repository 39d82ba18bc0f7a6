package org.vigie.simulator.load.media;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.vigie.bridge.udp.Burst;
import org.vigie.bridge.udp.BurstPool;
import org.vigie.bridge.udp.Path;
import org.vigie.bridge.udp.UdpSocket;

/**
 * Datagrams that leave at the end of a turn; those of one path that follow each other, together.
 */
final class Outbox {
  private static final int CAPACITY = 256;

  private final UdpSocket socket;
  private final BurstPool pool = new BurstPool(CAPACITY);
  private final Burst[] bursts;
  private int count;

  Outbox(UdpSocket socket) {
    this.socket = socket;
    this.bursts = new Burst[CAPACITY];
    Arrays.setAll(bursts, _ -> taken());
  }

  private Burst taken() {
    Burst burst = pool.take();
    if (burst == null) {
      throw new IllegalStateException("the pool holds as many as are taken");
    }
    return burst;
  }

  /** Copies a datagram. */
  void add(Path path, byte[] array, int offset, int length) {
    Burst last = last();
    if (last == null || !last.path().equals(path) || !last.fits(length)) {
      last = open(path);
    }
    last.append(array, offset, length);
  }

  private @Nullable Burst last() {
    return count == 0 ? null : bursts[count - 1];
  }

  private Burst open(Path path) {
    if (count == CAPACITY) {
      flush();
    }
    Burst burst = bursts[count++];
    burst.open(path);
    return burst;
  }

  void flush() {
    if (count > 0) {
      socket.send(bursts, count);
      count = 0;
    }
  }
}
