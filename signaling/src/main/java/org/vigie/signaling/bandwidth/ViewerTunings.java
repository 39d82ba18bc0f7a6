package org.vigie.signaling.bandwidth;

import java.util.HashMap;
import java.util.Map;
import org.vigie.bridge.api.SessionId;
import org.vigie.bridge.api.ViewerTuning;
import org.vigie.signaling.session.Session;
import org.vigie.signaling.session.Sessions;
import org.vigie.signaling.settings.live.LiveSettings;
import org.vigie.signaling.settings.live.LiveValues;
import org.vigie.signaling.settings.live.ViewerTerms;

/** How each viewer is served; the bridge is told when one comes and at a change. */
public final class ViewerTunings {
  private final LiveSettings settings;
  private final Sessions sessions;

  /** Of those who are served in another way than usual. */
  private final Map<SessionId, ViewerTuning> told = new HashMap<>();

  /** Follows the settings. */
  public ViewerTunings(LiveSettings settings, Sessions sessions) {
    this.settings = settings;
    this.sessions = sessions;
    settings.onChange(this::tellAll);
  }

  /** Somebody begins to watch. */
  public void opened(Session session) {
    tell(session, settings.now().values());
  }

  private synchronized void tellAll(LiveValues values) {
    told.keySet().retainAll(sessions.watching().stream().map(Session::id).toList());
    sessions.watching().forEach(session -> tell(session, values));
  }

  private synchronized void tell(Session session, LiveValues values) {
    ViewerTerms terms = terms(session, values);
    ViewerTuning tuning =
        new ViewerTuning(terms.probing(), terms.repairPercent(), terms.stretchPercent());
    if (!tuning.equals(told.getOrDefault(session.id(), ViewerTuning.USUAL))) {
      told.put(session.id(), tuning);
      sessions.plane().tune(session.id(), tuning);
    }
  }

  /** What counts for a viewer's Session. */
  static ViewerTerms terms(Session session, LiveValues values) {
    String role = session.owner().equals("operator") ? "operator" : "viewer";
    return values.viewerTermsOf(session.camera(), role);
  }
}
