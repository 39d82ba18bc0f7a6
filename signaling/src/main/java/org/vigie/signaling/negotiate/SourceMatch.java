package org.vigie.signaling.negotiate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.vigie.bridge.api.IncomingSsrc;
import org.vigie.signaling.sdp.Attributes;
import org.vigie.signaling.sdp.SsrcAttribute;
import org.vigie.signaling.sdp.SsrcGroup;

/** The sources that a camera announces for one m-line (RFC 5576). */
final class SourceMatch {
  private static final int AT_MOST = 8;

  private SourceMatch() {}

  /** In the order of a {@code SIM} group, else of the lines; repairs only with what they repair. */
  static List<IncomingSsrc> of(Attributes media) {
    Map<Long, Long> rtx = new HashMap<>();
    Set<Long> repairs = new LinkedHashSet<>();
    Set<Long> sources = new LinkedHashSet<>();
    for (SsrcGroup group : media.every(SsrcGroup.class)) {
      List<Long> ssrcs = group.ssrcs();
      boolean pair = ssrcs.size() == 2;
      switch (group.semantics()) {
        case "SIM" -> sources.addAll(ssrcs);
        case "FID" -> {
          if (pair) {
            rtx.putIfAbsent(ssrcs.get(0), ssrcs.get(1));
            repairs.add(ssrcs.get(1));
          }
        }
        default -> repairs.addAll(pair ? ssrcs.subList(1, 2) : List.of());
      }
    }
    media.every(SsrcAttribute.class).forEach(each -> sources.add(each.ssrc()));
    sources.removeAll(repairs);
    List<IncomingSsrc> incoming = new ArrayList<>();
    sources.stream()
        .limit(AT_MOST)
        .forEach(ssrc -> incoming.add(new IncomingSsrc(ssrc, retransmissions(rtx, ssrc))));
    return incoming;
  }

  private static OptionalLong retransmissions(Map<Long, Long> rtx, long ssrc) {
    Long own = rtx.get(ssrc);
    return own == null ? OptionalLong.empty() : OptionalLong.of(own);
  }
}
