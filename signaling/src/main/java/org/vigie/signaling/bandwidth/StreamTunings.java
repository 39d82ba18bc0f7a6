package org.vigie.signaling.bandwidth;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.vigie.bridge.api.StreamId;
import org.vigie.bridge.api.StreamTuning;
import org.vigie.signaling.session.Session;
import org.vigie.signaling.session.Sessions;
import org.vigie.signaling.settings.live.CameraTerms;
import org.vigie.signaling.settings.live.LiveSettings;
import org.vigie.signaling.settings.live.LiveValues;

/** How each camera's Stream is carried; the bridge is told when a camera comes and at a change. */
public final class StreamTunings {
  private final LiveSettings settings;
  private final Sessions sessions;
  private final Map<String, StreamTuning> told = new HashMap<>();

  /** Follows the settings. */
  public StreamTunings(LiveSettings settings, Sessions sessions) {
    this.settings = settings;
    this.sessions = sessions;
    settings.onChange(values -> tellAll());
  }

  /** A camera comes. */
  public synchronized void opened(String camera) {
    told.remove(camera); // The bridge may have forgotten the Stream since.
    tell(camera, settings.now().values());
  }

  private synchronized void tellAll() {
    LiveValues values = settings.now().values();
    told.keySet().retainAll(sessions.publishing().stream().map(Session::camera).toList());
    sessions.publishing().forEach(session -> tell(session.camera(), values));
  }

  private void tell(String camera, LiveValues values) {
    StreamTuning tuning = tuning(values.termsOf(camera));
    if (!tuning.equals(told.put(camera, tuning))) {
      sessions.plane().tune(new StreamId(camera), tuning);
    }
  }

  private static StreamTuning tuning(CameraTerms terms) {
    return new StreamTuning(
        Duration.ofMillis(terms.coalesceMs()),
        Duration.ofMillis(terms.historyMs()),
        Duration.ofMillis(terms.keyFrameMs()),
        terms.weight());
  }
}
