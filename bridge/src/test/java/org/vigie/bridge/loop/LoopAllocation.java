package org.vigie.bridge.loop;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Map;
import org.vigie.bridge.api.CipherChoice;
import org.vigie.bridge.api.HeaderExtension;
import org.vigie.bridge.api.StreamId;
import org.vigie.bridge.srtp.SrtpSelfTest;

/**
 * Prints how many bytes a Loop allocates for each packet that it forwards, from the socket to the
 * socket, with libcrypto, whose garbage is known. For a process of its own, because a process uses
 * one cipher.
 */
final class LoopAllocation extends VirtualTime {
  private static final int VIEWERS = 10;
  private static final int PACKETS_PER_PICTURE = 10;
  private static final int ROUNDS = 60;
  private static final int PICTURES = 150;
  private static final int PAYLOAD_BYTES = 1_050;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final VirtualPeer camera;
  private int sequence;

  private LoopAllocation() {
    camera = camera("cam-1");
    for (int i = 0; i < VIEWERS; i++) {
      VirtualPeer viewer = new VirtualPeer();
      loop.offer(
          viewer.openViewer(
              Map.of(HeaderExtension.TRANSPORT_CC, 5, HeaderExtension.ABS_SEND_TIME, 3)));
      connect(viewer, new LoopCommand.Show(viewer.id, "0", new StreamId("cam-1")));
    }
    socket.onlyCount();
  }

  public static void main(String[] args) throws Exception {
    SrtpSelfTest.run(CipherChoice.LIBCRYPTO);
    LoopAllocation loop = new LoopAllocation();
    double enough = Double.parseDouble(args[0]);
    double bytes = Double.MAX_VALUE;
    // The compiler does away with what is left of wrappers; it may take its time.
    for (int round = 0; round < ROUNDS && bytes > enough; round++) {
      bytes = loop.relay();
    }
    System.out.println(bytes);
  }

  private double relay() {
    peers.forEach(peer -> arrive(peer, peer.check()));
    long sent = socket.sentCount();
    long bytes = 0;
    for (int picture = 0; picture < PICTURES; picture++) {
      int timestamp = 3_000 * (sequence / PACKETS_PER_PICTURE);
      for (int part = 0; part < PACKETS_PER_PICTURE; part++) {
        boolean last = part == PACKETS_PER_PICTURE - 1;
        byte[] packet = camera.part(sequence++ & 0xffff, timestamp, part == 0, last, PAYLOAD_BYTES);
        socket.arrive(camera.path, packet);
        now += last ? 21 * MILLI : MILLI;
        long before = THREADS.getCurrentThreadAllocatedBytes();
        loop.turn(now);
        bytes += THREADS.getCurrentThreadAllocatedBytes() - before;
      }
    }
    return (double) bytes / (socket.sentCount() - sent);
  }
}
