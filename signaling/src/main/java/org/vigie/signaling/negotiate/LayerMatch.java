package org.vigie.signaling.negotiate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vigie.signaling.sdp.Attribute;
import org.vigie.signaling.sdp.Attributes;
import org.vigie.signaling.sdp.Rid;
import org.vigie.signaling.sdp.Simulcast;

/**
 * The simulcast layers that a camera offers and we take (RFC 8853, section 5.3.2): of each stream
 * the first alternative whose {@code a=rid} can be answered, at most {@value #AT_MOST}, in the
 * order of the offer.
 */
final class LayerMatch {
  private static final int AT_MOST = 4;

  /** The header extension that carries it holds letters and digits (RFC 8852, section 3.1). */
  private static final String VALID_RID = "[A-Za-z0-9]{1,16}";

  private final Map<String, Rid> taken = new LinkedHashMap<>();
  private final boolean draftForm;

  LayerMatch(Attributes media, Set<Integer> payloadTypes) {
    Optional<Simulcast> simulcast = media.first(Simulcast.class);
    draftForm = simulcast.map(Simulcast::draftForm).orElse(false);
    Map<String, Rid> answerable = answerable(media, payloadTypes);
    for (List<Simulcast.Encoding> stream : simulcast.map(Simulcast::send).orElse(List.of())) {
      if (taken.size() < AT_MOST) {
        first(stream, answerable).ifPresent(rid -> taken.put(rid.id(), rid));
      }
    }
  }

  /** The taken layers; none without simulcast. */
  List<String> rids() {
    return List.copyOf(taken.keySet());
  }

  /** What the answer says of them. Paused ones are not asked to stay paused. */
  List<Attribute> attributes() {
    if (taken.isEmpty()) {
      return List.of();
    }
    List<Attribute> attributes = new ArrayList<>(taken.values());
    List<List<Simulcast.Encoding>> streams =
        taken.keySet().stream().map(rid -> List.of(new Simulcast.Encoding(rid, false))).toList();
    attributes.add(new Simulcast(List.of(), streams, draftForm));
    return attributes;
  }

  private Optional<Rid> first(List<Simulcast.Encoding> alternatives, Map<String, Rid> answerable) {
    return alternatives.stream()
        .map(Simulcast.Encoding::rid)
        .filter(rid -> answerable.containsKey(rid) && !taken.containsKey(rid))
        .findFirst()
        .map(answerable::get);
  }

  private static Map<String, Rid> answerable(Attributes media, Set<Integer> payloadTypes) {
    Map<String, Rid> answers = new HashMap<>();
    for (Rid offered : media.every(Rid.class)) {
      if (offered.sends() && offered.id().matches(VALID_RID)) {
        restrictions(offered, payloadTypes)
            .ifPresent(
                each -> answers.putIfAbsent(offered.id(), new Rid(offered.id(), false, each)));
      }
    }
    return answers;
  }

  /**
   * Those of the offer, payload types without those refused; empty if none of them is left (RFC
   * 8851, section 6.3).
   */
  private static Optional<List<String>> restrictions(Rid offered, Set<Integer> payloadTypes) {
    List<String> answer = new ArrayList<>();
    for (String restriction : offered.restrictions()) {
      if (!restriction.startsWith("pt=")) {
        answer.add(restriction);
        continue;
      }
      String left = shared(restriction.substring(3), payloadTypes);
      if (left.isEmpty()) {
        return Optional.empty();
      }
      answer.add("pt=" + left);
    }
    return Optional.of(answer);
  }

  private static String shared(String offered, Set<Integer> payloadTypes) {
    return Stream.of(offered.split(",", -1))
        .filter(type -> payloadTypes.stream().anyMatch(each -> String.valueOf(each).equals(type)))
        .collect(Collectors.joining(","));
  }
}
