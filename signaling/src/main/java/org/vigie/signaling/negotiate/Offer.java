package org.vigie.signaling.negotiate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vigie.bridge.api.HeaderExtension;
import org.vigie.bridge.api.MediaKind;
import org.vigie.bridge.api.TransportSpec;
import org.vigie.signaling.sdp.Attributes;
import org.vigie.signaling.sdp.Group;
import org.vigie.signaling.sdp.Sdp;
import org.vigie.signaling.sdp.SdpMedia;

/** An offer and what is taken of it. */
final class Offer {
  private final Sdp sdp;
  private final Offerer offerer;
  private final AnswerParameters parameters;
  private final Optional<Group> bundle;
  private final List<TakenLine> taken;
  private final TransportSpec transport;

  Offer(Sdp sdp, Offerer offerer, AnswerParameters parameters) {
    this.sdp = sdp;
    this.offerer = offerer;
    this.parameters = parameters;
    checkFullIce();
    LineChoice choice = new LineChoice(sdp, offerer);
    this.bundle = choice.bundle();
    this.taken = take(choice.lines());
    this.transport = new OfferTransport(places()).spec();
  }

  Sdp sdp() {
    return sdp;
  }

  Offerer offerer() {
    return offerer;
  }

  /** The m-lines that are served, in the order of the offer. */
  List<TakenLine> taken() {
    return taken;
  }

  TransportSpec transport() {
    return transport;
  }

  /**
   * The mids of the answer's bundle in the order of the offer's; none if the offer has no bundle.
   */
  List<String> bundledMids() {
    List<String> served = taken.stream().map(TakenLine::mid).toList();
    return bundle
        .map(group -> group.mids().stream().distinct().filter(served::contains).toList())
        .orElse(List.of());
  }

  /** The m-line that speaks for the bundle's transport (RFC 9143, section 7.3.1). */
  TakenLine tagged() {
    List<String> mids = bundledMids();
    return taken.stream()
        .filter(each -> !mids.isEmpty() && each.mid().equals(mids.getFirst()))
        .findFirst()
        .orElse(taken.getFirst());
  }

  IceExchange ice() {
    List<IceExchange.Line> lines = new ArrayList<>();
    lines.add(new IceExchange.Line(tagged().media().type(), tagged().mid()));
    taken.stream()
        .filter(each -> !each.equals(tagged()))
        .forEach(each -> lines.add(new IceExchange.Line(each.media().type(), each.mid())));
    return new IceExchange(transport.remoteIce(), lines);
  }

  /** Two lite ends would both wait for checks (RFC 8445, section 6.1.1). */
  private void checkFullIce() {
    if (sdp.attributes().has("ice-lite")) {
      throw new NegotiationException(
          NegotiationFailure.ICE_LITE,
          "The offer says a=ice-lite, and so does this end.",
          "Use a full ICE agent (RFC 9725, section 4.4).");
    }
  }

  private List<TakenLine> take(List<SdpMedia> lines) {
    List<TakenLine> served = new ArrayList<>();
    for (SdpMedia media : lines) {
      ExtensionMatch extensions = new ExtensionMatch(media.attributes(), sdp.attributes(), offerer);
      List<TakenFormat> formats = codecs(media, extensions).formats();
      if (!formats.isEmpty()) {
        served.add(
            new TakenLine(
                media, LineChoice.mid(media), LineChoice.kind(media), formats, extensions));
      }
    }
    checkServed(lines, served);
    return served;
  }

  /** Sound in a codec of its own is left out; without the picture there is nothing to show. */
  private void checkServed(List<SdpMedia> lines, List<TakenLine> served) {
    boolean wanted = lines.stream().anyMatch(each -> LineChoice.kind(each) == MediaKind.VIDEO);
    boolean shown = served.stream().anyMatch(each -> each.kind() == MediaKind.VIDEO);
    if (served.isEmpty() || (wanted && !shown)) {
      throw new NegotiationException(
          NegotiationFailure.NO_COMMON_CODEC,
          "Offered " + String.join("; ", lines.stream().map(this::offeredNames).toList()) + '.',
          "Offer H264, VP8, VP9 or AV1 for the picture, opus, PCMU or PCMA for sound.");
    }
  }

  private String offeredNames(SdpMedia media) {
    ExtensionMatch none = new ExtensionMatch(Attributes.NONE, Attributes.NONE, offerer);
    return media.type() + ": " + codecs(media, none).offeredNames();
  }

  private CodecMatch codecs(SdpMedia media, ExtensionMatch extensions) {
    boolean transportCc = extensions.ids().containsKey(HeaderExtension.TRANSPORT_CC);
    return new CodecMatch(
        media, LineChoice.kind(media), parameters, new FeedbackMatch(media, transportCc));
  }

  /** Where to look for the transport, nearest first. */
  private List<Attributes> places() {
    List<Attributes> places = new ArrayList<>();
    places.add(tagged().media().attributes());
    taken.forEach(each -> places.add(each.media().attributes()));
    List<String> group = bundle.map(Group::mids).orElse(List.of());
    sdp.media().stream()
        .filter(each -> group.contains(LineChoice.mid(each)))
        .forEach(each -> places.add(each.attributes()));
    places.add(sdp.attributes());
    return places;
  }
}
