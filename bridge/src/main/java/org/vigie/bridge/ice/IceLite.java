package org.vigie.bridge.ice;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vigie.bridge.api.IceCredentials;
import org.vigie.bridge.udp.Path;

/**
 * The lite, controlled side of ICE for one Session (RFC 8445): answers checks, remembers which
 * Paths were proved and which the peer nominated, and watches consent (RFC 7675). It never sends a
 * request of its own. For one thread.
 */
public final class IceLite {
  /** Consent ends this long after the last valid check, in ns (RFC 7675, section 5.1). */
  public static final long CONSENT_NANOS = 30_000_000_000L;

  /** Paths remembered at once. */
  public static final int MAX_PATHS = 16;

  private static final int BAD_REQUEST = 400;
  private static final int UNAUTHENTICATED = 401;
  private static final int UNKNOWN_ATTRIBUTE = 420;
  private static final int ROLE_CONFLICT = 487;

  private final BindingRequest request = new BindingRequest();
  private final ProvedPaths paths = new ProvedPaths(MAX_PATHS);
  private final long createdAtNanos;
  private CredentialPair current;
  private @Nullable CredentialPair previous;

  private long valid;
  private long indications;
  private long malformed;
  private long unauthenticated;
  private long unexpected;
  private long unknownAttribute;
  private long roleConflict;
  private long evicted;

  /** Starts without any Path; consent counts from {@code createdAtNanos}. */
  public IceLite(IceCredentials local, IceCredentials remote, long createdAtNanos) {
    this.current = new CredentialPair(local, remote);
    this.createdAtNanos = createdAtNanos;
  }

  /**
   * Takes one STUN message that came over {@code path}; never throws on its content. The bytes are
   * the same afterwards.
   */
  public void handle(long nowNanos, Path path, byte[] array, int offset, int length, IceSink sink) {
    if (!Stun.isMessage(array, offset, length)) {
      malformed++;
      return;
    }
    switch (Stun.type(array, offset)) {
      case Stun.BINDING_REQUEST -> handleRequest(nowNanos, path, array, offset, length, sink);
      case Stun.BINDING_INDICATION -> indications++;
      default -> unexpected++;
    }
  }

  private void handleRequest(
      long nowNanos, Path path, byte[] array, int offset, int length, IceSink sink) {
    if (!request.wrap(array, offset, length)) {
      malformed++;
      return;
    }
    CredentialPair pair = authenticate();
    if (pair == null) {
      refuseUnauthenticated(path, sink);
    } else if (request.hasUnknownAttributes()) {
      unknownAttribute++;
      refuse(
          path, pair, error(UNKNOWN_ATTRIBUTE, "").withUnknown(request.unknownAttributes()), sink);
    } else if (request.senderIsControlled()) {
      // Facing a lite agent, a full one controls (RFC 8445, section 6.1.1); we cannot switch.
      roleConflict++;
      refuse(path, pair, error(ROLE_CONFLICT, ""), sink);
    } else {
      accept(nowNanos, path, pair, sink);
    }
  }

  /** The generation of credentials that the request is signed with, null if with none of ours. */
  private @Nullable CredentialPair authenticate() {
    if (!request.hasCredentials()) {
      return null;
    }
    if (isSignedBy(current)) {
      return current;
    }
    return previous != null && isSignedBy(previous) ? previous : null;
  }

  private boolean isSignedBy(CredentialPair pair) {
    return request.hasUsername(pair.username()) && request.isSignedWith(pair.password());
  }

  private void accept(long nowNanos, Path path, CredentialPair pair, IceSink sink) {
    valid++;
    paths.prove(path, nowNanos).ifPresent(oldest -> evict(oldest, sink));
    sink.validated(path);
    if (request.useCandidate()) {
      nominate(path, pair, sink);
    }
    BindingResponse response =
        BindingResponse.success(request.transactionId(), path.remote())
            .signed(pair.password())
            .finished();
    sink.respond(path, response.bytes(), 0, response.length());
  }

  private void nominate(Path path, CredentialPair pair, IceSink sink) {
    if (pair == current) {
      previous = null; // the restart is complete
    }
    if (paths.select(path)) {
      sink.nominated(path);
    }
  }

  private void evict(Path oldest, IceSink sink) {
    evicted++;
    sink.evicted(oldest);
  }

  private void refuse(Path path, CredentialPair pair, BindingResponse error, IceSink sink) {
    BindingResponse response = error.signed(pair.password()).finished();
    sink.respond(path, response.bytes(), 0, response.length());
  }

  /** Without integrity the sender's address may be forged: answer with no more than was sent. */
  private void refuseUnauthenticated(Path path, IceSink sink) {
    unauthenticated++;
    int code = request.hasCredentials() ? UNAUTHENTICATED : BAD_REQUEST;
    BindingResponse response = error(code, "").finished();
    if (response.length() <= request.length()) {
      sink.respond(path, response.bytes(), 0, response.length());
    }
  }

  private BindingResponse error(int code, String reason) {
    return BindingResponse.error(request.transactionId(), code, reason);
  }

  /**
   * Restarts with new credentials (RFC 8445, section 9). The old pair stays valid until the peer
   * nominates with the new one; the selected Path stays until then too. A restart before that is
   * complete drops the pair in between.
   */
  public void restart(IceCredentials newLocal, IceCredentials newRemote) {
    if (previous == null) {
      previous = current;
    }
    current = new CredentialPair(newLocal, newRemote);
  }

  /** This end's newest credentials. */
  public IceCredentials local() {
    return current.local();
  }

  /** Whether checks for this user fragment of ours are accepted at the moment. */
  public boolean accepts(String ufrag) {
    return current.local().ufrag().equals(ufrag)
        || (previous != null && previous.local().ufrag().equals(ufrag));
  }

  /** The Path that the peer nominated last, if any: all that is sent goes there. */
  public Optional<Path> selectedPath() {
    return paths.selected();
  }

  /** Whether a valid check came over this Path: only then its DTLS and SRTP may be looked at. */
  public boolean hasProved(Path path) {
    return paths.contains(path);
  }

  /** Forgets a Path that another Session has proved since. */
  public void forget(Path path) {
    paths.forget(path);
  }

  /**
   * Whether no valid check came for {@link #CONSENT_NANOS} over the selected Path; before a
   * nomination, over any Path.
   */
  public boolean expired(long nowNanos) {
    return nowNanos - nextDeadline() >= 0;
  }

  /** When {@link #expired} turns true unless a check comes, ns. */
  public long nextDeadline() {
    return paths.lastConsent(createdAtNanos) + CONSENT_NANOS;
  }

  /** Counts since the start. */
  public IceCounters counters() {
    return new IceCounters(
        valid,
        indications,
        malformed,
        unauthenticated,
        unexpected,
        unknownAttribute,
        roleConflict,
        evicted);
  }
}
