package org.vigie.bench.sockets;

import java.net.InetSocketAddress;
import java.util.Objects;
import org.vigie.bridge.udp.Burst;
import org.vigie.bridge.udp.BurstPool;
import org.vigie.bridge.udp.Path;
import org.vigie.bridge.udp.UdpSocket;

/** CPU time of one socket for bursts of one length to many viewers. */
final class SendCost {
  static final int PACKET_BYTES = 1_100;

  private static final int VIEWERS = 100;
  private static final int FIRST_PORT = 5_000;

  private final UdpSocket socket;
  private final Burst[] bursts = new Burst[VIEWERS];
  private final int segments;

  /** Bursts to a hundred ports of hosts {@code .2} to {@code .101} of this network. */
  SendCost(UdpSocket socket, BurstPool pool, String network, int segments) {
    this.socket = socket;
    this.segments = segments;
    for (int i = 0; i < VIEWERS; i++) {
      InetSocketAddress viewer = new InetSocketAddress(network + "." + (2 + i), FIRST_PORT + i);
      bursts[i] = filled(pool, new Path(0, viewer), segments);
    }
  }

  static Burst filled(BurstPool pool, Path path, int segments) {
    Burst burst = Objects.requireNonNull(pool.take());
    burst.open(path);
    for (int i = 0; i < segments; i++) {
      burst.append(new byte[PACKET_BYTES], 0, PACKET_BYTES);
    }
    return burst;
  }

  /** Nanoseconds of CPU per packet over this time. */
  long measure(long nanos) {
    long cpu = CpuTime.ofThisThread();
    long end = System.nanoTime() + nanos;
    long packets = 0;
    while (System.nanoTime() < end) {
      socket.send(bursts, VIEWERS);
      packets += (long) VIEWERS * segments;
    }
    return (CpuTime.ofThisThread() - cpu) / packets;
  }
}
