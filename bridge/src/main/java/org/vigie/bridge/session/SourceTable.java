package org.vigie.bridge.session;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigie.bridge.api.HeaderExtension;
import org.vigie.bridge.api.IncomingSsrc;
import org.vigie.bridge.api.IncomingTrackSpec;
import org.vigie.bridge.api.PayloadFormat;
import org.vigie.bridge.rtp.RtpPacket;

/**
 * Which Track and Layer an authenticated SSRC of a camera belongs to: by its SDP, then by mid and
 * rid (RFC 8843, section 9.2; RFC 8852), then by a payload type that only one m-line has. A binding
 * lasts for the Session, because browsers stop sending the identifiers once they were acknowledged.
 * Of a source that belongs nowhere nothing is kept: however many there are, they keep out no other.
 */
final class SourceTable {
  private static final int MAX_BOUND = 32;

  /**
   * Where packets of an SSRC go.
   *
   * @param ssrc raw bits
   * @param track index into the spec's tracks
   * @param layer index into its rids, 0 without simulcast
   * @param retransmission whether its packets are RTX (RFC 4588)
   */
  record Binding(int ssrc, int track, int layer, boolean retransmission) {}

  private final List<IncomingTrackSpec> tracks;
  private final List<Binding> bindings = new ArrayList<>();

  SourceTable(List<IncomingTrackSpec> tracks) {
    this.tracks = tracks;
    for (int track = 0; track < tracks.size(); track++) {
      bindAnnounced(track, tracks.get(track));
    }
  }

  private void bindAnnounced(int track, IncomingTrackSpec spec) {
    if (!spec.rids().isEmpty() || spec.ssrcs().isEmpty()) {
      return;
    }
    IncomingSsrc announced = spec.ssrcs().getFirst();
    bindings.add(new Binding((int) announced.ssrc(), track, 0, false));
    announced.rtxSsrc().ifPresent(rtx -> bindings.add(new Binding((int) rtx, track, 0, true)));
  }

  /**
   * The binding of a packet's SSRC, made now if the packet allows it; null if it belongs nowhere
   * (yet).
   */
  @Nullable Binding resolve(RtpPacket packet) {
    int ssrc = packet.ssrc();
    for (int i = 0; i < bindings.size(); i++) {
      if (bindings.get(i).ssrc() == ssrc) {
        return bindings.get(i);
      }
    }
    return bindNow(packet);
  }

  private @Nullable Binding bindNow(RtpPacket packet) {
    if (bindings.size() >= MAX_BOUND) {
      return null;
    }
    Binding binding = byIdentifiers(packet);
    if (binding == null) {
      binding = byPayloadType(packet);
    }
    if (binding != null) {
      bindings.add(binding);
    }
    return binding;
  }

  private @Nullable Binding byIdentifiers(RtpPacket packet) {
    for (int track = 0; track < tracks.size(); track++) {
      IncomingTrackSpec spec = tracks.get(track);
      if (!spec.mid().isEmpty() && matches(packet, spec, HeaderExtension.MID, spec.mid())) {
        return byRid(packet, track, spec);
      }
    }
    return null;
  }

  private static @Nullable Binding byRid(RtpPacket packet, int track, IncomingTrackSpec spec) {
    boolean retransmission = isRetransmission(spec, packet.payloadType());
    if (spec.rids().isEmpty()) {
      return new Binding(packet.ssrc(), track, 0, retransmission);
    }
    HeaderExtension extension = retransmission ? HeaderExtension.REPAIRED_RID : HeaderExtension.RID;
    for (int layer = 0; layer < spec.rids().size(); layer++) {
      if (matches(packet, spec, extension, spec.rids().get(layer))) {
        return new Binding(packet.ssrc(), track, layer, retransmission);
      }
    }
    return null;
  }

  private @Nullable Binding byPayloadType(RtpPacket packet) {
    int found = -1;
    for (int track = 0; track < tracks.size(); track++) {
      IncomingTrackSpec spec = tracks.get(track);
      if (isMedia(spec, packet.payloadType()) || isRetransmission(spec, packet.payloadType())) {
        if (found >= 0) {
          return null;
        }
        found = track;
      }
    }
    if (found < 0 || tracks.get(found).rids().size() > 1) {
      return null;
    }
    boolean retransmission = isRetransmission(tracks.get(found), packet.payloadType());
    return new Binding(packet.ssrc(), found, 0, retransmission);
  }

  private static boolean matches(
      RtpPacket packet, IncomingTrackSpec spec, HeaderExtension extension, String expected) {
    Integer id = spec.extensions().get(extension);
    if (id == null) {
      return false;
    }
    int offset = packet.extension(id);
    if (offset < 0 || packet.extensionLength(id) != expected.length()) {
      return false;
    }
    for (int i = 0; i < expected.length(); i++) {
      if (packet.array()[offset + i] != (byte) expected.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isMedia(IncomingTrackSpec spec, int payloadType) {
    for (PayloadFormat format : spec.formats()) {
      if (format.payloadType() == payloadType) {
        return true;
      }
    }
    return false;
  }

  private static boolean isRetransmission(IncomingTrackSpec spec, int payloadType) {
    for (PayloadFormat format : spec.formats()) {
      if (format.rtxPayloadType().orElse(-1) == payloadType) {
        return true;
      }
    }
    return false;
  }
}
