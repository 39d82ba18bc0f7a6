package org.vigie.simulator.transport;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.vigie.bridge.api.Candidate;
import org.vigie.bridge.api.IceCredentials;
import org.vigie.bridge.udp.Addresses;

/**
 * A controlling ICE agent for peers that are ICE-lite: one socket, two virtual threads, no role
 * conflicts. It checks all addresses of the peer, nominates the first that answers, and keeps
 * asking for consent.
 */
public final class LightIce implements IceLink {
  private static final long PRIORITY = (126L << 24) | (65_535L << 8) | 255; // RFC 8445, 5.1.2.1
  private static final int PEER_REFLEXIVE_PRIORITY = (110 << 24) | (65_535 << 8) | 255;
  private static final long CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long CONSENT_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long CONSENT_LOST_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final int MAX_DATAGRAM = 2_048;
  private static final int MAX_OPEN_CHECKS = 256;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final IceCredentials credentials = IceCredentials.random();
  private final long tieBreaker = RANDOM.nextLong();
  private final List<Candidate> candidates;
  private final Map<StunMessage.TransactionId, Check> openChecks = new ConcurrentHashMap<>();
  private final CountDownLatch nominated = new CountDownLatch(1);
  private volatile DatagramSocket socket;
  private volatile @Nullable Thread checker;
  private volatile @Nullable Consumer<DatagramSocket> listening;
  private volatile @Nullable InetSocketAddress chosen;
  private volatile @Nullable InetSocketAddress path;
  private volatile long consentedAt;
  private volatile boolean closed;

  private record Check(InetSocketAddress to, boolean nominating) {}

  private LightIce(DatagramSocket socket, List<Candidate> candidates) {
    this.socket = socket;
    this.candidates = candidates;
  }

  /** Binds a free port on all addresses. */
  public static LightIce open() throws IOException {
    return open(new InetSocketAddress(0));
  }

  /** Binds an address, for tests that need a port of their choice. */
  public static LightIce open(InetSocketAddress local) throws IOException {
    DatagramSocket socket = new DatagramSocket(local);
    InetAddress bound = socket.getLocalAddress();
    List<InetAddress> addresses =
        bound.isAnyLocalAddress() ? Addresses.ofThisMachine() : List.of(bound);
    List<Candidate> candidates = new ArrayList<>();
    for (InetAddress address : addresses) {
      int place = candidates.size();
      candidates.add(
          new Candidate(
              String.valueOf(place + 1),
              PRIORITY - ((long) place << 8),
              new InetSocketAddress(address, socket.getLocalPort())));
    }
    return new LightIce(socket, List.copyOf(candidates));
  }

  @Override
  public IceCredentials credentials() {
    return credentials;
  }

  @Override
  public List<Candidate> candidates() {
    return candidates;
  }

  @Override
  public void connect(Peer peer, Receiver receiver, Duration limit) throws IOException {
    Consumer<DatagramSocket> listen =
        from -> Thread.ofVirtual().name("ice-receive").start(() -> receive(from, peer, receiver));
    listening = listen;
    listen.accept(socket);
    checker = Thread.ofVirtual().name("ice-check").start(() -> check(peer));
    try {
      if (!nominated.await(limit.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new IOException(
            "no answer to ICE from " + peer.addresses() + "; is UDP to it blocked by a firewall?");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Checks until one pair is nominated, then asks for consent until closed. */
  private void check(Peer peer) {
    while (!closed) {
      InetSocketAddress current = path;
      if (current == null) {
        checkAll(peer);
        LockSupport.parkNanos(CHECK_NANOS);
      } else {
        request(peer, current, false);
        LockSupport.parkNanos(consentInterval());
      }
    }
  }

  /** Every address without USE-CANDIDATE until one has answered, then that one with it. */
  private void checkAll(Peer peer) {
    InetSocketAddress answered = chosen;
    if (answered != null) {
      request(peer, answered, true);
      return;
    }
    for (Candidate candidate : peer.candidates()) {
      request(peer, candidate.address(), false);
    }
  }

  private static long consentInterval() {
    return (long) (CONSENT_NANOS * RANDOM.nextDouble(0.8, 1.2)); // RFC 7675, section 5.1
  }

  private void request(Peer peer, InetSocketAddress to, boolean nominate) {
    StunMessage.TransactionId id = StunMessage.TransactionId.random(RANDOM);
    if (openChecks.size() >= MAX_OPEN_CHECKS) {
      openChecks.clear();
    }
    openChecks.put(id, new Check(to, nominate));
    String username = peer.credentials().ufrag() + ":" + credentials.ufrag();
    byte[] request =
        StunMessage.bindingRequest(
            id,
            username,
            peer.credentials().password(),
            PEER_REFLEXIVE_PRIORITY,
            tieBreaker,
            nominate);
    sendTo(request, 0, request.length, to);
  }

  private void receive(DatagramSocket from, Peer peer, Receiver receiver) {
    byte[] array = new byte[MAX_DATAGRAM];
    DatagramPacket packet = new DatagramPacket(array, array.length);
    while (!closed) {
      try {
        packet.setLength(array.length);
        from.receive(packet);
        take(peer, packet, receiver);
      } catch (SocketException e) {
        if (from.isClosed()) {
          return; // by close() or move()
        }
      } catch (IOException _) {
        // An ICMP error about an earlier datagram; the next may arrive.
      }
    }
  }

  /**
   * What comes from elsewhere than was asked is not taken, as browsers do (RFC 8445, section
   * 7.2.5.2.1): a relay has to answer from the address that a peer knows.
   */
  private void take(Peer peer, DatagramPacket packet, Receiver receiver) {
    if (packet.getLength() == 0) {
      return;
    }
    byte[] array = packet.getData();
    SocketAddress from = packet.getSocketAddress();
    if ((array[0] & 0xfc) == 0) { // RFC 7983: 0 to 3 is STUN
      String password = peer.credentials().password();
      answered(peer, from, StunMessage.successId(array, packet.getLength(), password));
      answer(packet);
    } else if (from.equals(path)) {
      receiver.datagram(array, 0, packet.getLength());
    }
  }

  private void answered(Peer peer, SocketAddress from, StunMessage.@Nullable TransactionId id) {
    Check check = id == null ? null : openChecks.remove(id);
    if (check == null || !check.to().equals(from)) {
      return;
    }
    consentedAt = System.nanoTime();
    if (check.nominating()) {
      path = check.to();
      nominated.countDown();
    } else if (chosen == null) {
      chosen = check.to();
      request(peer, check.to(), true);
    }
  }

  /** Some peers that call themselves lite check nevertheless, and wait for the answers. */
  private void answer(DatagramPacket packet) {
    InetSocketAddress from = (InetSocketAddress) packet.getSocketAddress();
    byte[] answer =
        StunMessage.answer(packet.getData(), packet.getLength(), credentials.password(), from);
    if (answer != null) {
      sendTo(answer, 0, answer.length, from);
    }
  }

  @Override
  public void send(byte[] array, int offset, int length) {
    InetSocketAddress to = path;
    if (to != null) {
      sendTo(array, offset, length, to);
    }
  }

  private void sendTo(byte[] array, int offset, int length, SocketAddress to) {
    try {
      socket.send(new DatagramPacket(array, offset, length, to));
    } catch (IOException _) {
      // Lost, as a datagram may be: no route to one of the peer's addresses, or closed meanwhile.
    }
  }

  /**
   * Goes on from another address, as a phone does that changes its network: nothing comes or goes
   * over the one before. The peer learns of it by a check that nominates.
   */
  public void move(InetSocketAddress local) throws IOException {
    Consumer<DatagramSocket> listen = listening;
    if (listen == null) {
      throw new IOException("not connected yet");
    }
    DatagramSocket before = socket;
    socket = new DatagramSocket(local);
    path = null; // until the peer has answered
    before.close();
    listen.accept(socket);
    LockSupport.unpark(checker);
  }

  @Override
  public boolean isAlive() {
    return !closed && path != null && System.nanoTime() - consentedAt < CONSENT_LOST_NANOS;
  }

  /** The port that was bound. */
  public int localPort() {
    return socket.getLocalPort();
  }

  @Override
  public void close() {
    closed = true;
    socket.close();
    LockSupport.unpark(checker);
  }
}
