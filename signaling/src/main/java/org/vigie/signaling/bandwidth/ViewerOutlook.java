package org.vigie.signaling.bandwidth;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vigie.bridge.api.SessionId;
import org.vigie.signaling.identity.Identities;
import org.vigie.signaling.session.Session;
import org.vigie.signaling.session.Sessions;
import org.vigie.signaling.settings.live.LiveValues;
import org.vigie.signaling.settings.live.ViewerTerms;

/** Which viewers are served in another way under other settings. */
public final class ViewerOutlook {
  private final Identities identities;
  private final Sessions sessions;
  private final ViewerTargets targets;

  /** Looks at these. */
  public ViewerOutlook(Identities identities, Sessions sessions, ViewerTargets targets) {
    this.identities = identities;
    this.sessions = sessions;
    this.targets = targets;
  }

  /**
   * What counts for a viewer.
   *
   * @param maxBps what he is given at most, bps; absent if there is no bound
   * @param byBudget whether a budget says so, not a cap
   * @param probing {@code on} or {@code off}
   * @param repairPercent what retransmissions may take of what he is sent
   * @param stretchPercent how large a layer may be shown before a larger one is given
   */
  public record Terms(
      Optional<Long> maxBps,
      boolean byBudget,
      String probing,
      int repairPercent,
      int stretchPercent) {}

  /**
   * A viewer for whom something changes.
   *
   * @param session its id
   * @param camera what it watches
   * @param name whose token opened it
   */
  public record Changed(String session, String camera, String name, Terms from, Terms to) {}

  /** Those who watch now and for whom something differs between the two. */
  public List<Changed> changed(LiveValues before, LiveValues after) {
    List<Session> watching = sessions.watching();
    Map<SessionId, ViewerTargets.Target> from = targets.targets(watching, before);
    Map<SessionId, ViewerTargets.Target> to = targets.targets(watching, after);
    Map<String, String> names = new HashMap<>();
    identities.viewers().forEach(viewer -> names.put(viewer.key(), viewer.name()));
    return watching.stream()
        .map(each ->
            new Changed(
                each.id().value(),
                each.camera(),
                names.getOrDefault(each.owner(), each.owner()),
                terms(each, before, from),
                terms(each, after, to)))
        .filter(each -> !each.from().equals(each.to()))
        .toList();
  }

  private static Terms terms(
      Session session, LiveValues values, Map<SessionId, ViewerTargets.Target> targets) {
    ViewerTerms terms = ViewerTunings.terms(session, values);
    Optional<ViewerTargets.Target> target =
        Optional.ofNullable(targets.get(session.id())).filter(ViewerTargets.Target::isBound);
    return new Terms(
        target.map(ViewerTargets.Target::maxBps),
        target.filter(ViewerTargets.Target::byBudget).isPresent(),
        terms.probing() ? "on" : "off",
        terms.repairPercent(),
        terms.stretchPercent());
  }
}
