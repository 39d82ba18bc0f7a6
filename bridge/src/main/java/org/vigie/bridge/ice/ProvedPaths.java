package org.vigie.bridge.ice;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vigie.bridge.udp.Path;

/** The Paths of one Session over which a valid check came, and which of them is selected. */
final class ProvedPaths {
  private static final class Proved {
    final Path path;
    long lastNanos;

    Proved(Path path, long lastNanos) {
      this.path = path;
      this.lastNanos = lastNanos;
    }
  }

  private final int most;
  private final List<Proved> all;
  private @Nullable Proved selected;
  private Optional<Path> selectedPath = Optional.empty();
  private boolean consented;
  private long consentNanos;

  ProvedPaths(int most) {
    this.most = most;
    this.all = new ArrayList<>(2);
  }

  /**
   * Notes a valid check.
   *
   * @return the Path that had to give way, if any
   */
  Optional<Path> prove(Path path, long nowNanos) {
    consented = true;
    consentNanos = nowNanos;
    Proved known = find(path);
    if (known != null) {
      known.lastNanos = nowNanos;
      return Optional.empty();
    }
    Optional<Path> evicted = all.size() < most ? Optional.empty() : evict();
    all.add(new Proved(path, nowNanos));
    return evicted;
  }

  /**
   * Selects a proved Path.
   *
   * @return whether that changes the selection
   */
  boolean select(Path path) {
    Proved known = find(path);
    if (known == null || known == selected) {
      return false;
    }
    selected = known;
    selectedPath = Optional.of(known.path);
    return true;
  }

  void forget(Path path) {
    all.removeIf(proved -> proved.path.equals(path));
    if (selected != null && selected.path.equals(path)) {
      selected = null;
      selectedPath = Optional.empty();
    }
  }

  boolean contains(Path path) {
    return find(path) != null;
  }

  Optional<Path> selected() {
    return selectedPath;
  }

  /**
   * When consent was given last: on the selected Path; without one on any, even one that is no
   * longer this Session's; else {@code never}.
   */
  long lastConsent(long never) {
    if (selected != null) {
      return selected.lastNanos;
    }
    return consented ? consentNanos : never;
  }

  private @Nullable Proved find(Path path) {
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).path.equals(path)) {
        return all.get(i);
      }
    }
    return null;
  }

  /** Called only when full, so that there is one besides the selected. */
  private Optional<Path> evict() {
    Proved oldest = null;
    for (Proved proved : all) {
      if (proved != selected && (oldest == null || proved.lastNanos - oldest.lastNanos < 0)) {
        oldest = proved;
      }
    }
    if (oldest == null) {
      return Optional.empty();
    }
    all.remove(oldest);
    return Optional.of(oldest.path);
  }
}
