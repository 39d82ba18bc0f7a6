package org.vigie.signaling.bandwidth;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vigie.bridge.api.SessionId;
import org.vigie.signaling.session.Session;

/**
 * The cameras that are told their targets by message. One that says it follows and goes on sending
 * much more is not believed any longer. Its owner sees to it that one thread at a time is in here.
 */
final class Followers {
  private static final Logger log = LoggerFactory.getLogger(Followers.class);

  /** A browser needs a second or two to come down. */
  private static final long PATIENCE_NANOS = Duration.ofSeconds(8).toNanos();

  /** Encoders overshoot at low rates. */
  private static final long TOLERATED = 2;

  private static final long TOLERATED_BPS = 100_000;

  private final Map<String, Follower> byCamera = new HashMap<>();

  private static final class Follower {
    private final SessionId session;
    private final CameraTarget.Listener listener;
    private @Nullable CameraTarget told;
    private long sinceNanos;
    private boolean obeys = true;

    Follower(SessionId session, CameraTarget.Listener listener) {
      this.session = session;
      this.listener = listener;
    }
  }

  void add(Session session, CameraTarget.Listener listener) {
    byCamera.put(session.camera(), new Follower(session.id(), listener));
  }

  void remove(CameraTarget.Listener listener) {
    byCamera.values().removeIf(each -> each.listener.equals(listener));
  }

  void retain(Collection<SessionId> publishing) {
    byCamera.values().removeIf(each -> !publishing.contains(each.session));
  }

  /** Whether a camera does what it is told by message. */
  boolean follows(String camera) {
    Follower follower = byCamera.get(camera);
    return follower != null && follower.obeys;
  }

  /** Tells a camera what it does not know yet. */
  void tell(long nowNanos, Session session, CameraTarget target) {
    Follower follower = byCamera.get(session.camera());
    if (follower == null
        || !follower.session.equals(session.id())
        || target.equals(follower.told)) {
      return;
    }
    follower.told = target;
    follower.sinceNanos = nowNanos;
    follower.listener.told(target);
  }

  /** What a camera sends, and what of that may be its sound, which no target makes less, bps. */
  void observe(long nowNanos, String camera, long bps, long soundBps) {
    Follower follower = byCamera.get(camera);
    if (follower == null || follower.told == null) {
      return;
    }
    long told = follower.told.bps();
    if (bps <= Math.max(told * TOLERATED, told + soundBps) + TOLERATED_BPS) {
      follower.sinceNanos = nowNanos;
    } else if (follower.obeys && nowNanos - follower.sinceNanos >= PATIENCE_NANOS) {
      follower.obeys = false;
      log.warn(
          "Camera {}: sends {} bit/s {} s after it was told {}; from now on it is asked by REMB",
          camera,
          bps,
          Duration.ofNanos(PATIENCE_NANOS).toSeconds(),
          told);
    }
  }
}
