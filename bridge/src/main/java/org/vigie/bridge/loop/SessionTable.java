package org.vigie.bridge.loop;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vigie.bridge.api.SessionId;
import org.vigie.bridge.loop.TimerWheel.Timer;
import org.vigie.bridge.session.Session;
import org.vigie.bridge.udp.Path;

/**
 * A Loop's Sessions: by id, by the user fragments of this end, and by the paths they have proved.
 */
final class SessionTable {
  /** A Session with what its Loop keeps beside it. */
  record Entry(Session session, Timer<Session> timer, List<String> ufrags) {}

  private final Map<SessionId, Entry> byId = new HashMap<>();
  private final Map<String, Session> byUfrag = new HashMap<>();
  private final List<Map<InetSocketAddress, Session>> byRemote = new ArrayList<>();

  SessionTable(int localAddresses) {
    for (int i = 0; i < localAddresses; i++) {
      byRemote.add(new HashMap<>());
    }
  }

  Entry add(Session session, String ufrag) {
    Entry entry = new Entry(session, new Timer<>(session), new ArrayList<>());
    byId.put(session.id(), entry);
    addUfrag(entry, ufrag);
    return entry;
  }

  /** Another user fragment of the same Session; those that it no longer accepts are forgotten. */
  void addUfrag(Entry entry, String ufrag) {
    for (String old : List.copyOf(entry.ufrags())) {
      if (!entry.session().accepts(old)) {
        entry.ufrags().remove(old);
        byUfrag.remove(old);
      }
    }
    entry.ufrags().add(ufrag);
    byUfrag.put(ufrag, entry.session());
  }

  void remove(Session session) {
    Entry entry = byId.remove(session.id());
    if (entry != null) {
      entry.ufrags().forEach(byUfrag::remove);
    }
  }

  @Nullable Entry entry(SessionId id) {
    return byId.get(id);
  }

  @Nullable Session withUfrag(String ufrag) {
    return byUfrag.get(ufrag);
  }

  @Nullable Session at(int localIndex, InetSocketAddress remote) {
    return byRemote.get(localIndex).get(remote);
  }

  /** The path is this Session's from now on; who had it before loses it. */
  void proved(Session session, Path path) {
    Session before = byRemote.get(path.localIndex()).put(path.remote(), session);
    if (before != null && before != session) {
      before.lose(path);
    }
  }

  void released(Session session, Path path) {
    byRemote.get(path.localIndex()).remove(path.remote(), session);
  }

  Collection<Entry> entries() {
    return byId.values();
  }

  int size() {
    return byId.size();
  }

  int paths() {
    return byRemote.stream().mapToInt(Map::size).sum();
  }

  int ufrags() {
    return byUfrag.size();
  }
}
