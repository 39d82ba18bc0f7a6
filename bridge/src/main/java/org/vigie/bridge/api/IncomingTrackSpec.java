package org.vigie.bridge.api;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One m-line of a camera as negotiated.
 *
 * @param mid its identification (RFC 9143), empty if the camera gave none
 * @param kind sound or picture
 * @param formats the payload types it may send, preferred first
 * @param extensions header extension ids it may send, 1 to 255
 * @param feedback what it understands
 * @param ssrcs announced sources, in the order of the offer; may be empty (simulcast)
 * @param rids simulcast layers in the order of the offer (RFC 8853), empty without simulcast
 */
public record IncomingTrackSpec(
    String mid,
    MediaKind kind,
    List<PayloadFormat> formats,
    Map<HeaderExtension, Integer> extensions,
    Set<Feedback> feedback,
    List<IncomingSsrc> ssrcs,
    List<String> rids) {
  public IncomingTrackSpec {
    formats = List.copyOf(formats);
    extensions = Map.copyOf(extensions);
    feedback = Set.copyOf(feedback);
    ssrcs = List.copyOf(ssrcs);
    rids = List.copyOf(rids);
  }
}
