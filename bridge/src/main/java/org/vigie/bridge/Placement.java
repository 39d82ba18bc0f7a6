package org.vigie.bridge;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.vigie.bridge.api.SessionId;

/** On which Loop each Session lives, until it has ended. For any thread. */
final class Placement {
  private final int[] sessions;
  private final Map<SessionId, Integer> loops = new HashMap<>();

  /** Nothing on so many Loops yet. */
  Placement(int count) {
    sessions = new int[count];
  }

  /** Sessions on all Loops. */
  synchronized int size() {
    return loops.size();
  }

  /** The Loop with the fewest Sessions. */
  synchronized int leastLoaded() {
    int least = 0;
    for (int loop = 1; loop < sessions.length; loop++) {
      if (sessions[loop] < sessions[least]) {
        least = loop;
      }
    }
    return least;
  }

  /** A new Session lives there. */
  synchronized void add(SessionId session, int loop) {
    loops.put(session, loop);
    sessions[loop]++;
  }

  /** Where it lives; empty if it does not. */
  synchronized OptionalInt of(SessionId session) {
    Integer loop = loops.get(session);
    return loop == null ? OptionalInt.empty() : OptionalInt.of(loop);
  }

  /** It has ended. */
  synchronized void remove(SessionId session) {
    Integer loop = loops.remove(session);
    if (loop != null) {
      sessions[loop]--;
    }
  }

  synchronized void clear() {
    loops.clear();
  }
}
