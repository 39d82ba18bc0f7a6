package org.vigie.bench.sockets;

import org.vigie.bridge.udp.Burst;
import org.vigie.bridge.udp.BurstPool;
import org.vigie.bridge.udp.Path;
import org.vigie.bridge.udp.ReceiveBatch;
import org.vigie.bridge.udp.UdpSocket;

/** CPU time of one socket to take what another on this machine sent just before. */
final class ReceiveCost {
  private static final int SEGMENTS = 8;
  private static final int BURSTS = 8;

  private final UdpSocket from;
  private final UdpSocket to;
  private final Burst[] bursts = new Burst[BURSTS];
  private final ReceiveBatch batch = new ReceiveBatch();

  ReceiveCost(UdpSocket from, UdpSocket to, BurstPool pool) {
    this.from = from;
    this.to = to;
    for (int i = 0; i < BURSTS; i++) {
      bursts[i] = SendCost.filled(pool, new Path(0, to.localAddresses().getFirst()), SEGMENTS);
    }
  }

  /** Nanoseconds of CPU per packet over this time; what it costs to send is left out. */
  long measure(long nanos) {
    long end = System.nanoTime() + nanos;
    long cpu = 0;
    long packets = 0;
    while (System.nanoTime() < end) {
      from.send(bursts, BURSTS);
      long before = CpuTime.ofThisThread();
      for (int count = to.receive(batch); count > 0; count = to.receive(batch)) {
        packets += count;
      }
      cpu += CpuTime.ofThisThread() - before;
    }
    return cpu / Math.max(1, packets);
  }
}
