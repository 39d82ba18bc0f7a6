package org.vigie.signaling.session;

import org.vigie.bridge.api.BridgeOverloadedException;
import org.vigie.signaling.http.Problem;
import org.vigie.signaling.http.Refusal;
import org.vigie.signaling.negotiate.NegotiationException;
import org.vigie.signaling.sdp.SdpException;

/** How WHIP and WHEP say no. Never 406, which some players take for an invitation (WHEP-01). */
public final class SessionRefusals {
  private static final long OVERLOAD_RETRY_SECONDS = 5;
  private static final long SESSIONS_RETRY_SECONDS = 30;

  private SessionRefusals() {}

  /** Text that is not SDP. */
  static Refusal of(SdpException e) {
    String where = e.line() == 0 ? "" : "Line " + e.line() + ": ";
    return new Problem(
            400, "not-sdp", "The body is not a valid SDP", where + e.detail(), e.remedy())
        .refusal();
  }

  /** An offer that cannot be served. */
  static Refusal of(NegotiationException e) {
    return new Problem(422, e.failure().code(), e.failure().title(), e.detail(), e.remedy())
        .refusal();
  }

  /** The relay is full. */
  static Refusal of(BridgeOverloadedException e) {
    return new Problem(
            503,
            "overloaded",
            "The relay is full",
            String.valueOf(e.getMessage()),
            "Try again later, or raise vigie.media.max-sessions.")
        .refusal()
        .retryAfter(OVERLOAD_RETRY_SECONDS);
  }

  /** The relay ends, and may be back soon. */
  static Refusal stopping() {
    return new Problem(
            503,
            "stopping",
            "The relay stops",
            "It takes no more sessions before its next start.",
            "Try again in a few seconds.")
        .refusal()
        .retryAfter(OVERLOAD_RETRY_SECONDS);
  }

  /** A viewer that watches as often as it may. */
  static Refusal tooManySessions(int most) {
    return new Problem(
            429,
            "too-many-sessions",
            "This viewer watches as often as it may",
            "The token has " + most + " sessions, which is vigie.limits.sessions-per-viewer.",
            "End one with DELETE, or wait: one whose viewer is gone ends within half a minute.")
        .refusal()
        .retryAfter(SESSIONS_RETRY_SECONDS);
  }

  /** A camera that nobody enrolled. */
  public static Refusal unknownCamera(String camera) {
    return new Problem(
            404,
            "unknown-camera",
            "There is no such camera",
            "No camera is enrolled as \"" + camera + "\".",
            "Check the id, or enrol it with POST /api/v1/cameras.")
        .refusal();
  }

  /** A caller whose token is for something else. */
  public static Refusal notYours(String detail, String remedy) {
    return new Problem(403, "not-yours", "The token is valid for something else", detail, remedy)
        .refusal();
  }

  /** A Session that is over, never was, or is not under this address. */
  public static Refusal unknownSession() {
    return new Problem(
            404,
            "unknown-session",
            "There is no such session",
            "The session is over or never was.",
            "Open a new one with POST.")
        .refusal();
  }

  /** A request about an ICE session that is not the current one. */
  static Refusal staleEtag() {
    return new Problem(
            412,
            "stale-etag",
            "ICE was restarted since",
            "If-Match does not name the current ICE session.",
            "Use the ETag of the newest answer, or \"*\" to restart ICE.")
        .refusal();
  }

  static Refusal takenOver() {
    return new Problem(
            409,
            "taken-over",
            "A newer session publishes this camera",
            "Another device, or a later start of this one, publishes under the same camera id.",
            "Do not come back by yourself: a person has to decide which device is this camera.")
        .refusal();
  }
}
