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
  static final class Entry {
    private final Session session;
    private final Timer<Entry> timer = new Timer<>(this);
    private final List<String> ufrags = new ArrayList<>();

    private Entry(Session session) {
      this.session = session;
    }

    Session session() {
      return session;
    }

    Timer<Entry> timer() {
      return timer;
    }
  }

  private final Map<SessionId, Entry> byId = new HashMap<>();
  private final Map<String, Entry> byUfrag = new HashMap<>();
  private final List<Map<InetSocketAddress, Entry>> byRemote = new ArrayList<>();

  SessionTable(int localAddresses) {
    for (int i = 0; i < localAddresses; i++) {
      byRemote.add(new HashMap<>());
    }
  }

  Entry add(Session session, String ufrag) {
    Entry entry = new Entry(session);
    byId.put(session.id(), entry);
    addUfrag(entry, ufrag);
    return entry;
  }

  /** Another user fragment of the same Session; those that it no longer accepts are forgotten. */
  void addUfrag(Entry entry, String ufrag) {
    for (String old : List.copyOf(entry.ufrags)) {
      if (!entry.session().accepts(old)) {
        entry.ufrags.remove(old);
        byUfrag.remove(old);
      }
    }
    entry.ufrags.add(ufrag);
    byUfrag.put(ufrag, entry);
  }

  void remove(Session session) {
    Entry entry = byId.remove(session.id());
    if (entry != null) {
      entry.ufrags.forEach(byUfrag::remove);
    }
  }

  @Nullable Entry entry(SessionId id) {
    return byId.get(id);
  }

  @Nullable Entry withUfrag(String ufrag) {
    return byUfrag.get(ufrag);
  }

  @Nullable Entry at(int localIndex, InetSocketAddress remote) {
    return byRemote.get(localIndex).get(remote);
  }

  /** The path is this Session's from now on; who had it before loses it. */
  void proved(Session session, Path path) {
    Entry entry = byId.get(session.id());
    if (entry == null) {
      return;
    }
    Entry before = byRemote.get(path.localIndex()).put(path.remote(), entry);
    if (before != null && before != entry) {
      before.session().lose(path);
    }
  }

  void released(Session session, Path path) {
    Map<InetSocketAddress, Entry> remotes = byRemote.get(path.localIndex());
    Entry entry = remotes.get(path.remote());
    if (entry != null && entry.session() == session) {
      remotes.remove(path.remote());
    }
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
