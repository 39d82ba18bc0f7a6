package org.vigie.signaling.bandwidth;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.vigie.bridge.api.SessionId;
import org.vigie.signaling.session.Session;

/**
 * Which cameras nobody watches. A camera that has just come is let run for a while all the same,
 * whoever watches: its own estimator learns what its line carries, and can go back there at once
 * when somebody opens it.
 */
final class Attention {
  /** Whoever changes the page comes back within this time. */
  private static final long PATIENCE_NANOS = Duration.ofMillis(500).toNanos();

  /** How long a camera that comes is let run. */
  private static final long LEARNING_NANOS = Duration.ofSeconds(10).toNanos();

  /** How long a camera that somebody could not see yet is let run, so that he can try again. */
  private static final long WANTED_NANOS = Duration.ofSeconds(10).toNanos();

  private final Map<SessionId, Long> learningUntil = new HashMap<>();
  private final Map<String, Long> unwatchedSince = new HashMap<>();
  private final Set<String> unwatched = new HashSet<>();

  /** Looks who is watched; says whether anything has changed. */
  boolean observe(long nowNanos, List<Session> publishing, Set<String> watched) {
    Set<String> before = Set.copyOf(unwatched);
    Set<String> present = new HashSet<>();
    Set<SessionId> sessions = new HashSet<>();
    unwatched.clear();
    for (Session session : publishing) {
      present.add(session.camera());
      sessions.add(session.id());
      learningUntil.putIfAbsent(session.id(), nowNanos + LEARNING_NANOS);
      if (watched.contains(session.camera())) {
        unwatchedSince.remove(session.camera());
      } else if (isLongUnwatched(nowNanos, session)) {
        unwatched.add(session.camera());
      }
    }
    unwatchedSince.keySet().retainAll(present);
    learningUntil.keySet().retainAll(sessions);
    return !unwatched.equals(before);
  }

  private boolean isLongUnwatched(long nowNanos, Session session) {
    long since = unwatchedSince.computeIfAbsent(session.camera(), each -> nowNanos);
    return !isLearning(nowNanos, session.id()) && nowNanos - since >= PATIENCE_NANOS;
  }

  /** Whether a camera has just come. */
  boolean isLearning(long nowNanos, SessionId session) {
    Long until = learningUntil.get(session);
    return until == null || nowNanos - until < 0;
  }

  /** Somebody opens a camera; says whether it was unwatched. */
  boolean opened(String camera) {
    unwatchedSince.remove(camera);
    return unwatched.remove(camera);
  }

  /** Somebody will come back for a camera; says whether it was unwatched. */
  boolean wanted(long nowNanos, String camera) {
    boolean was = unwatched.remove(camera);
    if (was) {
      unwatchedSince.put(camera, nowNanos + WANTED_NANOS);
    }
    return was;
  }

  /** Whether nobody watches it, and has not for a while. */
  boolean isUnwatched(String camera) {
    return unwatched.contains(camera);
  }
}
