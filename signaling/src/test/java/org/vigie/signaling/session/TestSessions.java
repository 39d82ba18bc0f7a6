package org.vigie.signaling.session;

import java.util.List;
import java.util.Optional;
import org.vigie.bridge.api.IceCredentials;
import org.vigie.bridge.api.SessionId;
import org.vigie.bridge.api.SessionState;
import org.vigie.signaling.negotiate.IceExchange;

/** Connected sessions with nothing behind them. */
public final class TestSessions {
  private TestSessions() {}

  public static Session camera(String camera) {
    return camera(SessionId.random(), camera);
  }

  public static Session camera(SessionId id, String camera) {
    return session(id, Session.Role.CAMERA, camera, "camera:" + camera);
  }

  /** Somebody who watches it. */
  public static Session viewer(String camera) {
    return session(SessionId.random(), Session.Role.VIEWER, camera, "viewer:v");
  }

  private static Session session(SessionId id, Session.Role role, String camera, String owner) {
    return new Session(
        id,
        role,
        camera,
        owner,
        SessionState.CONNECTED,
        List.of(),
        new IceExchange(IceCredentials.random(), List.of(), List.of()),
        "etag",
        List.of(),
        Optional.empty(),
        Optional.empty());
  }
}
