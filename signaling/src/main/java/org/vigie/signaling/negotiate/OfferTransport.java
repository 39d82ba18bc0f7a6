package org.vigie.signaling.negotiate;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.vigie.bridge.api.DtlsRole;
import org.vigie.bridge.api.Fingerprint;
import org.vigie.bridge.api.IceCredentials;
import org.vigie.bridge.api.TransportSpec;
import org.vigie.signaling.sdp.Attributes;
import org.vigie.signaling.sdp.FingerprintAttribute;
import org.vigie.signaling.sdp.Setup;

/** The one transport that an offer's bundle shares: ICE credentials, fingerprints and DTLS role. */
final class OfferTransport {
  /** Hash functions that still say who the peer is, with their lengths in characters. */
  private static final Map<String, Integer> STRONG =
      Map.of("sha-256", 95, "sha-384", 143, "sha-512", 191);

  private final List<Attributes> places;

  /**
   * Looks in these places, nearest first: the taken m-lines, the rest of the bundle (its first
   * m-line speaks for those that are bundle-only, RFC 9143, section 7.1.3), the session level.
   */
  OfferTransport(List<Attributes> places) {
    this.places = places;
  }

  TransportSpec spec() {
    return new TransportSpec(credentials(), fingerprints(), role());
  }

  private IceCredentials credentials() {
    Optional<Attributes> place = places.stream().filter(each -> each.has("ice-ufrag")).findFirst();
    try {
      return new IceCredentials(
          place.flatMap(each -> each.value("ice-ufrag")).orElse(""),
          place.flatMap(each -> each.value("ice-pwd")).or(this::anyPassword).orElse(""));
    } catch (IllegalArgumentException invalid) {
      throw new NegotiationException(
          NegotiationFailure.NO_ICE,
          place.isEmpty() ? "There is no a=ice-ufrag." : invalid.getMessage() + '.',
          "Offer ICE with a=ice-ufrag and a=ice-pwd (RFC 8839, section 5.4).");
    }
  }

  private Optional<String> anyPassword() {
    return nearest(each -> each.value("ice-pwd"));
  }

  private List<Fingerprint> fingerprints() {
    List<FingerprintAttribute> offered =
        nearest(each ->
                Optional.of(each.every(FingerprintAttribute.class)).filter(all -> !all.isEmpty()))
            .orElse(List.of());
    List<Fingerprint> usable =
        offered.stream()
            .map(each -> new Fingerprint(each.algorithm(), each.hex()))
            .filter(each -> STRONG.getOrDefault(each.algorithm(), 0) == each.hex().length())
            .distinct()
            .toList();
    if (usable.isEmpty()) {
      throw new NegotiationException(
          NegotiationFailure.NO_FINGERPRINT,
          offered.isEmpty() ? "There is no a=fingerprint." : "Offered: " + names(offered) + '.',
          "Offer DTLS-SRTP with a=fingerprint:sha-256 and the certificate's hash (RFC 8122).");
    }
    return usable;
  }

  /** RFC 8842, section 5.3; an offer that does not say means active (RFC 4145, section 4). */
  private DtlsRole role() {
    return switch (nearest(each -> each.first(Setup.class)).orElse(Setup.ACTIVE)) {
      case ACTPASS, ACTIVE -> DtlsRole.SERVER;
      case PASSIVE -> DtlsRole.CLIENT;
      case HOLDCONN ->
          throw new NegotiationException(
              NegotiationFailure.BAD_SETUP, "Offered: a=setup:holdconn.", "Offer a=setup:actpass.");
    };
  }

  private <T> Optional<T> nearest(Function<Attributes, Optional<T>> look) {
    return places.stream().flatMap(each -> look.apply(each).stream()).findFirst();
  }

  private static String names(List<FingerprintAttribute> offered) {
    return String.join(
        ", ", offered.stream().limit(8).map(FingerprintAttribute::algorithm).toList());
  }
}
