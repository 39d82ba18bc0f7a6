package org.vigie.signaling.bandwidth;

import java.util.Map;
import java.util.Optional;

/**
 * What cameras may send together.
 *
 * @param all of them, bps; empty for no bound
 * @param groups those of a group, bps, for groups that have a bound
 * @param guaranteed what those of a group get before all others, as far as they want it, bps
 */
record Budgets(Optional<Long> all, Map<String, Long> groups, Map<String, Long> guaranteed) {
  Budgets {
    groups = Map.copyOf(groups);
    guaranteed = Map.copyOf(guaranteed);
  }
}
