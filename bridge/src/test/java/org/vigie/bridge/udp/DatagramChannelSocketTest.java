package org.vigie.bridge.udp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class DatagramChannelSocketTest {
  private static final InetAddress ONE = InetAddress.ofLiteral("127.0.0.1");
  private static final InetAddress TWO = InetAddress.ofLiteral("127.0.0.2");
  private static final InetAddress THREE = InetAddress.ofLiteral("127.0.0.3");
  private static final InetAddress SIX = InetAddress.ofLiteral("::1");
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final ReceiveBatch received = new ReceiveBatch(8);
  private DatagramChannelSocket socket;

  @BeforeEach
  void bind() throws IOException {
    socket = DatagramChannelSocket.bind(List.of(ONE, TWO, SIX), 0);
  }

  @AfterEach
  void close() {
    socket.close();
  }

  @Test
  void allAddressesShareOnePort() {
    assertEquals(
        List.of(ONE, TWO, SIX),
        socket.localAddresses().stream().map(InetSocketAddress::getAddress).toList());
    assertEquals(
        1, socket.localAddresses().stream().map(InetSocketAddress::getPort).distinct().count());
  }

  @Test
  void anAnswerLeavesFromTheAddressThatWasAsked() throws IOException {
    for (int localIndex = 0; localIndex < 3; localIndex++) {
      InetSocketAddress asked = socket.localAddresses().get(localIndex);
      try (DatagramSocket peer = peer(asked.getAddress())) {
        peer.send(packet("hello", asked));
        awaitOne();
        assertEquals(localIndex, received.localIndex(0));
        assertEquals(peer.getLocalSocketAddress(), received.remote(0));

        Bursts.send(socket, received.path(0), bytes("hi"));

        DatagramPacket answer = new DatagramPacket(new byte[100], 100);
        peer.receive(answer);
        assertEquals(asked, answer.getSocketAddress());
      }
    }
    assertEquals(3, socket.counters().received());
    assertEquals(3, socket.counters().sent());
  }

  @Test
  void keepsTheBytesOfEveryDatagramOfABatch() throws IOException {
    try (DatagramSocket peer = peer(ONE)) {
      for (int i = 0; i < 20; i++) {
        peer.send(packet("datagram " + i, socket.localAddresses().get(0)));
      }
      List<String> texts = new ArrayList<>();
      while (texts.size() < 20) {
        socket.await(SECOND);
        int count = socket.receive(received);
        assertTrue(count <= received.capacity());
        for (int i = 0; i < count; i++) {
          texts.add(text(i));
        }
      }
      assertEquals("datagram 0", texts.getFirst());
      assertEquals("datagram 19", texts.getLast());
    }
  }

  @Test
  void theSameSenderHasTheSamePathObject() throws IOException {
    try (DatagramSocket peer = peer(ONE)) {
      peer.send(packet("a", socket.localAddresses().get(0)));
      awaitOne();
      Path first = received.path(0);
      peer.send(packet("b", socket.localAddresses().get(0)));
      awaitOne();
      assertSame(first, received.path(0));
    }
  }

  @Test
  void tooLongAndEmptyDatagramsAreDropped() throws IOException {
    try (DatagramSocket peer = peer(ONE)) {
      InetSocketAddress to = socket.localAddresses().get(0);
      peer.send(new DatagramPacket(new byte[ReceiveBatch.SLOT_BYTES + 1], 2049, to));
      peer.send(new DatagramPacket(new byte[60_000], 60_000, to));
      peer.send(new DatagramPacket(new byte[0], 0, to));
      peer.send(new DatagramPacket(new byte[ReceiveBatch.SLOT_BYTES], 2048, to));
      awaitOne();
      assertEquals(2048, received.length(0));
      assertEquals(2, socket.counters().oversized());
    }
  }

  @Test
  void wakeupEndsAWait() throws InterruptedException {
    Thread waker = Thread.ofVirtual().start(socket::wakeup);
    long before = System.nanoTime();
    socket.await(10 * SECOND);
    assertTrue(System.nanoTime() - before < 5 * SECOND);
    waker.join();
  }

  @Test
  void aClosedFarPortDisturbsNobody() throws IOException {
    InetSocketAddress closed;
    try (DatagramSocket gone = peer(ONE)) {
      closed = (InetSocketAddress) gone.getLocalSocketAddress();
    }
    try (DatagramSocket peer = peer(ONE)) {
      Bursts.send(socket, new Path(0, closed), bytes("x"));
      peer.send(packet("still here", socket.localAddresses().get(0)));
      awaitOne();
      assertEquals("still here", text(0));
    }
  }

  @Test
  void whatCannotBeSentIsCountedByCause() {
    Path otherFamily = new Path(0, new InetSocketAddress(SIX, 9));
    Path unresolved = new Path(0, InetSocketAddress.createUnresolved("host.invalid", 9));
    Bursts.send(socket, otherFamily, bytes("x"));
    Bursts.send(socket, unresolved, bytes("x"));
    assertEquals(2, socket.counters().sendFailed());
  }

  @Test
  void aTakenPortIsNamedWithTheRemedy() {
    int port = socket.localAddresses().get(0).getPort();
    IOException e =
        assertThrows(IOException.class, () -> DatagramChannelSocket.bind(List.of(ONE), port));
    assertTrue(e.getMessage().contains("127.0.0.1:" + port), e.getMessage());
    assertTrue(e.getMessage().contains("choose another port"), e.getMessage());
  }

  @Test
  void anAddressOfAnotherMachineIsNamedWithTheRemedy() {
    InetAddress foreign = InetAddress.ofLiteral("192.0.2.77");
    IOException e =
        assertThrows(IOException.class, () -> DatagramChannelSocket.bind(List.of(foreign), 0));
    assertTrue(e.getMessage().contains("192.0.2.77"), e.getMessage());
    assertTrue(e.getMessage().contains("announce only its own"), e.getMessage());
  }

  @Test
  void repeatedAddressesCountOnce() throws IOException {
    try (DatagramChannelSocket other = DatagramChannelSocket.bind(List.of(ONE, THREE, ONE), 0)) {
      assertEquals(2, other.localAddresses().size());
    }
  }

  @Test
  void aFailedBindHoldsNoPort() throws IOException {
    int port;
    try (DatagramSocket holder = new DatagramSocket(new InetSocketAddress(TWO, 0))) {
      port = holder.getLocalPort();
      assertThrows(IOException.class, () -> DatagramChannelSocket.bind(List.of(THREE, TWO), port));
    }
    DatagramChannelSocket.bind(List.of(THREE, TWO), port).close();
  }

  @Test
  void asksTheSystemForMoreRoomThanItsDefault() {
    assertTrue(socket.receiveBufferBytes() > 0);
    assertTrue(socket.sendBufferBytes() > 0);
  }

  @Test
  void sendingAllocatesNothing() {
    Path path = new Path(0, socket.localAddresses().get(0));
    Burst[] burst = Bursts.of(path, new byte[1100], new byte[1100], new byte[500]);
    long before = 0;
    for (int round = 0; round < 3_000; round++) {
      if (round == 2_000) {
        before = allocated();
      }
      socket.send(burst, 1);
    }
    long perSend = (allocated() - before) / 1_000;
    assertTrue(perSend < 8, perSend + " bytes per burst");
  }

  private static long allocated() {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getCurrentThreadAllocatedBytes();
  }

  private void awaitOne() {
    while (socket.receive(received) == 0) {
      socket.await(SECOND);
    }
  }

  private String text(int i) {
    return new String(received.array(i), received.offset(i), received.length(i), UTF_8);
  }

  private static DatagramSocket peer(InetAddress local) throws IOException {
    DatagramSocket peer = new DatagramSocket(new InetSocketAddress(local, 0));
    peer.setSoTimeout(5_000);
    return peer;
  }

  private static DatagramPacket packet(String text, InetSocketAddress to) {
    return new DatagramPacket(bytes(text), text.length(), to);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
