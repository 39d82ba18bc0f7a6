package org.vigie.bridge.dtls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vigie.bridge.api.DtlsRole;
import org.vigie.bridge.api.SrtpProfile;
import org.vigie.bridge.srtp.SrtpTransform;
import org.vigie.bridge.udp.Bursts;
import org.vigie.bridge.udp.DatagramChannelSocket;
import org.vigie.bridge.udp.Path;
import org.vigie.bridge.udp.ReceiveBatch;

/** Socket, DTLS and SRTP together, as a Loop puts them together. */
@Timeout(60)
class DtlsOverSocketsTest {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final Peer server = new Peer();
  private final Peer client = new Peer();
  private final Queue<byte[]> serverSends = new ConcurrentLinkedQueue<>();
  private final Queue<byte[]> clientSends = new ConcurrentLinkedQueue<>();
  private final ReceiveBatch received = new ReceiveBatch();
  private DatagramChannelSocket serverSocket;
  private DatagramChannelSocket clientSocket;

  @BeforeEach
  void start() throws IOException {
    serverSocket = DatagramChannelSocket.bind(List.of(LOOPBACK), 0);
    clientSocket = DatagramChannelSocket.bind(List.of(LOOPBACK), 0);
    server.network = serverSends::add;
    client.network = clientSends::add;
    server.start(DtlsRole.SERVER, 1200, client.certificate.fingerprint());
    client.start(DtlsRole.CLIENT, 400, server.certificate.fingerprint());
  }

  @AfterEach
  void stop() {
    server.endpoint.close();
    client.endpoint.close();
    serverSocket.close();
    clientSocket.close();
  }

  @Test
  void keysFromAHandshakeOverUdpOpenEachOthersMedia() throws InterruptedException {
    pumpUntil(() -> server.keys.isDone() && client.keys.isDone());
    assertEquals(SrtpProfile.AEAD_AES_128_GCM, server.awaitKeys().profile());
    try (SrtpTransform camera = new SrtpTransform(client.awaitKeys());
        SrtpTransform relay = new SrtpTransform(server.awaitKeys())) {
      byte[] packet = new byte[200];
      packet[0] = (byte) 0x80;
      packet[3] = 1;
      byte[] clear = packet.clone();
      int length = camera.protectRtp(packet, 0, 100);
      assertEquals(100, relay.unprotectRtp(packet, 0, length));
      assertArrayEquals(Arrays.copyOf(clear, 100), Arrays.copyOf(packet, 100));
    }
    client.endpoint.close();
    pumpUntil(() -> !server.closures.isEmpty());
    assertEquals(new DtlsClosure.PeerClosed(), server.awaitClosure());
  }

  private void pumpUntil(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() - end < 0, "not in time");
      pump(serverSocket, server, serverSends, clientSocket);
      pump(clientSocket, client, clientSends, serverSocket);
    }
  }

  private void pump(
      DatagramChannelSocket socket, Peer peer, Queue<byte[]> sends, DatagramChannelSocket far) {
    Path path = new Path(0, far.localAddresses().getFirst());
    for (byte[] datagram = sends.poll(); datagram != null; datagram = sends.poll()) {
      Bursts.send(socket, path, datagram);
    }
    socket.await(TimeUnit.MILLISECONDS.toNanos(5));
    int count = socket.receive(received);
    for (int i = 0; i < count; i++) {
      peer.endpoint.receive(received.array(i), received.offset(i), received.length(i));
    }
  }
}
