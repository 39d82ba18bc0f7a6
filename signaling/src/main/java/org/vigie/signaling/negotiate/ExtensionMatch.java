package org.vigie.signaling.negotiate;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vigie.bridge.api.HeaderExtension;
import org.vigie.signaling.sdp.Attributes;
import org.vigie.signaling.sdp.Direction;
import org.vigie.signaling.sdp.ExtMap;

/**
 * The header extensions of one m-line that both sides know, with the ids of the offer (RFC 8285,
 * section 6).
 */
final class ExtensionMatch {
  private static final int MAX_ID = 255;

  /** Ends the list of one-byte extensions (RFC 8285, section 4.2). */
  private static final int RESERVED_ID = 15;

  private final Map<HeaderExtension, Integer> ids = new EnumMap<>(HeaderExtension.class);
  private final List<ExtMap> answers = new ArrayList<>();

  ExtensionMatch(Attributes media, Attributes session, Offerer offerer) {
    Set<Integer> usedIds = new HashSet<>();
    for (ExtMap offered : media.and(session).every(ExtMap.class)) {
      Optional<HeaderExtension> known =
          HeaderExtension.withUri(offered.uri()).filter(offerer::takes);
      boolean fresh = isValid(offered.id()) && usedIds.add(offered.id());
      boolean passes = offerer.takes(offered.direction().orElse(Direction.SENDRECV));
      if (known.isPresent()
          && fresh
          && passes
          && ids.putIfAbsent(known.get(), offered.id()) == null) {
        answers.add(
            new ExtMap(
                offered.id(),
                offered.direction().map(each -> offerer.answer()),
                offered.uri(),
                ""));
      }
    }
  }

  /** For the bridge. */
  Map<HeaderExtension, Integer> ids() {
    return ids;
  }

  /** For the answer, in the order of the offer. */
  List<ExtMap> answers() {
    return answers;
  }

  private static boolean isValid(int id) {
    return id > 0 && id <= MAX_ID && id != RESERVED_ID;
  }
}
