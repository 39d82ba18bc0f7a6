package org.vigie.bridge.dtls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vigie.bridge.api.DtlsRole;

@Timeout(120)
class DtlsLeavesNothingBehindTest {
  private final DtlsCertificate serverCertificate = DtlsCertificate.generate();
  private final DtlsCertificate clientCertificate = DtlsCertificate.generate();

  @Test
  void twoHundredHandshakesLeaveNoThreadNoDescriptorAndNoEndpoint() throws Exception {
    handshake(); // loads classes
    int threads = ManagementFactory.getThreadMXBean().getThreadCount();
    int descriptors = openDescriptors();
    List<WeakReference<DtlsEndpoint>> endpoints = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      endpoints.add(handshake());
    }
    DtlsEndpointTest.awaitUntil(() -> {
      System.gc();
      return endpoints.stream().allMatch(endpoint -> endpoint.get() == null);
    });
    // A few carriers of virtual threads and compiler threads may have come.
    assertTrue(ManagementFactory.getThreadMXBean().getThreadCount() <= threads + 8);
    assertTrue(openDescriptors() <= descriptors + 4);
  }

  private WeakReference<DtlsEndpoint> handshake() throws InterruptedException {
    Peer server = new Peer(serverCertificate);
    Peer client = new Peer(clientCertificate);
    client.network = server::receive;
    server.network = client::receive;
    server.start(DtlsRole.SERVER, 1200, clientCertificate.fingerprint());
    client.start(DtlsRole.CLIENT, 1200, serverCertificate.fingerprint());
    server.awaitKeys();
    client.awaitKeys();
    client.endpoint.close();
    assertEquals(new DtlsClosure.LocalClosed(), client.awaitClosure());
    assertEquals(new DtlsClosure.PeerClosed(), server.awaitClosure());
    return new WeakReference<>(server.endpoint);
  }

  private static int openDescriptors() {
    String[] names = new File("/proc/self/fd").list();
    return names == null ? 0 : names.length;
  }

  @Test
  void randomAndMutatedRecordsNeverHangOrEscape() throws Exception {
    List<byte[]> genuine = new CopyOnWriteArrayList<>();
    Peer server = new Peer(serverCertificate);
    Peer client = new Peer(clientCertificate);
    client.network =
        datagram -> {
          genuine.add(datagram);
          server.receive(datagram);
        };
    server.network = client::receive;
    server.start(DtlsRole.SERVER, 1200, clientCertificate.fingerprint());
    client.start(DtlsRole.CLIENT, 1200, serverCertificate.fingerprint());
    server.awaitKeys();
    client.awaitKeys();
    client.endpoint.close();
    client.awaitClosure();
    server.awaitClosure();

    Random random = new Random(20261122);
    int targets = 100;
    for (int target = 0; target < targets; target++) {
      Peer victim = new Peer(serverCertificate);
      victim.start(DtlsRole.SERVER, 1200, clientCertificate.fingerprint());
      for (int i = 0; i < 100; i++) {
        victim.receive(mutated(genuine.get(random.nextInt(genuine.size())), random));
      }
      victim.endpoint.close();
      victim.awaitClosure();
      assertTrue(!victim.keys.isDone());
    }
  }

  private static byte[] mutated(byte[] seed, Random random) {
    byte[] bytes = Arrays.copyOf(seed, random.nextInt(4) == 0 ? random.nextInt(1500) : seed.length);
    if (random.nextInt(10) == 0) {
      random.nextBytes(bytes);
    }
    for (int flips = random.nextInt(6); flips > 0 && bytes.length > 0; flips--) {
      bytes[random.nextInt(Math.min(bytes.length, 100))] = (byte) random.nextInt(256);
    }
    return bytes;
  }
}
