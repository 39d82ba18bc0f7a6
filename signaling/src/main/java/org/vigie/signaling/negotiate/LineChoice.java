package org.vigie.signaling.negotiate;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.vigie.bridge.api.MediaKind;
import org.vigie.signaling.sdp.Direction;
import org.vigie.signaling.sdp.Group;
import org.vigie.signaling.sdp.Mid;
import org.vigie.signaling.sdp.Sdp;
import org.vigie.signaling.sdp.SdpMedia;

/**
 * Which m-lines of an offer are to be served: at most one picture and one sound, on one transport
 * (RFC 9725, 4.4).
 */
final class LineChoice {
  /** What the header extension for the mid holds in its short form (RFC 8285, section 4.2). */
  private static final int MAX_MID_CHARS = 16;

  /** RFC 9429, section 5.1.2: the ways to write RTP over DTLS, all the same to us. */
  private static final Set<String> PROTOCOLS =
      Set.of(
          "UDP/TLS/RTP/SAVPF",
          "UDP/TLS/RTP/SAVP",
          "RTP/SAVPF",
          "RTP/SAVP",
          "TCP/DTLS/RTP/SAVPF",
          "TCP/DTLS/RTP/SAVP");

  private final Sdp offer;
  private final List<SdpMedia> lines;
  private final Optional<Group> bundle;

  LineChoice(Sdp offer, Offerer offerer) {
    this.offer = offer;
    this.lines = choose(offerer);
    checkMids();
    this.bundle = commonBundle();
    checkShared();
  }

  /** Those to serve, in the order of the offer. */
  List<SdpMedia> lines() {
    return lines;
  }

  /** The BUNDLE group that holds them all; empty for a single m-line that is in none. */
  Optional<Group> bundle() {
    return bundle;
  }

  static MediaKind kind(SdpMedia media) {
    return media.type().equals("audio") ? MediaKind.AUDIO : MediaKind.VIDEO;
  }

  static String mid(SdpMedia media) {
    return media.attributes().first(Mid.class).map(Mid::value).orElse("");
  }

  private List<SdpMedia> choose(Offerer offerer) {
    List<SdpMedia> usable = offer.media().stream().filter(LineChoice::isMedia).toList();
    if (usable.isEmpty()) {
      throw new NegotiationException(
          NegotiationFailure.NO_MEDIA,
          "Offered m-lines: " + described(offer.media()) + '.',
          "Offer an audio or video m-line over UDP/TLS/RTP/SAVPF.");
    }
    List<SdpMedia> chosen = usable.stream().filter(each -> offerer.takes(direction(each))).toList();
    if (chosen.isEmpty()) {
      throw new NegotiationException(
          NegotiationFailure.WRONG_DIRECTION,
          "Offered: " + directions(usable) + '.',
          "Offer a=" + offerer.wanted() + '.');
    }
    checkKinds(chosen);
    return chosen;
  }

  /**
   * A port of 0 disables an m-line, unless it says that it only has its bundle's port (RFC 9143,
   * section 6).
   */
  private static boolean isMedia(SdpMedia media) {
    boolean enabled = media.port() != 0 || media.attributes().has("bundle-only");
    return enabled
        && isRtp(media)
        && (media.type().equals("audio") || media.type().equals("video"));
  }

  static boolean isRtp(SdpMedia media) {
    return PROTOCOLS.contains(media.protocol());
  }

  private Direction direction(SdpMedia media) {
    return media
        .attributes()
        .first(Direction.class)
        .or(() -> offer.attributes().first(Direction.class))
        .orElse(Direction.SENDRECV);
  }

  private static void checkKinds(List<SdpMedia> chosen) {
    for (MediaKind kind : MediaKind.values()) {
      long count = chosen.stream().filter(each -> kind(each) == kind).count();
      if (count > 1) {
        throw new NegotiationException(
            NegotiationFailure.TWO_TRACKS_OF_A_KIND,
            "The offer has " + count + ' ' + kind.name().toLowerCase(Locale.ROOT) + " m-lines.",
            "Offer one picture and one sound per session.");
      }
    }
  }

  private void checkMids() {
    Set<String> mids = new HashSet<>();
    for (SdpMedia media : offer.media()) {
      String mid = mid(media);
      if (!mid.isEmpty() && !mids.add(mid)) {
        throw badMid("Two m-lines have the mid " + mid + '.');
      }
    }
    for (SdpMedia media : lines) {
      if (mid(media).length() > MAX_MID_CHARS) {
        throw badMid("A mid has " + mid(media).length() + " characters.");
      }
    }
  }

  private Optional<Group> commonBundle() {
    Set<String> mids = lines.stream().map(LineChoice::mid).collect(Collectors.toUnmodifiableSet());
    return offer.attributes().every(Group.class).stream()
        .filter(each -> each.semantics().equals("BUNDLE") && each.mids().containsAll(mids))
        .findFirst();
  }

  private void checkShared() {
    // A single m-line has one transport with or without a group, so a missing group harms nobody.
    if (lines.size() > 1 && bundle.isEmpty()) {
      throw new NegotiationException(
          NegotiationFailure.NO_BUNDLE,
          "No a=group:BUNDLE holds the mids " + lines.stream().map(LineChoice::mid).toList() + '.',
          "Offer all m-lines in one bundle (bundlePolicy max-bundle; RFC 9725, section 4.4).");
    }
    for (SdpMedia media : lines) {
      if (!media.attributes().has("rtcp-mux") && !media.attributes().has("rtcp-mux-only")) {
        throw new NegotiationException(
            NegotiationFailure.NO_RTCP_MUX,
            "The " + media.type() + " m-line has no a=rtcp-mux.",
            "Offer a=rtcp-mux on every m-line (rtcpMuxPolicy require; RFC 9725, section 4.4).");
      }
    }
  }

  private String directions(List<SdpMedia> usable) {
    return usable.stream()
        .map(each -> each.type() + ' ' + direction(each).attributeName())
        .collect(Collectors.joining(", "));
  }

  private static String described(List<SdpMedia> media) {
    return media.isEmpty()
        ? "none"
        : media.stream()
            .map(
                each -> each.type() + ' ' + each.protocol() + (each.port() == 0 ? " (port 0)" : ""))
            .collect(Collectors.joining(", "));
  }

  private static NegotiationException badMid(String detail) {
    return new NegotiationException(
        NegotiationFailure.BAD_MID,
        detail,
        "Give every m-line a mid of its own, 1 to 16 characters long.");
  }
}
