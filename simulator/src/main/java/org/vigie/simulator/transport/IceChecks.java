package org.vigie.simulator.transport;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.vigie.bridge.api.Candidate;
import org.vigie.bridge.api.IceCredentials;

/**
 * A controlling ICE agent for peers that are ICE-lite, without socket, thread or clock (RFC 8445):
 * it checks all addresses of the peer, nominates the first that answers, and keeps asking for
 * consent (RFC 7675). For one thread.
 */
public final class IceChecks {
  private static final int PEER_REFLEXIVE_PRIORITY = (110 << 24) | (65_535 << 8) | 255;
  private static final long CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long CONSENT_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long CONSENT_LOST_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final int MAX_OPEN_CHECKS = 64;

  private final IceCredentials credentials;
  private final IceLink.Peer peer;
  private final SplittableRandom random;
  private final long tieBreaker;
  private final Map<StunMessage.TransactionId, Check> open = new HashMap<>();
  private @Nullable InetSocketAddress chosen;
  private @Nullable InetSocketAddress path;
  private long dueAt;
  private long consentedAt;

  private record Check(InetSocketAddress to, boolean nominating) {}

  /** Sends one datagram. */
  @FunctionalInterface
  public interface Sink {
    /** The array is the sink's to keep. */
    void send(byte[] datagram, InetSocketAddress to);
  }

  /** Checks that begin at the first {@link #poll}. */
  public IceChecks(IceCredentials credentials, IceLink.Peer peer, SplittableRandom random) {
    this.credentials = credentials;
    this.peer = peer;
    this.random = random;
    this.tieBreaker = random.nextLong();
    this.dueAt = Long.MIN_VALUE;
  }

  /** Sends what is due: checks until one pair is nominated, then requests for consent. */
  public void poll(long nowNanos, Sink sink) {
    if (dueAt != Long.MIN_VALUE && nowNanos - dueAt < 0) {
      return;
    }
    InetSocketAddress current = path;
    if (current == null) {
      dueAt = nowNanos + CHECK_NANOS;
      checkAll(sink);
    } else {
      dueAt = nowNanos + (long) (CONSENT_NANOS * random.nextDouble(0.8, 1.2)); // RFC 7675, 5.1
      request(current, false, sink);
    }
  }

  /** Every address without USE-CANDIDATE until one has answered, then that one with it. */
  private void checkAll(Sink sink) {
    if (chosen != null) {
      request(chosen, true, sink);
      return;
    }
    for (Candidate candidate : peer.candidates()) {
      request(candidate.address(), false, sink);
    }
  }

  private void request(InetSocketAddress to, boolean nominate, Sink sink) {
    StunMessage.TransactionId id =
        new StunMessage.TransactionId(random.nextLong(), random.nextInt());
    if (open.size() >= MAX_OPEN_CHECKS) {
      open.clear();
    }
    open.put(id, new Check(to, nominate));
    String username = peer.credentials().ufrag() + ":" + credentials.ufrag();
    String password = peer.credentials().password();
    sink.send(
        StunMessage.bindingRequest(
            id, username, password, PEER_REFLEXIVE_PRIORITY, tieBreaker, nominate),
        to);
  }

  /**
   * Takes a STUN message. Checks of the peer are answered; an answer that belongs to no check, or
   * comes from elsewhere than was asked, is ignored (RFC 8445, section 7.2.5.2.1).
   */
  public void receive(
      byte[] array, int offset, int length, InetSocketAddress from, long nowNanos, Sink sink) {
    byte[] message = Arrays.copyOfRange(array, offset, offset + length);
    StunMessage.TransactionId id =
        StunMessage.successId(message, length, peer.credentials().password());
    if (id == null) {
      answer(message, from, sink);
      return;
    }
    Check check = open.remove(id);
    if (check == null || !check.to().equals(from)) {
      return;
    }
    consentedAt = nowNanos;
    if (check.nominating()) {
      nominated(check.to(), nowNanos);
    } else if (chosen == null) {
      chosen = check.to();
      request(check.to(), true, sink);
    }
  }

  /** Some peers that call themselves lite check nevertheless, and wait for the answers. */
  private void answer(byte[] message, InetSocketAddress from, Sink sink) {
    byte[] answer = StunMessage.answer(message, message.length, credentials.password(), from);
    if (answer != null) {
      sink.send(answer, from);
    }
  }

  private void nominated(InetSocketAddress to, long nowNanos) {
    if (path == null) {
      path = to;
      open.clear();
      // Spread over the whole interval, so that sessions that joined together do not ask together.
      dueAt = nowNanos + (long) (CONSENT_NANOS * random.nextDouble(0.2, 1.2));
    }
  }

  /** Where the nominated pair leads; null before. */
  public @Nullable InetSocketAddress path() {
    return path;
  }

  /** Whether the peer still consents. */
  public boolean consents(long nowNanos) {
    return path != null && nowNanos - consentedAt < CONSENT_LOST_NANOS;
  }
}
