package org.vigie.bridge.udp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;

/** On a socket that is told of ICMP errors, as Linux' usually are not. */
@Timeout(20)
@EnabledIf("org.vigie.bridge.udp.UdpSockets#isLinuxLinked")
class BurstSenderTest {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  private static final int IP_RECVERR = 11;

  private final LinuxCalls calls = new LinuxCalls();
  private final CountedDatagrams counted = new CountedDatagrams();
  private final BurstSender sender =
      new BurstSender(calls, AddressFormat.IPV4, new LocalTable(List.of(LOOPBACK)), counted, true);
  private int fd;

  @BeforeEach
  void open() {
    fd = calls.socket(LinuxAbi.AF_INET, LinuxAbi.SOCK_DGRAM, 0);
    MemorySegment on = Arena.ofAuto().allocateFrom(LinuxAbi.INT, 1);
    assertEquals(0, calls.setsockopt(fd, LinuxAbi.IPPROTO_IP, IP_RECVERR, on, Integer.BYTES));
  }

  @AfterEach
  void close() {
    calls.close(fd);
  }

  @Test
  void anErrorOfAnEarlierDatagramCostsNoLaterOne() throws IOException {
    InetSocketAddress closed;
    try (DatagramSocket gone = UdpSocketContract.peer(LOOPBACK)) {
      closed = (InetSocketAddress) gone.getLocalSocketAddress();
    }
    try (DatagramSocket peer = UdpSocketContract.peer(LOOPBACK)) {
      for (int round = 0; round < 20; round++) {
        byte[][] datagrams = UdpSocketContract.datagrams(3, 500, 20 + round);
        send(new Path(0, closed), UdpSocketContract.datagrams(1, 9, 9));
        send(UdpSocketContract.path(0, peer), datagrams);
        UdpSocketContract.assertReceives(peer, datagrams);
      }
    }
    assertEquals(20 * (1 + 3), counted.snapshot(0).sent());
    assertEquals(0, counted.snapshot(0).sendUnreachable());
  }

  @Test
  void twoAtOnceToAClosedPortAreCountedOrSentAndEndTheCall() throws IOException {
    InetSocketAddress closed;
    try (DatagramSocket gone = UdpSocketContract.peer(LOOPBACK)) {
      closed = (InetSocketAddress) gone.getLocalSocketAddress();
    }
    Path path = new Path(0, closed);
    Burst[] bursts = new Burst[50];
    for (int i = 0; i < bursts.length; i++) {
      bursts[i] = Bursts.of(path, UdpSocketContract.datagrams(1, 9, 9))[0];
    }
    sender.send(fd, bursts, bursts.length);
    UdpCounters counters = counted.snapshot(0);
    assertEquals(bursts.length, counters.sent() + counters.sendUnreachable());
  }

  private void send(Path path, byte[][] datagrams) {
    sender.send(fd, Bursts.of(path, datagrams), 1);
  }
}
