package org.vigie.simulator.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.vigie.bridge.api.Fingerprint;
import org.vigie.bridge.dtls.DtlsClosure;
import org.vigie.simulator.rtp.Rtcp;

class SecureTransportTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final DtlsIdentity IDENTITY = DtlsIdentity.generate();

  private final Recorder recorder = new Recorder();

  private static final class Recorder implements SecureTransport.Listener {
    private final BlockingQueue<byte[]> rtcp = new LinkedBlockingQueue<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    @Override
    public void rtp(byte[] array, int offset, int length) {}

    @Override
    public void rtcp(byte[] array, int offset, int length) {
      rtcp.add(Arrays.copyOfRange(array, offset, offset + length));
    }

    @Override
    public void closed() {
      closed.countDown();
    }
  }

  private static LightIce light() throws IOException {
    return LightIce.open(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
  }

  /** ice4j leaves loopback out, so on a machine without a network there is nothing to test. */
  private static AgentIce agent() {
    try {
      return AgentIce.open();
    } catch (IOException e) {
      return Assumptions.abort(e.getMessage());
    }
  }

  private SecureTransport connect(IceLink link, IceLink.Peer peer, Fingerprint expected)
      throws IOException {
    return SecureTransport.connect(link, peer, List.of(expected), IDENTITY, recorder, LIMIT);
  }

  @Test
  void rtpGoesAndRtcpComesOverALightLink() throws Exception {
    LightIce link = light();
    try (FarEnd far = new FarEnd(link, IDENTITY.fingerprint());
        SecureTransport transport = connect(link, far.peer(), far.fingerprint())) {
      assertMediaPasses(far, transport);
    }
  }

  @Test
  void rtpGoesAndRtcpComesOverTheFullAgent() throws Exception {
    AgentIce link = agent();
    try (FarEnd far = new FarEnd(link, IDENTITY.fingerprint());
        SecureTransport transport = connect(link, far.peer(), far.fingerprint())) {
      assertMediaPasses(far, transport);
    }
  }

  private void assertMediaPasses(FarEnd far, SecureTransport transport) throws Exception {
    byte[] packet = new byte[200];
    packet[0] = (byte) 0x80;
    packet[1] = 102;
    packet[20] = 7;
    byte[] plain = Arrays.copyOf(packet, 100);
    assertEquals(116, transport.sendRtp(packet, 100), "16 bytes of GCM tag");
    assertArrayEquals(plain, far.opened().poll(10, TimeUnit.SECONDS));
    byte[] rtcp = new byte[100];
    rtcp = Arrays.copyOf(rtcp, Rtcp.pli(rtcp, 1, 2));
    far.sendRtcp(rtcp);
    assertArrayEquals(rtcp, recorder.rtcp.poll(10, TimeUnit.SECONDS));
    assertTrue(transport.isAlive());
    assertEquals(1, transport.received());
  }

  @Test
  void bothLinksKeepAskingForConsent() throws Exception {
    for (IceLink link : List.of(light(), agent())) {
      try (FarEnd far = new FarEnd(link, IDENTITY.fingerprint());
          SecureTransport transport = connect(link, far.peer(), far.fingerprint())) {
        long checking = System.nanoTime() + TimeUnit.SECONDS.toNanos(3);
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (far.lastCheckNanos() < checking && System.nanoTime() < limit) {
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
        assertTrue(far.lastCheckNanos() >= checking, "no check later than while connecting");
        assertTrue(transport.isAlive());
      }
    }
  }

  @Test
  void aDeadAddressInFrontDoesNotMatter() throws Exception {
    LightIce link = light();
    try (FarEnd far = new FarEnd(link, IDENTITY.fingerprint());
        SecureTransport transport =
            connect(link, far.peerBehindADeadAddress(), far.fingerprint())) {
      assertTrue(transport.isAlive());
    }
  }

  @Test
  void lostHandshakeFlightsAreRepeated() throws Exception {
    LightIce link = light();
    try (FarEnd far = new FarEnd(link, IDENTITY.fingerprint())) {
      far.lose(2);
      try (SecureTransport transport = connect(link, far.peer(), far.fingerprint())) {
        assertTrue(transport.isAlive());
      }
    }
  }

  @Test
  void anotherCertificateThanTheAnswersIsRefused() throws Exception {
    LightIce link = light();
    try (FarEnd far = new FarEnd(link, IDENTITY.fingerprint())) {
      Fingerprint other = DtlsIdentity.generate().fingerprint();
      IOException e = assertThrows(IOException.class, () -> connect(link, far.peer(), other));
      assertTrue(e.getMessage().contains("DTLS"), e.getMessage());
      assertFalse(link.isAlive());
    }
  }

  @Test
  void anAddressWithoutARelayIsNamed() throws Exception {
    LightIce link = light();
    try (FarEnd far = new FarEnd(link, IDENTITY.fingerprint())) {
      IceLink.Peer nobody =
          new IceLink.Peer(
              far.peer().credentials(),
              List.of(far.peerBehindADeadAddress().candidates().getFirst()));
      Duration soon = Duration.ofMillis(300);
      List<Fingerprint> expected = List.of(far.fingerprint());
      IOException e =
          assertThrows(
              IOException.class,
              () -> SecureTransport.connect(link, nobody, expected, IDENTITY, recorder, soon));
      assertTrue(e.getMessage().contains("127.0.0.2:9"), e.getMessage());
    }
  }

  @Test
  void closeNotifyOfThePeerEndsTheTransport() throws Exception {
    LightIce link = light();
    try (FarEnd far = new FarEnd(link, IDENTITY.fingerprint());
        SecureTransport transport = connect(link, far.peer(), far.fingerprint())) {
      far.sayCloseNotify();
      assertTrue(recorder.closed.await(10, TimeUnit.SECONDS));
      assertFalse(transport.isAlive());
    }
  }

  @Test
  void closingSaysCloseNotify() throws Exception {
    LightIce link = light();
    try (FarEnd far = new FarEnd(link, IDENTITY.fingerprint())) {
      connect(link, far.peer(), far.fingerprint()).close();
      assertInstanceOf(DtlsClosure.PeerClosed.class, far.closure().get(10, TimeUnit.SECONDS));
      assertEquals(1, recorder.closed.getCount(), "the listener hears of the peer's close only");
    }
  }
}
