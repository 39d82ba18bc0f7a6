package org.vigie.signaling.bandwidth;

import java.util.Map;
import java.util.Optional;

/**
 * What cameras may send together.
 *
 * @param all of them, bps; empty for no bound
 * @param groups those of a group, bps, for groups that have a bound
 */
record Budgets(Optional<Long> all, Map<String, Long> groups) {
  Budgets {
    groups = Map.copyOf(groups);
  }
}
