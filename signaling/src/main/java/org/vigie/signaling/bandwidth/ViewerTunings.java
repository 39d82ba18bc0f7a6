package org.vigie.signaling.bandwidth;

import org.vigie.bridge.api.ViewerTuning;
import org.vigie.signaling.session.Session;
import org.vigie.signaling.session.Sessions;
import org.vigie.signaling.settings.live.LiveSettings;
import org.vigie.signaling.settings.live.LiveValues;
import org.vigie.signaling.settings.live.ViewerTerms;

/** How each viewer is served; the bridge is told when one comes and at a change. */
public final class ViewerTunings {
  private final Sessions sessions;
  private LiveValues told;

  /** Follows the settings. */
  public ViewerTunings(LiveSettings settings, Sessions sessions) {
    this.sessions = sessions;
    this.told = settings.now().values();
    settings.onChange(this::tellAll);
  }

  /** Somebody begins to watch. */
  public synchronized void opened(Session session) {
    tell(session, ViewerTuning.USUAL, tuning(session, told));
  }

  private synchronized void tellAll(LiveValues values) {
    sessions
        .watching()
        .forEach(session -> tell(session, tuning(session, told), tuning(session, values)));
    told = values;
  }

  private void tell(Session session, ViewerTuning before, ViewerTuning now) {
    if (!now.equals(before)) {
      sessions.plane().tune(session.id(), now);
    }
  }

  private static ViewerTuning tuning(Session session, LiveValues values) {
    ViewerTerms terms = terms(session, values);
    return new ViewerTuning(terms.probing(), terms.repairPercent(), terms.stretchPercent());
  }

  /** What counts for a viewer's Session. */
  static ViewerTerms terms(Session session, LiveValues values) {
    String role = session.owner().equals("operator") ? "operator" : "viewer";
    return values.viewerTermsOf(session.camera(), role);
  }
}
