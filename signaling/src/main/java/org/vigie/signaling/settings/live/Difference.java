package org.vigie.signaling.settings.live;

import java.util.Optional;

/**
 * What has changed.
 *
 * @param scope for whom
 * @param key what
 * @param from before, empty if nothing was set there
 * @param to since, empty if nothing is set there any more
 */
public record Difference(
    Scope scope, LiveKey key, Optional<LiveValue> from, Optional<LiveValue> to) {
  /** What undoes it. */
  Change undone() {
    return new Change(scope, key, from);
  }

  /** What brings it about. */
  Change done() {
    return new Change(scope, key, to);
  }

  @Override
  public String toString() {
    return scope + " " + key.key() + ": " + text(from) + " -> " + text(to);
  }

  private static String text(Optional<LiveValue> value) {
    return value.map(LiveValue::toString).orElse("not set");
  }
}
