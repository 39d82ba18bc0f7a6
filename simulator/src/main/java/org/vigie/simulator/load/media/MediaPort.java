package org.vigie.simulator.load.media;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.vigie.bridge.api.Candidate;
import org.vigie.bridge.api.IceCredentials;
import org.vigie.bridge.udp.Path;
import org.vigie.simulator.transport.IceChecks;
import org.vigie.simulator.transport.IceLink;

/**
 * One local address of the shared socket, as the link of one session. Joining threads call the
 * methods of {@link IceLink}; the others are the media thread's.
 */
public final class MediaPort implements IceLink {
  private static final long PRIORITY = (126L << 24) | (65_535L << 8) | 255; // RFC 8445, 5.1.2.1

  private final int localIndex;
  private final InetSocketAddress local;
  private final MediaThread thread;
  private final IceCredentials credentials = IceCredentials.random();
  private final CompletableFuture<Path> nominated = new CompletableFuture<>();
  private volatile boolean closed;

  // Of the media thread.
  private @Nullable IceChecks checks;
  private @Nullable Receiver handshake;
  private @Nullable Path path;
  private Endpoint endpoint = Endpoint.NONE;

  MediaPort(int localIndex, InetSocketAddress local, MediaThread thread) {
    this.localIndex = localIndex;
    this.local = local;
    this.thread = thread;
  }

  @Override
  public IceCredentials credentials() {
    return credentials;
  }

  @Override
  public List<Candidate> candidates() {
    return List.of(new Candidate("1", PRIORITY, local));
  }

  /** Gives the receiver DTLS only: media is the endpoint's. */
  @Override
  public void connect(Peer peer, Receiver receiver, Duration limit) throws IOException {
    thread.run(() -> start(peer, receiver));
    try {
      nominated.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new IOException("no answer to ICE from " + peer.addresses(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private void start(Peer peer, Receiver receiver) {
    handshake = receiver;
    Peer near = new Peer(peer.credentials(), reachable(peer.candidates()));
    checks = new IceChecks(credentials, near, new SplittableRandom(credentials.hashCode()));
    poll(System.nanoTime());
  }

  /** From loopback nothing leaves the machine, and to loopback nothing comes from elsewhere. */
  private List<Candidate> reachable(List<Candidate> candidates) {
    boolean loopback = local.getAddress().isLoopbackAddress();
    List<Candidate> alike =
        candidates.stream()
            .filter(c -> c.address().getAddress() instanceof Inet4Address)
            .filter(c -> c.address().getAddress().isLoopbackAddress() == loopback)
            .toList();
    return alike.isEmpty() ? candidates : alike;
  }

  private void poll(long nowNanos) {
    if (checks != null && !closed) {
      checks.poll(nowNanos, this::sendTo);
    }
  }

  private void sendTo(byte[] datagram, InetSocketAddress to) {
    thread.outbox().add(new Path(localIndex, to), datagram, 0, datagram.length);
  }

  /** Takes this address for the server's, without checks. */
  void assume(InetSocketAddress remote) {
    nominated.complete(new Path(localIndex, remote));
  }

  /** Our end. */
  InetSocketAddress local() {
    return local;
  }

  /** Sends from any thread, by way of the media thread. */
  @Override
  public void send(byte[] array, int offset, int length) {
    Path to = nominated.getNow(null);
    if (to != null) {
      byte[] copy = Arrays.copyOfRange(array, offset, offset + length);
      thread.run(() -> thread.outbox().add(to, copy, 0, copy.length));
    }
  }

  /** Where the session's packets go, once {@link #connect} has returned. */
  Path path() {
    return nominated.join();
  }

  @Override
  public boolean isAlive() {
    return !closed;
  }

  @Override
  public void close() {
    closed = true;
    thread.run(() -> {
      endpoint.close();
      endpoint = Endpoint.NONE;
      checks = null;
    });
  }

  // --- the media thread's ---

  void use(Endpoint newEndpoint) {
    if (!closed) {
      endpoint = newEndpoint;
    }
  }

  Endpoint endpoint() {
    return endpoint;
  }

  /** Whether the server answers as a peer has to; true before it ever did. */
  boolean consents(long nowNanos) {
    return checks == null || path == null || checks.consents(nowNanos);
  }

  void stun(byte[] array, int offset, int length, InetSocketAddress from, long nowNanos) {
    if (checks == null) {
      return;
    }
    checks.receive(array, offset, length, from, nowNanos, this::sendTo);
    InetSocketAddress to = checks.path();
    if (path == null && to != null) {
      path = new Path(localIndex, to);
      nominated.complete(path);
    }
  }

  void dtls(byte[] array, int offset, int length) {
    if (handshake != null) {
      handshake.datagram(array, offset, length);
    }
  }

  void tick(long tick, long nowNanos) {
    poll(nowNanos);
    endpoint.tick(tick, nowNanos);
  }
}
