package org.vigie.signaling.bandwidth;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What cameras may send together, or viewers be given.
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

  /** That of all, and what is set for the groups to which these belong. */
  static Budgets of(
      List<Claim> claims,
      Optional<Long> all,
      Function<String, Optional<Long>> ofGroup,
      Function<String, Optional<Long>> guaranteed) {
    Map<String, Long> groups = new HashMap<>();
    Map<String, Long> least = new HashMap<>();
    claims.stream()
        .flatMap(claim -> claim.group().stream())
        .distinct()
        .forEach(group -> {
          ofGroup.apply(group).ifPresent(bps -> groups.put(group, bps));
          guaranteed.apply(group).ifPresent(bps -> least.put(group, bps));
        });
    return new Budgets(all, groups, least);
  }
}
