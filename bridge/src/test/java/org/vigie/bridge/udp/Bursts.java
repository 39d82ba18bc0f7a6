package org.vigie.bridge.udp;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Makes bursts and looks into them. */
public final class Bursts {
  private static final BurstPool POOL = new BurstPool(1024);

  private Bursts() {}

  /** One burst for this path with these datagrams, which must fit. */
  public static synchronized Burst[] of(Path path, byte[]... datagrams) {
    Burst burst = POOL.take();
    if (burst == null) {
      throw new IllegalStateException("no burst is left for tests");
    }
    burst.open(path);
    for (byte[] datagram : datagrams) {
      burst.append(datagram, 0, datagram.length);
    }
    return new Burst[] {burst};
  }

  /** Sends one datagram. */
  public static void send(UdpSocket socket, Path path, byte[] datagram) {
    Burst[] burst = of(path, datagram);
    socket.send(burst, 1);
    giveBack(burst[0]);
  }

  /** For use again; the burst must not be used afterwards. */
  public static synchronized void giveBack(Burst burst) {
    POOL.give(burst);
  }

  /** The bytes of a datagram. */
  public static byte[] datagram(Burst burst, int i) {
    byte[] bytes = new byte[burst.length(i)];
    MemorySegment.copy(
        burst.memory(), ValueLayout.JAVA_BYTE, burst.offset(i), bytes, 0, bytes.length);
    return bytes;
  }
}
