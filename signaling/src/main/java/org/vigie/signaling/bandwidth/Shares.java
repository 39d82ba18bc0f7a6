package org.vigie.signaling.bandwidth;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Divides budgets by weight, as water fills vessels: every camera, or every viewer, stands in water
 * of one level, {@code level × weight}, but never below its least nor above what it wants; in a
 * group whose own budget is full the level stays lower. What nobody wants is given out in a second
 * round, so that who begins to need more has some of it at once.
 *
 * <p>A group to which something is guaranteed gets that first, as far as its members want it,
 * divided among them in the same way. Where a budget does not carry even the least of all others
 * beside that, all of them get the same part of their least.
 */
final class Shares {
  /**
   * Halvings of the level; rates are below 2^31 bps, so that this is exact to a fraction of one.
   */
  private static final int ROUNDS = 52;

  private final List<Vessel> vessels;
  private final Budgets budgets;

  /**
   * One's bounds while a round runs; {@code roof} is the level of its group, {@code guarded}
   * whether its floor comes before others'.
   */
  private record Vessel(Claim claim, double floor, double top, double roof, boolean guarded) {
    double at(double level) {
      return Math.clamp(Math.min(level, roof) * claim.weight(), floor, Math.max(floor, top));
    }

    boolean isIn(String group) {
      return claim.group().orElse("").equals(group);
    }

    Vessel under(double newRoof) {
      return new Vessel(claim, floor, top, newRoof, guarded);
    }

    Vessel onFloor(double newFloor) {
      return new Vessel(claim, newFloor, top, roof, guarded);
    }

    Vessel guarded(double level) {
      return new Vessel(claim, at(level), top, roof, true);
    }
  }

  private Shares(List<Vessel> vessels, Budgets budgets) {
    this.vessels = vessels;
    this.budgets = budgets;
  }

  /** What each is given, bps, by its id. */
  static Map<String, Long> of(List<Claim> claims, Budgets budgets) {
    List<Vessel> wanted = new ArrayList<>();
    claims.forEach(claim -> wanted.add(vessel(claim, (double) claim.minBps(), claim.wantedBps())));
    Map<String, Double> first = new Shares(wanted, budgets).guard().divide();
    List<Vessel> rest = new ArrayList<>();
    claims.forEach(
        claim -> rest.add(vessel(claim, first.getOrDefault(claim.id(), 0.0), claim.maxBps())));
    Map<String, Long> shares = new HashMap<>();
    new Shares(rest, budgets).divide().forEach((id, bps) -> shares.put(id, Math.round(bps)));
    return Map.copyOf(shares);
  }

  private static Vessel vessel(Claim claim, double floor, long top) {
    return new Vessel(claim, floor, (double) top, Double.MAX_VALUE, false);
  }

  /** Gives groups what is guaranteed to them; what they do not want of it is for all. */
  private Shares guard() {
    budgets
        .guaranteed()
        .forEach((group, least) -> {
          double level = level(vessels.stream().filter(v -> v.isIn(group)).toList(), least);
          vessels.replaceAll(v -> v.isIn(group) ? v.guarded(level) : v);
        });
    return this;
  }

  private Map<String, Double> divide() {
    budgets.groups().forEach(this::fill);
    double level =
        budgets.all().map(budget -> level(vessels, shrink(budget))).orElse(Double.MAX_VALUE);
    Map<String, Double> shares = new HashMap<>();
    vessels.forEach(vessel -> shares.put(vessel.claim.id(), vessel.at(level)));
    return shares;
  }

  private void fill(String group, long budget) {
    List<Vessel> members = vessels.stream().filter(v -> v.isIn(group)).toList();
    double least = sum(members, Vessel::floor);
    double part = least > budget ? budget / least : 1;
    List<Vessel> lowered = members.stream().map(v -> v.onFloor(v.floor * part)).toList();
    double roof = level(lowered, budget);
    vessels.replaceAll(v -> v.isIn(group) ? v.onFloor(v.floor * part).under(roof) : v);
  }

  /** Makes the least of all fit a budget, which is returned. */
  private long shrink(long budget) {
    double guarded = sum(vessels, v -> v.guarded ? v.floor : 0);
    double others = sum(vessels, v -> v.guarded ? 0 : v.floor);
    if (guarded + others > budget) {
      double part = guarded > budget ? budget / guarded : 1;
      double rest = others > 0 ? Math.max(0, budget - guarded) / others : 0;
      vessels.replaceAll(v -> v.onFloor(v.floor * (v.guarded ? part : rest)));
    }
    return budget;
  }

  /** The highest level at which all together stay within the budget. */
  private static double level(List<Vessel> vessels, long budget) {
    double high = vessels.stream().mapToDouble(v -> v.top / v.claim.weight()).max().orElse(0);
    if (sum(vessels, v -> v.at(high)) <= budget) {
      return Double.MAX_VALUE;
    }
    double low = 0;
    double above = high;
    for (int i = 0; i < ROUNDS; i++) {
      double middle = (low + above) / 2;
      if (sum(vessels, v -> v.at(middle)) <= budget) {
        low = middle;
      } else {
        above = middle;
      }
    }
    return low;
  }

  private static double sum(List<Vessel> vessels, ToDoubleFunction<Vessel> each) {
    return vessels.stream().mapToDouble(each).sum();
  }
}
