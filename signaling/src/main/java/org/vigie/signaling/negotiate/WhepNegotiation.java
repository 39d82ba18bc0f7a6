package org.vigie.signaling.negotiate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.vigie.bridge.api.SessionDescription;
import org.vigie.bridge.api.SlotDescription;
import org.vigie.bridge.api.ViewerSessionSpec;
import org.vigie.signaling.sdp.Attribute;
import org.vigie.signaling.sdp.Msid;
import org.vigie.signaling.sdp.Sdp;
import org.vigie.signaling.sdp.SsrcAttribute;
import org.vigie.signaling.sdp.SsrcGroup;

/**
 * A viewer's offer and our answer (draft-ietf-wish-whep-04, section 4.3). Every format that the
 * relay can ever carry is taken, whatever the camera sends now: the bridge picks, and another
 * camera needs no new negotiation.
 */
public final class WhepNegotiation {
  private final Offer offer;
  private final String answerId = AnswerId.random();

  private WhepNegotiation(Offer offer) {
    this.offer = offer;
  }

  /**
   * Decides what to take of an offer.
   *
   * @throws NegotiationException if it cannot be served
   */
  public static WhepNegotiation of(Sdp offer) {
    return new WhepNegotiation(new Offer(offer, Offerer.VIEWER, new AnswerParameters(0, 0)));
  }

  /** What the bridge has to open. */
  public ViewerSessionSpec spec() {
    return new ViewerSessionSpec(
        offer.transport(), offer.taken().stream().map(TakenLine::slot).toList());
  }

  /**
   * The answer, once the bridge has opened it.
   *
   * @throws IllegalArgumentException if the session has not the Slots of {@link #spec}
   */
  public String answer(SessionDescription session) {
    return new AnswerWriter(offer, session.transport(), line -> sources(line, session))
        .write(answerId);
  }

  /** What later PATCHes are read against. */
  public IceExchange ice() {
    return offer.ice();
  }

  /** One stream for all m-lines, so that a browser plays them in step (RFC 8830). */
  private List<Attribute> sources(TakenLine line, SessionDescription session) {
    SlotDescription slot = slot(line, session);
    Msid msid = new Msid(answerId, line.kind().name().toLowerCase(Locale.ROOT));
    List<Attribute> attributes = new ArrayList<>();
    attributes.add(msid);
    slot.rtxSsrc()
        .ifPresent(rtx -> attributes.add(new SsrcGroup("FID", List.of(slot.ssrc(), rtx))));
    attributes.addAll(source(slot.ssrc(), session.cname(), msid));
    slot.rtxSsrc().ifPresent(rtx -> attributes.addAll(source(rtx, session.cname(), msid)));
    return attributes;
  }

  private static List<Attribute> source(long ssrc, String cname, Msid msid) {
    return List.of(
        new SsrcAttribute(ssrc, "cname:" + cname),
        new SsrcAttribute(ssrc, "msid:" + msid.attributeValue()));
  }

  private static SlotDescription slot(TakenLine line, SessionDescription session) {
    return session.slots().stream()
        .filter(each -> each.mid().equals(line.mid()))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("the session has no slot " + line.mid()));
  }
}
