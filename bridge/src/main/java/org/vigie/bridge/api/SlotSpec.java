package org.vigie.bridge.api;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One m-line of a viewer as negotiated: a place in which a Track can be shown.
 *
 * @param mid its identification (RFC 9143)
 * @param kind sound or picture
 * @param formats every payload type it can receive; the bridge picks the one that the Track needs
 * @param extensions header extension ids, 1 to 255
 * @param feedback what the viewer may send
 */
public record SlotSpec(
    String mid,
    MediaKind kind,
    List<PayloadFormat> formats,
    Map<HeaderExtension, Integer> extensions,
    Set<Feedback> feedback) {
  public SlotSpec {
    formats = List.copyOf(formats);
    extensions = Map.copyOf(extensions);
    feedback = Set.copyOf(feedback);
  }
}
