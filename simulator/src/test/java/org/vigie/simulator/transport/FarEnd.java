package org.vigie.simulator.transport;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.vigie.bridge.api.Candidate;
import org.vigie.bridge.api.DtlsRole;
import org.vigie.bridge.api.Fingerprint;
import org.vigie.bridge.api.IceCredentials;
import org.vigie.bridge.dtls.DtlsCertificate;
import org.vigie.bridge.dtls.DtlsClosure;
import org.vigie.bridge.dtls.DtlsEndpoint;
import org.vigie.bridge.dtls.DtlsListener;
import org.vigie.bridge.dtls.SrtpKeys;
import org.vigie.bridge.ice.IceLite;
import org.vigie.bridge.ice.IceSink;
import org.vigie.bridge.srtp.SrtpTransform;
import org.vigie.bridge.udp.Path;

/** The relay's transport for one session, put together from the bridge's own parts. */
public final class FarEnd implements AutoCloseable {
  private final DatagramSocket socket;
  private final IceCredentials credentials = IceCredentials.random();
  private final DtlsCertificate certificate = DtlsCertificate.generate();
  private final IceLite ice;
  private final List<Fingerprint> expected;
  private final BlockingQueue<byte[]> opened = new LinkedBlockingQueue<>();
  private final CompletableFuture<SrtpKeys> keys =
      new CompletableFuture<SrtpKeys>().orTimeout(10, TimeUnit.SECONDS);
  private final CompletableFuture<DtlsClosure> closure = new CompletableFuture<>();
  private final AtomicInteger toLose = new AtomicInteger();
  private volatile long lastCheckNanos;
  private volatile SrtpTransform srtp;
  private volatile InetSocketAddress selected;
  private volatile DtlsEndpoint dtls;

  FarEnd(IceLink link, Fingerprint expected) throws IOException {
    this(link.credentials(), expected);
  }

  public FarEnd(IceCredentials remote, Fingerprint expected) throws IOException {
    this.socket = new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
    this.ice = new IceLite(credentials, remote, System.nanoTime());
    this.expected = List.of(expected);
    Thread.ofVirtual().start(this::receive);
  }

  public IceLink.Peer peer() {
    InetSocketAddress address = (InetSocketAddress) socket.getLocalSocketAddress();
    return new IceLink.Peer(credentials, List.of(new Candidate("1", 1_000, address)));
  }

  /** The same, behind an address where nobody is. */
  IceLink.Peer peerBehindADeadAddress() {
    Candidate dead =
        new Candidate("2", 2_000, new InetSocketAddress(InetAddress.ofLiteral("127.0.0.2"), 9));
    return new IceLink.Peer(credentials, List.of(dead, peer().candidates().getFirst()));
  }

  public Fingerprint fingerprint() {
    return certificate.fingerprint();
  }

  /** When the last valid check came, by {@link System#nanoTime}. */
  long lastCheckNanos() {
    return lastCheckNanos;
  }

  /** Loses the next datagrams that are not STUN. */
  void lose(int datagrams) {
    toLose.set(datagrams);
  }

  public BlockingQueue<byte[]> opened() {
    return opened;
  }

  public CompletableFuture<DtlsClosure> closure() {
    return closure;
  }

  public void sendRtcp(byte[] rtcp) throws IOException {
    byte[] array = Arrays.copyOf(rtcp, rtcp.length + SrtpTransform.MAX_OVERHEAD);
    send(array, 0, srtp.protectRtcp(array, 0, rtcp.length));
  }

  public void sayCloseNotify() {
    dtls.close();
  }

  private void receive() {
    byte[] array = new byte[2_048];
    DatagramPacket packet = new DatagramPacket(array, array.length);
    while (!socket.isClosed()) {
      try {
        packet.setLength(array.length);
        socket.receive(packet);
        take(array, packet.getLength(), (InetSocketAddress) packet.getSocketAddress());
      } catch (IOException _) {
        // closed
      }
    }
  }

  private void take(byte[] array, int length, InetSocketAddress from) {
    int first = array[0] & 0xff;
    if (first < 4) {
      ice.handle(System.nanoTime(), new Path(0, from), array, 0, length, new Answers());
    } else if (toLose.get() > 0) {
      toLose.decrementAndGet();
    } else if (first < 64) {
      dtls.receive(array, 0, length);
    } else {
      // The peer is done with its handshake first and may send before this end has keys.
      keys.join();
      int type = array[1] & 0xff;
      boolean rtcp = type >= 192 && type <= 223;
      int size = rtcp ? srtp.unprotectRtcp(array, 0, length) : srtp.unprotectRtp(array, 0, length);
      if (size > 0) {
        opened.add(Arrays.copyOf(array, size));
      }
    }
  }

  private void send(byte[] array, int offset, int length) {
    try {
      socket.send(new DatagramPacket(array, offset, length, selected));
    } catch (IOException _) {
      // closed
    }
  }

  private final class Answers implements IceSink {
    @Override
    public void respond(Path path, byte[] array, int offset, int length) {
      try {
        socket.send(new DatagramPacket(array, offset, length, path.remote()));
      } catch (IOException _) {
        // closed
      }
    }

    @Override
    public void validated(Path path) {
      lastCheckNanos = System.nanoTime();
    }

    @Override
    public void nominated(Path path) {
      selected = path.remote();
      if (dtls == null) {
        dtls = DtlsEndpoint.start(DtlsRole.SERVER, certificate, expected, 1_200, new Records());
      }
    }

    @Override
    public void evicted(Path path) {}
  }

  private final class Records implements DtlsListener {
    @Override
    public void send(byte[] record) {
      FarEnd.this.send(record, 0, record.length);
    }

    @Override
    public void connected(SrtpKeys agreed) {
      srtp = new SrtpTransform(agreed);
      keys.complete(agreed);
    }

    @Override
    public void closed(DtlsClosure reason) {
      closure.complete(reason);
    }
  }

  @Override
  public void close() {
    socket.close();
    if (dtls != null) {
      dtls.close();
    }
  }
}
