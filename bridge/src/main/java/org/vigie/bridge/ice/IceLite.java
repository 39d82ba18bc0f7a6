package org.vigie.bridge.ice;

import java.util.Optional;
import org.vigie.bridge.api.IceCredentials;
import org.vigie.bridge.udp.Path;

/**
 * The lite, controlled side of ICE for one Session (RFC 8445): answers checks, remembers which
 * Paths were proved and which the peer nominated, and watches consent (RFC 7675). It never sends a
 * request of its own. For one thread.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class IceLite {
  /** Consent ends this long after the last valid check, in ns (RFC 7675, section 5.1). */
  public static final long CONSENT_NANOS = 30_000_000_000L;

  /** Paths remembered at once. */
  public static final int MAX_PATHS = 16;

  /** Starts without any Path; consent counts from {@code createdAtNanos}. */
  public IceLite(IceCredentials local, IceCredentials remote, long createdAtNanos) {
    throw new UnsupportedOperationException();
  }

  /** Takes one STUN message that came over {@code path}; never throws on its content. */
  public void handle(long nowNanos, Path path, byte[] array, int offset, int length, IceSink sink) {
    throw new UnsupportedOperationException();
  }

  /**
   * Restarts with new credentials (RFC 8445, section 9). The old pair stays valid until the peer
   * nominates with the new one; the selected Path stays until then too.
   */
  public void restart(IceCredentials newLocal, IceCredentials newRemote) {
    throw new UnsupportedOperationException();
  }

  /** This end's newest credentials. */
  public IceCredentials local() {
    throw new UnsupportedOperationException();
  }

  /** Whether checks for this user fragment of ours are accepted at the moment. */
  public boolean accepts(String ufrag) {
    throw new UnsupportedOperationException();
  }

  /** The Path that the peer nominated last, if any: all that is sent goes there. */
  public Optional<Path> selectedPath() {
    throw new UnsupportedOperationException();
  }

  /** Whether a valid check came over this Path: only then its DTLS and SRTP may be looked at. */
  public boolean hasProved(Path path) {
    throw new UnsupportedOperationException();
  }

  /** Forgets a Path that another Session has proved since. */
  public void forget(Path path) {
    throw new UnsupportedOperationException();
  }

  /**
   * Whether no valid check came for {@link #CONSENT_NANOS} over the selected Path; before a
   * nomination, over any Path.
   */
  public boolean expired(long nowNanos) {
    throw new UnsupportedOperationException();
  }

  /** When {@link #expired} turns true unless a check comes, ns. */
  public long nextDeadline() {
    throw new UnsupportedOperationException();
  }

  /** Counts since the start. */
  public IceCounters counters() {
    throw new UnsupportedOperationException();
  }
}
