package org.vigie.bridge.session;

import org.jspecify.annotations.Nullable;
import org.vigie.bridge.udp.Burst;
import org.vigie.bridge.udp.BurstPool;
import org.vigie.bridge.udp.Path;
import org.vigie.bridge.udp.UdpSocket;

/**
 * What a Loop's Sessions send: bursts that leave together when there are enough of them, at the
 * latest when the turn ends. Also holds the room in which each packet is written and protected
 * before it is copied into a burst: one and the same for all, so that it stays in the cache.
 */
public final class Outbox {
  /** Bytes of a packet at most: 1,500 and ample room for what SRTP appends. */
  public static final int PACKET_BYTES = 2048;

  /** Bursts that leave in one system call; what many more spare, the cache loses. */
  private static final int LEAVING = 4;

  /** One burst for each of as many viewers as a Loop can carry: 256 MiB where all are lent. */
  private static final int MAX_BURSTS = 16_384;

  private final UdpSocket socket;
  private final BurstPool pool = new BurstPool(MAX_BURSTS);
  private final byte[] packet = new byte[PACKET_BYTES];
  private final Burst[] leaving = new Burst[LEAVING];
  private int count;
  private long flushes;
  private long refusals;

  /** An empty outbox before a socket. */
  public Outbox(UdpSocket socket) {
    this.socket = socket;
  }

  /** Where the next packet is written, from its first byte on. */
  public byte[] packet() {
    return packet;
  }

  /** A burst for this path, or null if all are in use, which is counted. */
  @Nullable Burst open(Path path) {
    Burst burst = pool.take();
    if (burst == null) {
      flush();
      burst = pool.take();
    }
    if (burst == null) {
      refusals++;
    } else {
      burst.open(path);
    }
    return burst;
  }

  /** The burst leaves with the next flush; until then it may be appended to. */
  void leave(Burst burst) {
    if (count == leaving.length) {
      flush();
    }
    leaving[count++] = burst;
  }

  /** Takes back a burst that shall not leave. */
  void drop(Burst burst) {
    pool.give(burst);
  }

  /** How often bursts have left; those of earlier counts are no longer the lane's. */
  long flushes() {
    return flushes;
  }

  /** Copies a whole datagram; one that is empty or longer than a packet is left out. */
  public void add(byte[] array, int offset, int length, Path path) {
    if (length < 1 || length > PACKET_BYTES) {
      return;
    }
    Burst burst = open(path);
    if (burst != null) {
      burst.append(array, offset, length);
      leave(burst);
    }
  }

  /** Everything leaves. */
  public void flush() {
    if (count == 0) {
      return;
    }
    socket.send(leaving, count);
    for (int i = 0; i < count; i++) {
      pool.give(leaving[i]);
    }
    count = 0;
    flushes++;
  }

  /** Bursts that hold packets at the moment. */
  public int lent() {
    return pool.lent();
  }

  /** Packets dropped because every burst was in use. */
  public long refusals() {
    return refusals;
  }
}
