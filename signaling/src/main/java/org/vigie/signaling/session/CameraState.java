package org.vigie.signaling.session;

import java.util.Locale;
import java.util.Optional;
import org.vigie.bridge.api.StreamState;

/** What people call a camera's state. */
public enum CameraState {
  /** It is not there. */
  OFFLINE,
  /** It is connected, or connecting, and sends nothing yet, or nothing while nobody watches. */
  STANDBY,
  /** Its picture or sound arrives. */
  LIVE,
  /** It was live and broke off without saying goodbye. */
  LOST;

  /** In lower case, as JSON has it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Joins what the bridge and the Sessions know: a Session that was just opened may not be in the
   * bridge's statistics yet.
   *
   * @param stream what the bridge says of the Stream, if it has one
   * @param publishing whether a Session publishes it
   */
  static CameraState of(Optional<StreamState> stream, boolean publishing) {
    return switch (stream.orElse(StreamState.OFFLINE)) {
      case LIVE -> LIVE;
      case LOST -> LOST;
      case STANDBY -> STANDBY;
      case OFFLINE -> publishing ? STANDBY : OFFLINE;
    };
  }
}
