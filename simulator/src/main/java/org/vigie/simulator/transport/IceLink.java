package org.vigie.simulator.transport;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.vigie.bridge.api.Candidate;
import org.vigie.bridge.api.IceCredentials;

/** A path to the peer that ICE found, for datagrams. Its methods may be called by any thread. */
public interface IceLink extends AutoCloseable {
  /** Ours, for the offer. */
  IceCredentials credentials();

  /** Ours, for the offer. */
  List<Candidate> candidates();

  /**
   * Waits until a pair is nominated. Called once.
   *
   * @param receiver gets what arrives, on a thread of the link
   * @throws IOException if none of the peer's addresses answered in time
   */
  void connect(Peer peer, Receiver receiver, Duration limit) throws IOException;

  /** Sends one datagram; it is lost if there is no path. */
  void send(byte[] array, int offset, int length);

  /** Whether the peer still consents (RFC 7675). */
  boolean isAlive();

  @Override
  void close();

  /** Takes datagrams that are not STUN; the array is reused afterwards. */
  @FunctionalInterface
  interface Receiver {
    /** One datagram. */
    void datagram(byte[] array, int offset, int length);
  }

  /** What the answer says about the other end. */
  record Peer(IceCredentials credentials, List<Candidate> candidates) {
    public Peer {
      candidates = List.copyOf(candidates);
    }

    /** All addresses, for a message. */
    public String addresses() {
      return String.join(
          ", ", candidates.stream().map(c -> c.address().toString().substring(1)).toList());
    }
  }

  /** Makes links: {@code AgentIce::open} or {@code LightIce::open}. */
  @FunctionalInterface
  interface Opener {
    /** A new link that has gathered its candidates. */
    IceLink open() throws IOException;
  }
}
