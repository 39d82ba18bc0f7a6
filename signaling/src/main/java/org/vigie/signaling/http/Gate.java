package org.vigie.signaling.http;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.vigie.signaling.http.Route.Access;
import org.vigie.signaling.identity.Identities;
import org.vigie.signaling.identity.Principal;

/** Who may pass, and how often: bearer tokens (RFC 6750) and a rate limit. */
public final class Gate {
  private static final Set<String> LIMITED = Set.of("POST", "PATCH", "DELETE");
  private static final String SCHEME = "Bearer ";

  private final Identities identities;
  private final RateLimiter limiter;
  private final CallerNetwork networks;
  private final LongSupplier clock;

  /** A gate; the clock counts nanoseconds. */
  public Gate(
      Identities identities, RateLimiter limiter, CallerNetwork networks, LongSupplier clock) {
    this.identities = identities;
    this.limiter = limiter;
    this.networks = networks;
    this.clock = clock;
  }

  /**
   * Lets a request pass.
   *
   * @return who asks; empty only where no token is demanded
   * @throws Refusal 401 or 429
   */
  Optional<Principal> admit(Request request, Access access) {
    if (access == Access.OPEN) {
      return Optional.empty();
    }
    Optional<String> header =
        Optional.ofNullable(request.getHeaders().get(HttpHeader.AUTHORIZATION));
    Optional<Principal> caller = header.flatMap(Gate::token).flatMap(identities::authenticate);
    if (caller.isEmpty() || LIMITED.contains(request.getMethod())) {
      spend(request, caller);
    }
    return Optional.of(caller.orElseThrow(() -> header.isEmpty() ? noToken() : badToken()));
  }

  /**
   * Lets somebody connect who shows his token only later.
   *
   * @return the network from which he comes
   * @throws Refusal 429
   */
  public String admitUnknown(Request request) {
    return spend(request, "unknown");
  }

  /** Strangers with ever new tokens share the bucket of their address. */
  private void spend(Request request, Optional<Principal> caller) {
    var _ = spend(request, caller.map(Principal::key).orElse("stranger"));
  }

  private String spend(Request request, String who) {
    String network = networks.of(request);
    Duration wait = limiter.take(who + " " + network, clock.getAsLong());
    if (wait.isPositive()) {
      throw tooOften(wait);
    }
    return network;
  }

  private static Optional<String> token(String header) {
    return header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        ? Optional.of(header.substring(SCHEME.length()).strip())
        : Optional.empty();
  }

  /** To whoever shows a token that is nobody's, or is so no longer. */
  public static Refusal badToken() {
    return unauthorized(
        "The token in the Authorization header belongs to nobody.",
        "Send the header \"Authorization: Bearer TOKEN\" with a token of this relay; one that was"
            + " removed is worth nothing any more.",
        "Bearer error=\"invalid_token\"");
  }

  private static Refusal noToken() {
    return unauthorized(
        "The request carries no token.",
        "Send the header \"Authorization: Bearer TOKEN\"; a camera or viewer gets its token when it"
            + " is enrolled.",
        "Bearer");
  }

  private static Refusal unauthorized(String detail, String remedy, String challenge) {
    return new Problem(401, "bad-token", "A valid token is needed", detail, remedy)
        .refusal()
        .with(HttpHeader.WWW_AUTHENTICATE, challenge);
  }

  private static Refusal tooOften(Duration wait) {
    long seconds = Math.max(1, wait.plusSeconds(1).minusNanos(1).toSeconds());
    return new Problem(
            429,
            "rate-limited",
            "Too many requests",
            "This caller asks more often than vigie.limits.requests-per-second allows.",
            "Wait " + seconds + " s, then ask less often.")
        .refusal()
        .retryAfter(seconds);
  }
}
