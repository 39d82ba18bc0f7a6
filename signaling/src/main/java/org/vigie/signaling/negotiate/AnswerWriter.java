package org.vigie.signaling.negotiate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.vigie.bridge.api.DtlsRole;
import org.vigie.bridge.api.TransportDescription;
import org.vigie.signaling.sdp.Attribute;
import org.vigie.signaling.sdp.Attributes;
import org.vigie.signaling.sdp.Direction;
import org.vigie.signaling.sdp.Group;
import org.vigie.signaling.sdp.Mid;
import org.vigie.signaling.sdp.Origin;
import org.vigie.signaling.sdp.PlainAttribute;
import org.vigie.signaling.sdp.Sdp;
import org.vigie.signaling.sdp.SdpMedia;
import org.vigie.signaling.sdp.Setup;

/** Writes the answer to an offer (RFC 3264, section 6; RFC 9429, section 5.3.1). */
final class AnswerWriter {
  private static final String NO_CONNECTION = "IN IP4 0.0.0.0";

  private final Offer offer;
  private final TransportDescription local;
  private final Function<TakenLine, List<Attribute>> sources;

  /**
   * Answers an offer.
   *
   * @param sources what an m-line says of its sources or layers
   */
  AnswerWriter(
      Offer offer, TransportDescription local, Function<TakenLine, List<Attribute>> sources) {
    this.offer = offer;
    this.local = local;
    this.sources = sources;
  }

  String write(String sessionId) {
    List<SdpMedia> media = offer.sdp().media().stream().map(this::answer).toList();
    return new Sdp(new Origin(sessionId, "1", "IN IP4 0.0.0.0"), session(), media).write();
  }

  private Attributes session() {
    List<Attribute> attributes = new ArrayList<>();
    if (!offer.bundledMids().isEmpty()) {
      attributes.add(new Group("BUNDLE", offer.bundledMids()));
    }
    attributes.add(PlainAttribute.flag("ice-lite"));
    attributes.addAll(echoed(offer.sdp().attributes(), "extmap-allow-mixed"));
    return new Attributes(attributes);
  }

  private SdpMedia answer(SdpMedia offered) {
    Optional<TakenLine> line =
        offer.taken().stream().filter(each -> each.media().equals(offered)).findFirst();
    return line.map(this::accept).orElseGet(() -> refuse(offered));
  }

  private SdpMedia accept(TakenLine line) {
    List<Attribute> attributes = new ArrayList<>(mid(line.media()));
    attributes.add(offer.offerer().answer());
    attributes.addAll(transport());
    attributes.add(PlainAttribute.flag("rtcp-mux"));
    attributes.add(PlainAttribute.flag("rtcp-mux-only"));
    attributes.addAll(echoed(line.media().attributes(), "rtcp-rsize", "extmap-allow-mixed"));
    attributes.addAll(line.attributes());
    attributes.addAll(sources.apply(line));
    if (line.equals(offer.tagged())) {
      attributes.addAll(LocalTransport.candidates(local));
    }
    return new SdpMedia(
        line.media().type(),
        LocalTransport.port(local),
        line.media().protocol(),
        line.payloadTypes(),
        LocalTransport.connection(local),
        new Attributes(attributes));
  }

  /**
   * On every m-line, though only the first of a bundle needs it: simple clients look no further
   * than their own.
   */
  private List<Attribute> transport() {
    List<Attribute> attributes = new ArrayList<>(LocalTransport.credentials(local));
    attributes.add(LocalTransport.ICE_OPTIONS);
    attributes.addAll(LocalTransport.fingerprints(local));
    attributes.add(offer.transport().localRole() == DtlsRole.SERVER ? Setup.PASSIVE : Setup.ACTIVE);
    return attributes;
  }

  /** Port 0 (RFC 3264, section 6). */
  private static SdpMedia refuse(SdpMedia offered) {
    List<Attribute> attributes = new ArrayList<>(mid(offered));
    if (LineChoice.isRtp(offered)) {
      attributes.add(Direction.INACTIVE);
    }
    return new SdpMedia(
        offered.type(),
        0,
        offered.protocol(),
        offered.formats(),
        NO_CONNECTION,
        new Attributes(attributes));
  }

  private static List<Mid> mid(SdpMedia offered) {
    return offered.attributes().first(Mid.class).stream().toList();
  }

  private static List<Attribute> echoed(Attributes offered, String... flags) {
    return Arrays.stream(flags).filter(offered::has).<Attribute>map(PlainAttribute::flag).toList();
  }
}
