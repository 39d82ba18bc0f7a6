package org.vigie.signaling.settings.live;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One step of the settings.
 *
 * @param version counts from 1
 * @param at when
 * @param by who
 * @param reason why
 * @param rollbackTo the version whose values it restores, if it does
 * @param changes what it changed
 */
public record Version(
    long version,
    Instant at,
    String by,
    String reason,
    Optional<Long> rollbackTo,
    List<Difference> changes) {
  public Version {
    changes = List.copyOf(changes);
  }
}
