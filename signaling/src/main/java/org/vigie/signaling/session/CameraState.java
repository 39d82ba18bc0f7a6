package org.vigie.signaling.session;

import java.util.Locale;
import java.util.Optional;
import org.vigie.bridge.api.EndReason;
import org.vigie.bridge.api.StreamState;

/** What people call a camera's state. */
public enum CameraState {
  /** It is not there. */
  OFFLINE,
  /** It is connected, or connecting, and sends nothing yet. */
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
   * Joins what the bridge and the Sessions know.
   *
   * @param stream what the bridge says of the Stream, if it has one
   * @param publishing whether a Session publishes it
   * @param lastEnd why the last such Session ended
   */
  static CameraState of(
      Optional<StreamState> stream, boolean publishing, Optional<EndReason> lastEnd) {
    if (stream.isPresent() && stream.get() == StreamState.LIVE) {
      return LIVE;
    }
    boolean brokeOff = stream.isPresent() && stream.get() == StreamState.LOST;
    if (publishing) {
      return brokeOff ? LOST : STANDBY;
    }
    return brokeOff && !lastEnd.map(CameraState::saidGoodbye).orElse(false) ? LOST : OFFLINE;
  }

  private static boolean saidGoodbye(EndReason reason) {
    return switch (reason) {
      case CLOSED, DELETED, STREAM_REMOVED, SHUTDOWN -> true;
      case TAKEN_OVER, CONSENT_EXPIRED, DTLS_FAILED, FINGERPRINT_MISMATCH, NO_ICE -> false;
    };
  }
}
