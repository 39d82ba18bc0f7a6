package org.vigie.bridge.udp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vigie.bridge.udp.NetworkNamespace.command;
import static org.vigie.bridge.udp.NetworkNamespace.ip;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vigie.bridge.api.SocketChoice;

/** What the system refuses, made to happen in network namespaces of their own. */
@Timeout(30)
@EnabledIf("org.vigie.bridge.udp.UdpSockets#isLinuxLinked")
class UdpSendErrorsTest {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  private static final InetAddress OURS = InetAddress.ofLiteral("10.9.0.1");

  @ParameterizedTest
  @EnumSource(names = {"LINUX", "JDK"})
  void aFullSendBufferDropsAndIsCounted(SocketChoice choice) throws Exception {
    NetworkNamespace.run(() -> {
      aLineOnWhichNobodyAnswers();
      command("sysctl -q -w net.ipv4.neigh.near.unres_qlen_bytes=100000000");
      try (UdpSocket socket = open(choice, List.of(OURS))) {
        Burst[] burst = burst(new Path(0, at("10.9.0.2", 9)), 14, 1_100);
        for (int i = 0; i < 2_000 && socket.counters().sendBlocked() == 0; i++) {
          socket.send(burst, 1);
        }
        UdpCounters full = socket.counters();
        assertTrue(full.sendBlocked() > 0, full.toString());
        assertEquals(0, full.sendFailed());
      }
      return true;
    });
  }

  @ParameterizedTest
  @EnumSource(names = {"LINUX", "JDK"})
  void whereNoRouteLeadsIsCountedAndHoldsNothingUp(SocketChoice choice) throws Exception {
    NetworkNamespace.run(() -> {
      aLineOnWhichNobodyAnswers();
      ip("link set lo up");
      try (UdpSocket socket = open(choice, List.of(OURS, LOOPBACK))) {
        InetSocketAddress self = socket.localAddresses().get(1);
        Burst[] bursts = {
          burst(new Path(0, at("203.0.113.5", 9)), 3, 500)[0], burst(new Path(1, self), 3, 500)[0]
        };
        socket.send(bursts, 2);
        assertEquals(3, socket.counters().sendUnreachable());
        assertEquals(3, socket.counters().sent());
      }
      return true;
    });
  }

  @ParameterizedTest
  @EnumSource(names = {"LINUX", "JDK"})
  void whatTheFirewallForbidsIsCountedAndHoldsNothingUp(SocketChoice choice) throws Exception {
    NetworkNamespace.run(() -> {
      ip("link set lo up");
      command("nft add table ip t");
      command("nft add chain ip t out { type filter hook output priority 0 ; }");
      command("nft add rule ip t out udp dport 9 drop");
      try (UdpSocket socket = open(choice, List.of(LOOPBACK))) {
        InetSocketAddress self = socket.localAddresses().getFirst();
        Burst[] bursts = {
          burst(new Path(0, at("127.0.0.1", 9)), 3, 500)[0], burst(new Path(0, self), 2, 500)[0]
        };
        socket.send(bursts, 2);
        assertEquals(3, socket.counters().sendForbidden());
        assertEquals(2, socket.counters().sent());
      }
      return true;
    });
  }

  @ParameterizedTest
  @EnumSource(names = {"LINUX", "JDK"})
  void whatThePathTakesOnlyInPiecesArrivesAllTheSame(SocketChoice choice) throws Exception {
    NetworkNamespace.run(() -> {
      ip("link set lo mtu 1000 up");
      try (UdpSocket socket = open(choice, List.of(LOOPBACK))) {
        InetSocketAddress self = socket.localAddresses().getFirst();
        Burst[] burst = burst(new Path(0, self), 3, 1_100);
        socket.send(burst, 1);
        assertEquals(3, socket.counters().sent());
        assertEquals(choice == SocketChoice.LINUX ? 1 : 0, refused(socket));
        assertEquals(0, socket.counters().segmented());
        ReceiveBatch batch = new ReceiveBatch();
        UdpSocketContract.awaitOne(socket, batch);
        for (int i = 0; i < 3; i++) {
          int offset = batch.offset(i);
          assertArrayEquals(
              Bursts.datagram(burst[0], i),
              Arrays.copyOfRange(batch.array(i), offset, offset + batch.length(i)));
        }
      }
      return true;
    });
  }

  @ParameterizedTest
  @EnumSource(names = {"LINUX", "JDK"})
  void withoutLoopbackTheSocketOpensAndAnAbsentAddressIsNamed(SocketChoice choice)
      throws Exception {
    NetworkNamespace.run(() -> {
      aLineOnWhichNobodyAnswers();
      try (UdpSocket socket = open(choice, List.of(OURS))) {
        assertEquals(choice == SocketChoice.LINUX, socket.facts().segmentationOffload());
      }
      List<InetAddress> absent = List.of(InetAddress.ofLiteral("10.9.0.77"));
      IOException e = assertThrows(IOException.class, () -> open(choice, absent));
      assertTrue(e.getMessage().contains("10.9.0.77"), e.getMessage());
      return true;
    });
  }

  @ParameterizedTest
  @EnumSource(names = {"LINUX", "JDK"})
  void whereverItGoesEveryDatagramIsSentOrCountedByCause(SocketChoice choice) throws Exception {
    List<String> strange =
        List.of("10.9.0.255", "255.255.255.255", "224.0.0.1", "0.0.0.0", "240.0.0.1", "10.9.0.1");
    NetworkNamespace.run(() -> {
      ip("link set lo up");
      aLineOnWhichNobodyAnswers();
      Random random = new Random(7);
      try (UdpSocket socket = open(choice, List.of(OURS, LOOPBACK))) {
        long offered = 0;
        Burst[] bursts = new Burst[150];
        for (int round = 0; round < 20; round++) {
          for (int i = 0; i < bursts.length; i++) {
            String to = strange.get(random.nextInt(strange.size()));
            Path path = new Path(random.nextInt(-1, 4), at(to, random.nextInt(3)));
            bursts[i] = burst(path, 1 + random.nextInt(7), 1 + random.nextInt(2_000))[0];
            offered += bursts[i].count();
          }
          socket.send(bursts, bursts.length);
          Arrays.stream(bursts).forEach(Bursts::giveBack);
        }
        assertEquals(offered, accountedFor(socket.counters()), socket.counters().toString());
      }
      return true;
    });
  }

  private static long accountedFor(UdpCounters counters) {
    return counters.sent()
        + counters.sendBlocked()
        + counters.sendNoBuffers()
        + counters.sendUnreachable()
        + counters.sendTooLong()
        + counters.sendForbidden()
        + counters.sendFailed();
  }

  private static long refused(UdpSocket socket) {
    return socket.counters().segmentationRefused();
  }

  private static void aLineOnWhichNobodyAnswers() throws Exception {
    ip("link add near type veth peer name far");
    ip("addr add 10.9.0.1/24 dev near");
    ip("link set near up");
    ip("link set far arp off up");
  }

  private static UdpSocket open(SocketChoice choice, List<InetAddress> addresses)
      throws IOException {
    return UdpSockets.open(choice, addresses, 0, UdpOptions.defaults().withBufferBytes(65_536));
  }

  private static InetSocketAddress at(String address, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(address), port);
  }

  private static Burst[] burst(Path path, int segments, int bytes) {
    return Bursts.of(path, UdpSocketContract.datagrams(segments, bytes, bytes));
  }
}
