package org.vigie.bridge.udp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.vigie.bridge.rtp.Allocations;

@EnabledIf("org.vigie.bridge.udp.UdpSockets#isLinuxLinked")
class LinuxUdpSocketTest extends UdpSocketContract {
  private static final UdpOptions MERGED = UdpOptions.defaults().withReceiveOffload(true);
  private static final UdpOptions SINGLE = UdpOptions.defaults().withSegmentationOffload(false);

  @Override
  UdpSocket open(List<InetAddress> addresses, int port) throws IOException {
    return LinuxUdpSocket.bind(addresses, port);
  }

  @Test
  void aBurstIsOneToTheKernelAndManyBurstsAreOneCall() throws IOException {
    assertTrue(socket.facts().segmentationOffload());
    try (DatagramSocket peer = peer(ONE)) {
      Burst[] bursts = new Burst[20];
      Arrays.setAll(bursts, i -> Bursts.of(path(0, peer), datagrams(4, 1_000, 10))[0]);
      socket.send(bursts, 20);
    }
    assertEquals(80, socket.counters().segmented());
    assertEquals(1, socket.counters().sendCalls());
  }

  @Test
  void withoutSegmentationTheSameDatagramsLeaveSingly() throws IOException {
    byte[][] datagrams = datagrams(14, 1_100, 9);
    try (UdpSocket single = LinuxUdpSocket.bind(List.of(ONE), 0, SINGLE);
        DatagramSocket peer = peer(ONE)) {
      assertFalse(single.facts().segmentationOffload());
      single.send(Bursts.of(path(0, peer), datagrams), 1);
      assertReceives(peer, datagrams);
      assertEquals(0, single.counters().segmented());
      assertEquals(1, single.counters().sendCalls());
    }
  }

  @Test
  void aMergedBurstIsTakenApartAcrossFullBatches() throws IOException {
    for (InetAddress address : List.of(ONE, SIX)) {
      try (UdpSocket merged = LinuxUdpSocket.bind(List.of(ONE, SIX), 0, MERGED)) {
        assertTrue(merged.facts().receiveOffload());
        int localIndex = address.equals(ONE) ? 0 : 1;
        Path path = new Path(localIndex, merged.localAddresses().get(localIndex));
        byte[][] datagrams = datagrams(14, 1_100, 77);
        merged.send(Bursts.of(path, datagrams), 1);
        merged.send(Bursts.of(path, datagrams), 1);
        assertEquals(1 + 1, merged.counters().sendCalls());
        List<byte[]> all = receive(merged, 28);
        for (int i = 0; i < 28; i++) {
          assertArrayEquals(datagrams[i % 14], all.get(i));
        }
        assertEquals(28, merged.counters().received());
        assertTrue(merged.counters().receiveCalls() < 28, "nothing was merged");
      }
    }
  }

  @Test
  void tooLongDatagramsOfAMergedBurstAreCountedOneByOne() throws IOException {
    try (UdpSocket merged = LinuxUdpSocket.bind(List.of(ONE), 0, MERGED)) {
      Path path = new Path(0, merged.localAddresses().getFirst());
      merged.send(Bursts.of(path, datagrams(5, 3_000, 100)), 1);
      assertEquals(100, receive(merged, 1).getFirst().length);
      assertEquals(4, merged.counters().oversized());
    }
  }

  private List<byte[]> receive(UdpSocket from, int wanted) {
    List<byte[]> all = new ArrayList<>();
    while (all.size() < wanted) {
      awaitOne(from, received);
      for (int i = 0; i < received.size(); i++) {
        int offset = received.offset(i);
        all.add(Arrays.copyOfRange(received.array(i), offset, offset + received.length(i)));
      }
    }
    assertEquals(wanted, all.size());
    return all;
  }

  @Test
  void anAddressThatIsNotListedIsNotAnswered() throws IOException {
    try (DatagramSocket peer = peer(ONE)) {
      peer.send(packet("astray", new InetSocketAddress(THREE, address(0).getPort())));
      peer.send(packet("here", address(0)));
      awaitOne();
      assertEquals("here", text(0));
      assertEquals(1, socket.counters().strayed());
    }
  }

  @Test
  void aPortThatIsTakenOnAnotherAddressIsNamedWithTheRemedy() throws IOException {
    try (DatagramSocket holder = new DatagramSocket(new InetSocketAddress(THREE, 0))) {
      int port = holder.getLocalPort();
      IOException e = assertThrows(IOException.class, () -> open(List.of(ONE, TWO), port));
      assertTrue(e.getMessage().contains("port " + port), e.getMessage());
      assertTrue(e.getMessage().contains("choose another port"), e.getMessage());
    }
  }

  @Test
  void aThousandAddressesAreOneSocketAndEachAnswersForItself() throws IOException {
    List<InetAddress> many =
        IntStream.range(0, 1_000)
            .mapToObj(i -> InetAddress.ofLiteral("127.1." + i / 250 + "." + (1 + i % 250)))
            .toList();
    try (UdpSocket crowd = LinuxUdpSocket.bind(many, 0)) {
      for (int i = 0; i < 1_000; i += 37) {
        Bursts.send(crowd, new Path(i, address(0)), bytes("from " + i));
        awaitOne();
        assertEquals(crowd.localAddresses().get(i), received.remote(0));
        Bursts.send(socket, received.path(0), bytes("to " + i));
        awaitOne(crowd, received);
        assertEquals("to " + i, text(0));
        assertEquals(i, received.localIndex(0));
      }
    }
  }

  @Test
  void fromSocketToSocketNothingIsAllocated() {
    Path path = new Path(0, address(0));
    Burst[] bursts = {
      Bursts.of(path, datagrams(3, 1_100, 500))[0],
      Bursts.of(new Path(2, address(2)), bytes("x"))[0]
    };
    ReceiveBatch batch = new ReceiveBatch();
    Allocations.assertNone(() -> {
      socket.send(bursts, 2);
      socket.await(SECOND);
      socket.receive(batch);
      socket.wakeup();
      socket.await(SECOND);
    });
    assertTrue(socket.counters().received() > 1_000);
  }

  @Test
  void whatTheReceiveBufferHasNoRoomForIsCounted() throws IOException {
    UdpOptions small = UdpOptions.defaults().withBufferBytes(4_096);
    try (UdpSocket slow = LinuxUdpSocket.bind(List.of(ONE), 0, small)) {
      Path path = new Path(0, slow.localAddresses().getFirst());
      Burst[] burst = Bursts.of(path, datagrams(14, 1_100, 1_100));
      for (int i = 0; i < 400 && slow.counters().overflowed() == 0; i++) {
        slow.send(burst, 1);
      }
      assertTrue(slow.counters().overflowed() > 0, slow.counters().toString());
    }
  }

  @Test
  void aBufferBeyondTheSystemsBoundIsGrantedToRootOrTheShortfallIsKnown() throws IOException {
    int wanted = 16 << 20;
    try (UdpSocket large =
        LinuxUdpSocket.bind(List.of(ONE), 0, UdpOptions.defaults().withBufferBytes(wanted))) {
      UdpFacts facts = large.facts();
      assertEquals(
          facts.receiveBufferBytes() < wanted || facts.sendBufferBytes() < wanted,
          facts.isShortOfBuffer());
    }
  }
}
