package org.vigie.bridge.dtls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.vigie.bridge.api.DtlsRole;
import org.vigie.bridge.api.Fingerprint;

/** One endpoint under test with what it said. */
final class Peer implements DtlsListener {
  private static final long PATIENCE_SECONDS = 20;

  final DtlsCertificate certificate;
  final CompletableFuture<SrtpKeys> keys = new CompletableFuture<>();
  final BlockingQueue<DtlsClosure> closures = new LinkedBlockingQueue<>();
  volatile Consumer<byte[]> network = datagram -> {};
  DtlsEndpoint endpoint;

  Peer(DtlsCertificate certificate) {
    this.certificate = certificate;
  }

  Peer() {
    this(DtlsCertificate.generate());
  }

  /** Holds back what arrives before it is done. */
  synchronized void start(DtlsRole role, int mtu, Fingerprint... expected) {
    endpoint = DtlsEndpoint.start(role, certificate, List.of(expected), mtu, this);
  }

  synchronized void receive(byte[] datagram) {
    endpoint.receive(datagram, 0, datagram.length);
  }

  @Override
  public void send(byte[] datagram) {
    network.accept(datagram);
  }

  @Override
  public void connected(SrtpKeys agreed) {
    keys.complete(agreed);
  }

  @Override
  public void closed(DtlsClosure closure) {
    closures.add(closure);
  }

  SrtpKeys awaitKeys() {
    try {
      return keys.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("no keys; closed by " + closures, e);
    }
  }

  DtlsClosure awaitClosure() throws InterruptedException {
    DtlsClosure closure = closures.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertNotNull(closure, "not closed in time");
    endpoint.thread().join(PATIENCE_SECONDS * 1000);
    assertEquals(Thread.State.TERMINATED, endpoint.thread().getState());
    assertEquals(List.of(), List.copyOf(closures), "closed twice");
    return closure;
  }
}
