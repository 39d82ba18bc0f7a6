package org.vigie.signaling.negotiate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vigie.bridge.api.IceCredentials;
import org.vigie.bridge.api.TransportDescription;
import org.vigie.signaling.sdp.Attribute;
import org.vigie.signaling.sdp.Attributes;
import org.vigie.signaling.sdp.Group;
import org.vigie.signaling.sdp.Mid;
import org.vigie.signaling.sdp.PlainAttribute;
import org.vigie.signaling.sdp.SdpFragment;
import org.vigie.signaling.sdp.SdpMedia;

/**
 * The ICE state of a Session as its signalling sees it; a restart makes a new one.
 *
 * @param remote the peer's credentials now
 * @param earlier the peer's user fragments before, oldest first, {@link #KEEP_EARLIER} at most
 * @param lines the accepted m-lines in order
 */
public record IceExchange(IceCredentials remote, List<String> earlier, List<Line> lines) {
  /** User fragments to remember. */
  static final int KEEP_EARLIER = 8;

  /**
   * An accepted m-line.
   *
   * @param type {@code audio} or {@code video}
   * @param mid its identification, may be empty
   */
  public record Line(String type, String mid) {}

  public IceExchange {
    earlier = List.copyOf(earlier);
    lines = List.copyOf(lines);
  }

  /** The state before any restart. */
  public IceExchange(IceCredentials remote, List<Line> lines) {
    this(remote, List.of(), lines);
  }

  /**
   * Tells a restart from a trickle: a restart brings another user fragment (RFC 9725, section
   * 4.3.3). One that was replaced comes with a trickle that is late.
   *
   * @throws NegotiationException if a new user fragment comes without a valid password
   */
  public IcePatch read(SdpFragment patch) {
    Optional<String> ufrag = patch.ufrag();
    if (ufrag.isEmpty() || ufrag.get().equals(remote.ufrag()) || earlier.contains(ufrag.get())) {
      return new IcePatch.Trickle(patch.candidates(), patch.endOfCandidates());
    }
    try {
      return new IcePatch.Restart(new IceCredentials(ufrag.get(), patch.password().orElse("")));
    } catch (IllegalArgumentException invalid) {
      throw new NegotiationException(
          NegotiationFailure.BAD_ICE_RESTART,
          "The user fragment is new, but: " + invalid.getMessage() + '.',
          "Send the new a=ice-ufrag together with its a=ice-pwd.");
    }
  }

  /** The state after a restart. */
  public IceExchange restarted(IcePatch.Restart restart) {
    List<String> fragments = new ArrayList<>(earlier);
    fragments.add(remote.ufrag());
    int forgotten = Math.max(0, fragments.size() - KEEP_EARLIER);
    return new IceExchange(restart.remote(), fragments.subList(forgotten, fragments.size()), lines);
  }

  /**
   * The body that answers a restart ({@code application/trickle-ice-sdpfrag}, RFC 9725, section
   * 4.3.3).
   */
  public String answer(TransportDescription local) {
    List<Attribute> session = new ArrayList<>();
    session.add(PlainAttribute.flag("ice-lite"));
    session.add(LocalTransport.ICE_OPTIONS);
    List<String> mids = lines.stream().map(Line::mid).filter(mid -> !mid.isEmpty()).toList();
    if (!mids.isEmpty()) {
      session.add(new Group("BUNDLE", mids));
    }
    Line first = lines.getFirst();
    return new SdpFragment(new Attributes(session), List.of(fragmentMedia(first, local))).write();
  }

  private static SdpMedia fragmentMedia(Line line, TransportDescription local) {
    List<Attribute> attributes = new ArrayList<>();
    if (!line.mid().isEmpty()) {
      attributes.add(new Mid(line.mid()));
    }
    attributes.addAll(LocalTransport.credentials(local));
    attributes.addAll(LocalTransport.candidates(local));
    return new SdpMedia(
        line.type(), 9, LocalTransport.PROTOCOL, List.of("0"), "", new Attributes(attributes));
  }
}
