package org.vigie.bridge.udp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vigie.bridge.rtp.Allocations;

/** What every {@link UdpSocket} does alike. */
@Timeout(30)
abstract class UdpSocketContract {
  static final InetAddress ONE = InetAddress.ofLiteral("127.0.0.1");
  static final InetAddress TWO = InetAddress.ofLiteral("127.0.0.2");
  static final InetAddress THREE = InetAddress.ofLiteral("127.0.0.3");
  static final InetAddress SIX = InetAddress.ofLiteral("::1");
  static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  final ReceiveBatch received = new ReceiveBatch(8);
  UdpSocket socket;

  abstract UdpSocket open(List<InetAddress> addresses, int port) throws IOException;

  @BeforeEach
  void bind() throws IOException {
    socket = open(List.of(ONE, TWO, SIX), 0);
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
    assertTrue(address(0).getPort() > 0);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void anAnswerLeavesFromTheAddressThatWasAsked(int localIndex) throws IOException {
    InetSocketAddress asked = address(localIndex);
    try (DatagramSocket peer = peer(asked.getAddress())) {
      peer.send(packet("hello", asked));
      awaitOne();
      assertEquals(localIndex, received.localIndex(0));
      assertEquals(peer.getLocalSocketAddress(), received.remote(0));

      Bursts.send(socket, received.path(0), bytes("hi"));

      DatagramPacket answer = new DatagramPacket(new byte[100], 100);
      peer.receive(answer);
      assertEquals("hi", new String(answer.getData(), 0, answer.getLength(), UTF_8));
      assertEquals(asked, answer.getSocketAddress());
    }
    assertEquals(1, socket.counters().received());
    assertEquals(1, socket.counters().sent());
  }

  @Test
  void twoAddressesOfOneNetworkAnswerOnePeerEachFromItsOwn() throws IOException {
    try (DatagramSocket peer = peer(ONE)) {
      InetSocketAddress to = (InetSocketAddress) peer.getLocalSocketAddress();
      Burst[] bursts = {
        Bursts.of(new Path(1, to), bytes("two"))[0], Bursts.of(new Path(0, to), bytes("one"))[0]
      };
      socket.send(bursts, 2);
      DatagramPacket answer = new DatagramPacket(new byte[100], 100);
      peer.receive(answer);
      assertEquals(address(1), answer.getSocketAddress());
      peer.receive(answer);
      assertEquals(address(0), answer.getSocketAddress());
    }
  }

  @Test
  void anIpv4PathAndAnIpv6PathLeaveInOneSend() throws IOException {
    try (DatagramSocket four = peer(ONE);
        DatagramSocket six = peer(SIX)) {
      Burst[] bursts = {
        Bursts.of(path(2, six), bytes("six"))[0], Bursts.of(path(0, four), bytes("four"))[0]
      };
      socket.send(bursts, 2);
      assertEquals("six", text(six));
      assertEquals("four", text(four));
    }
  }

  @Test
  void keepsTheBytesOfEveryDatagramOfABatch() throws IOException {
    try (DatagramSocket peer = peer(ONE)) {
      for (int i = 0; i < 20; i++) {
        peer.send(packet("datagram " + i, address(0)));
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

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 13, 14})
  void aBurstArrivesAsItsDatagramsByteForByte(int segments) throws IOException {
    byte[][] datagrams = datagrams(segments, 1_100, 1_100);
    byte[][] withShorterLast = datagrams(segments, 1_100, 1);
    try (DatagramSocket peer = peer(ONE)) {
      Path path = path(0, peer);
      Burst[] bursts = {Bursts.of(path, datagrams)[0], Bursts.of(path, withShorterLast)[0]};
      socket.send(bursts, 2);
      assertReceives(peer, datagrams);
      assertReceives(peer, withShorterLast);
    }
    assertEquals(2L * segments, socket.counters().sent());
  }

  @Test
  void aBurstOverIpv6ArrivesToo() throws IOException {
    byte[][] datagrams = datagrams(5, 900, 30);
    try (DatagramSocket peer = peer(SIX)) {
      socket.send(Bursts.of(path(2, peer), datagrams), 1);
      assertReceives(peer, datagrams);
    }
  }

  @Test
  void moreBurstsThanLeaveInOneCallAllLeave() throws IOException {
    byte[][] datagrams = datagrams(3, 100, 50);
    Burst[] bursts = new Burst[300];
    try (DatagramSocket peer = peer(ONE)) {
      peer.setReceiveBufferSize(4 << 20);
      Arrays.setAll(bursts, i -> Bursts.of(path(0, peer), datagrams)[0]);
      socket.send(bursts, 300);
      for (int i = 0; i < 300; i++) {
        assertReceives(peer, datagrams);
        Bursts.giveBack(bursts[i]);
      }
    }
    assertEquals(900, socket.counters().sent());
  }

  @Test
  void anEmptyBurstSendsNothing() {
    socket.send(Bursts.of(new Path(0, address(0))), 1);
    assertEquals(0, socket.counters().sent());
  }

  @Test
  void theSameSenderHasTheSamePathObject() throws IOException {
    try (DatagramSocket peer = peer(ONE)) {
      peer.send(packet("a", address(0)));
      awaitOne();
      Path first = received.path(0);
      peer.send(packet("b", address(0)));
      awaitOne();
      assertSame(first, received.path(0));
    }
  }

  @Test
  void tooLongAndEmptyDatagramsAreDropped() throws IOException {
    try (DatagramSocket peer = peer(ONE)) {
      InetSocketAddress to = address(0);
      peer.send(new DatagramPacket(new byte[ReceiveBatch.SLOT_BYTES + 1], 2049, to));
      peer.send(new DatagramPacket(new byte[60_000], 60_000, to));
      peer.send(new DatagramPacket(new byte[0], 0, to));
      peer.send(new DatagramPacket(new byte[ReceiveBatch.SLOT_BYTES], 2048, to));
      awaitOne();
      assertEquals(1, received.size());
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
  void aWakeupBeforeTheWaitEndsItAtOnce() {
    socket.wakeup();
    socket.wakeup();
    long before = System.nanoTime();
    socket.await(10 * SECOND);
    assertTrue(System.nanoTime() - before < 5 * SECOND);
  }

  @Test
  void noWakeupIsEverLost() throws InterruptedException {
    AtomicInteger asked = new AtomicInteger();
    AtomicInteger seen = new AtomicInteger();
    int rounds = 5_000;
    Thread waker =
        Thread.ofPlatform()
            .start(() -> {
              for (int i = 1; i <= rounds; i++) {
                asked.set(i);
                socket.wakeup();
                while (seen.get() < i) {
                  LockSupport.parkNanos(1); // the machine may have one core left
                }
              }
            });
    while (seen.get() < rounds) {
      long before = System.nanoTime();
      socket.await(10 * SECOND);
      assertTrue(System.nanoTime() - before < 5 * SECOND, "a wake-up was lost");
      seen.set(asked.get());
    }
    waker.join();
  }

  @Test
  void manyWakersAtOnceLoseNoWakeup() throws InterruptedException {
    AtomicInteger asked = new AtomicInteger();
    int wakers = 4;
    int each = 5_000;
    List<Thread> threads =
        IntStream.range(0, wakers)
            .mapToObj(i ->
                Thread.ofPlatform()
                    .start(() -> {
                      for (int n = 0; n < each; n++) {
                        asked.incrementAndGet();
                        socket.wakeup();
                      }
                    }))
            .toList();
    while (asked.get() < wakers * each) {
      long before = System.nanoTime();
      socket.await(10 * SECOND);
      assertTrue(System.nanoTime() - before < 5 * SECOND, "a wake-up was lost");
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  @Test
  void aWaitEndsWhenItsTimeIsOver() {
    long before = System.nanoTime();
    socket.await(20_000_000);
    long waited = System.nanoTime() - before;
    assertTrue(waited >= 15_000_000, waited + " ns");
    assertTrue(waited < SECOND, waited + " ns");
  }

  @Test
  void aDatagramEndsAWait() throws IOException {
    try (DatagramSocket peer = peer(ONE)) {
      peer.send(packet("a", address(0)));
      long before = System.nanoTime();
      socket.await(10 * SECOND);
      assertTrue(System.nanoTime() - before < 5 * SECOND);
      awaitOne();
    }
  }

  @Test
  void aDatagramDoesNotEndARest() throws IOException {
    try (DatagramSocket peer = peer(ONE)) {
      peer.send(packet("a", address(0)));
      long before = System.nanoTime();
      socket.rest(20_000_000);
      long rested = System.nanoTime() - before;
      assertTrue(rested >= 15_000_000, rested + " ns");
      awaitOne();
    }
  }

  @Test
  void aWakeupEndsARestAndIsNotLost() throws InterruptedException {
    Thread waker = Thread.ofVirtual().start(socket::wakeup);
    long before = System.nanoTime();
    socket.rest(10 * SECOND);
    assertTrue(System.nanoTime() - before < 5 * SECOND);
    waker.join();
    socket.wakeup();
    socket.rest(10 * SECOND);
    assertTrue(System.nanoTime() - before < 5 * SECOND);
  }

  @Test
  void aWakeupBeforeARestEndsTheWaitAfterItToo() {
    socket.wakeup();
    assertRestAndWaitEndAtOnce();
    long before = System.nanoTime();
    socket.await(20_000_000);
    assertTrue(System.nanoTime() - before >= 15_000_000, "it is told twice");
  }

  @Test
  void aWakeupDuringARestEndsTheWaitAfterItToo() throws InterruptedException {
    for (int round = 0; round < 200; round++) {
      Thread waker = Thread.ofVirtual().start(socket::wakeup);
      assertRestAndWaitEndAtOnce();
      waker.join();
    }
  }

  private void assertRestAndWaitEndAtOnce() {
    long before = System.nanoTime();
    socket.rest(10 * SECOND);
    socket.await(10 * SECOND);
    assertTrue(System.nanoTime() - before < 5 * SECOND, "a wake-up was lost");
  }

  @Test
  void neitherLookingForDatagramsNorRestingForNoTimeLosesAWakeup() {
    socket.wakeup();
    socket.receive(received);
    socket.rest(0);
    socket.rest(-1);
    long before = System.nanoTime();
    socket.await(10 * SECOND);
    assertTrue(System.nanoTime() - before < 5 * SECOND, "a wake-up was lost");
  }

  @Test
  void lookingDoesNotWait() {
    long before = System.nanoTime();
    socket.await(0);
    socket.await(-1);
    assertTrue(System.nanoTime() - before < SECOND);
    assertEquals(0, socket.receive(received));
  }

  @Test
  void aClosedFarPortDisturbsNobody() throws IOException {
    InetSocketAddress closed;
    try (DatagramSocket gone = peer(ONE)) {
      closed = (InetSocketAddress) gone.getLocalSocketAddress();
    }
    try (DatagramSocket peer = peer(ONE)) {
      for (int i = 0; i < 10; i++) {
        Bursts.send(socket, new Path(0, closed), bytes("x"));
        Bursts.send(socket, path(0, peer), bytes("for you " + i));
        assertEquals("for you " + i, text(peer));
      }
      peer.send(packet("still here", address(0)));
      awaitOne();
      assertEquals("still here", text(0));
    }
  }

  @Test
  void whatCannotBeSentIsCounted() {
    Path otherFamily = new Path(0, new InetSocketAddress(SIX, 9));
    Path unresolved = new Path(0, InetSocketAddress.createUnresolved("host.invalid", 9));
    Path fromNowhere = new Path(3, address(0));
    Path fromBeforeTheFirst = new Path(-1, address(0));
    for (Path path : List.of(otherFamily, unresolved, fromNowhere, fromBeforeTheFirst)) {
      Bursts.send(socket, path, bytes("x"));
    }
    assertEquals(4, socket.counters().sendFailed());
    assertEquals(0, socket.counters().sent());
  }

  @Test
  void whatIsRefusedHoldsUpNothingBehindIt() throws IOException {
    try (DatagramSocket peer = peer(ONE)) {
      Burst[] bursts = {
        Bursts.of(new Path(0, new InetSocketAddress(SIX, 9)), bytes("x"))[0],
        Bursts.of(new Path(0, new InetSocketAddress(ONE, 0)), bytes("y"))[0],
        Bursts.of(path(0, peer), bytes("z"))[0]
      };
      socket.send(bursts, 3);
      assertEquals("z", text(peer));
      assertEquals(1, socket.counters().sent());
    }
  }

  @Test
  void moreBurstsThanThereAreAreRefused() {
    Burst[] bursts = Bursts.of(new Path(0, address(0)), bytes("x"));
    assertThrows(IndexOutOfBoundsException.class, () -> socket.send(bursts, 2));
    assertThrows(IndexOutOfBoundsException.class, () -> socket.send(bursts, -1));
    assertThrows(IndexOutOfBoundsException.class, () -> socket.send(bursts, Integer.MAX_VALUE));
    assertEquals(0, socket.counters().sent());
  }

  @Test
  void aTakenPortIsNamedWithTheRemedy() {
    int port = address(0).getPort();
    IOException e = assertThrows(IOException.class, () -> open(List.of(ONE), port));
    assertTrue(e.getMessage().contains("127.0.0.1:" + port), e.getMessage());
    assertTrue(e.getMessage().contains("choose another port"), e.getMessage());
  }

  @Test
  void anAddressOfAnotherMachineIsNamedWithTheRemedy() {
    InetAddress foreign = InetAddress.ofLiteral("192.0.2.77");
    IOException e = assertThrows(IOException.class, () -> open(List.of(ONE, foreign), 0));
    assertTrue(e.getMessage().contains("192.0.2.77"), e.getMessage());
    assertTrue(e.getMessage().contains("announce only its own"), e.getMessage());
  }

  @Test
  void noAddressIsRefused() {
    assertThrows(IOException.class, () -> open(List.of(), 0));
  }

  @Test
  void repeatedAddressesCountOnce() throws IOException {
    try (UdpSocket other = open(List.of(ONE, THREE, ONE), 0)) {
      assertEquals(2, other.localAddresses().size());
    }
  }

  @Test
  void oneAddressAloneIsServed() throws IOException {
    for (InetAddress address : List.of(THREE, SIX)) {
      try (UdpSocket other = open(List.of(address), 0);
          DatagramSocket peer = peer(address)) {
        Bursts.send(other, path(0, peer), bytes("x"));
        DatagramPacket answer = new DatagramPacket(new byte[100], 100);
        peer.receive(answer);
        assertEquals(other.localAddresses().getFirst(), answer.getSocketAddress());
      }
    }
  }

  @Test
  void aFailedBindHoldsNoPort() throws IOException {
    int port;
    try (DatagramSocket holder = new DatagramSocket(new InetSocketAddress(TWO, 0))) {
      port = holder.getLocalPort();
      assertThrows(IOException.class, () -> open(List.of(THREE, TWO), port));
    }
    open(List.of(THREE, TWO), port).close();
  }

  @Test
  void theGrantedBuffersAreKnown() {
    UdpFacts facts = socket.facts();
    assertEquals(UdpOptions.defaults().bufferBytes(), facts.wantedBufferBytes());
    assertTrue(facts.receiveBufferBytes() > 0);
    assertTrue(facts.sendBufferBytes() > 0);
  }

  @Test
  void closingFreesThePortAndMayBeRepeated() throws IOException {
    int port = address(0).getPort();
    socket.close();
    socket.close();
    open(List.of(ONE, TWO, SIX), port).close();
  }

  @Test
  void afterCloseNothingCrashes() {
    Burst[] burst = Bursts.of(new Path(0, address(0)), bytes("x"));
    socket.close();
    assertDoesNotThrow(socket::wakeup);
    // What is not refused does nothing.
    for (Runnable use :
        List.<Runnable>of(
            () -> socket.send(burst, 1),
            () -> socket.receive(received),
            () -> socket.await(1),
            () -> socket.counters())) {
      try {
        use.run();
      } catch (IllegalStateException e) {
        assertTrue(e.getMessage() == null || e.getMessage().contains("closed"), e.getMessage());
      }
    }
  }

  @Test
  void sendingAllocatesNothing() {
    Path path = new Path(0, address(0));
    Burst[] bursts = {Bursts.of(path, datagrams(3, 1_100, 500))[0], Bursts.of(path, bytes("x"))[0]};
    Allocations.assertNone(() -> socket.send(bursts, 2));
  }

  InetSocketAddress address(int localIndex) {
    return socket.localAddresses().get(localIndex);
  }

  void awaitOne() {
    awaitOne(socket, received);
  }

  static void awaitOne(UdpSocket socket, ReceiveBatch batch) {
    long deadline = System.nanoTime() + 10 * SECOND;
    while (socket.receive(batch) == 0) {
      assertTrue(System.nanoTime() < deadline, "nothing arrived");
      socket.await(SECOND);
    }
  }

  String text(int i) {
    return new String(received.array(i), received.offset(i), received.length(i), UTF_8);
  }

  static String text(DatagramSocket peer) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[100], 100);
    peer.receive(packet);
    return new String(packet.getData(), 0, packet.getLength(), UTF_8);
  }

  static void assertReceives(DatagramSocket peer, byte[]... datagrams) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[3_000], 3_000);
    for (byte[] expected : datagrams) {
      packet.setLength(3_000);
      peer.receive(packet);
      assertArrayEquals(expected, Arrays.copyOf(packet.getData(), packet.getLength()));
    }
  }

  /** So many datagrams of one length, the last of another, no two alike. */
  static byte[][] datagrams(int count, int length, int lastLength) {
    Random random = new Random(count * 31L + lastLength);
    byte[][] datagrams = new byte[count][];
    for (int i = 0; i < count; i++) {
      datagrams[i] = new byte[i == count - 1 ? lastLength : length];
      random.nextBytes(datagrams[i]);
    }
    return datagrams;
  }

  static Path path(int localIndex, DatagramSocket peer) {
    return new Path(localIndex, (InetSocketAddress) peer.getLocalSocketAddress());
  }

  static DatagramSocket peer(InetAddress local) throws IOException {
    DatagramSocket peer = new DatagramSocket(new InetSocketAddress(local, 0));
    peer.setSoTimeout(5_000);
    return peer;
  }

  static DatagramPacket packet(String text, InetSocketAddress to) {
    return new DatagramPacket(bytes(text), text.length(), to);
  }

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
