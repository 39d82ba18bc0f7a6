package org.vigie.signaling.settings.live;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Values that are good each for itself and rule each other out. */
final class Contradictions {
  private final LiveValues values;
  private final List<SettingFault> faults = new ArrayList<>();

  private Contradictions(LiveValues values) {
    this.values = values;
  }

  /** All that there are. */
  static List<SettingFault> in(LiveValues values) {
    Contradictions found = new Contradictions(values);
    found.terms(Scope.RELAY, values.termsOfAll());
    found.budget(Scope.RELAY, values.ingressBudget(), values.termsOfAll());
    found.guarantees(LiveKey.BUDGET_GUARANTEED, LiveKey.BUDGET_INGRESS);
    found.guarantees(LiveKey.BUDGET_EGRESS_GUARANTEED, LiveKey.BUDGET_EGRESS);
    for (Scope scope : values.set().keySet()) {
      switch (scope.kind()) {
        case RELAY, ROLE -> {}
        case GROUP -> found.group(scope);
        case CAMERA -> found.camera(scope);
      }
    }
    return found.faults;
  }

  private void group(Scope group) {
    CameraTerms terms = values.termsOfGroup(group.name());
    Optional<Long> budget = values.ingressBudget(group.name());
    terms(group, terms);
    budget(group, budget, terms);
    carried(group, terms, Scope.RELAY, values.ingressBudget());
    within(group, LiveKey.BUDGET_INGRESS, budget, values.ingressBudget());
    within(group, LiveKey.BUDGET_EGRESS, values.egressBudget(group.name()), values.egressBudget());
  }

  private void camera(Scope camera) {
    CameraTerms terms = values.termsOf(camera.name());
    terms(camera, terms);
    carried(camera, terms, Scope.RELAY, values.ingressBudget());
    terms
        .group()
        .ifPresent(
            group -> carried(camera, terms, Scope.group(group), values.ingressBudget(group)));
  }

  /** What one camera is left with fits the budgets that are shared by it. */
  private void carried(Scope scope, CameraTerms terms, Scope whose, Optional<Long> budget) {
    boolean own = values.at(scope, LiveKey.CAMERA_MIN_BITRATE).isPresent();
    if (own && budget.isPresent() && terms.minBps() > budget.get()) {
      add(
          scope,
          LiveKey.CAMERA_MIN_BITRATE,
          terms.minBps(),
          "For %s camera.min-bitrate is more than the budget of %s carries, %d bit/s."
              .formatted(scope, whose, budget.get()));
    }
  }

  private void within(Scope group, LiveKey key, Optional<Long> budget, Optional<Long> whole) {
    if (budget.isPresent() && whole.isPresent() && budget.get() > whole.get()) {
      add(
          group,
          key,
          budget.get(),
          "The budget of " + group + " is more than that of the relay, " + whole.get() + " bit/s.");
    }
  }

  private void guarantees(LiveKey guaranteed, LiveKey shared) {
    List<Scope> groups =
        values.set().keySet().stream().filter(each -> each.kind() == Scope.Kind.GROUP).toList();
    long sum = 0;
    for (Scope group : groups) {
      long least = values.ofGroup(group.name(), guaranteed).orElse(0L);
      sum += least;
      long budget = values.ofGroup(group.name(), shared).orElse(Long.MAX_VALUE);
      if (least > budget) {
        add(
            group,
            guaranteed,
            least,
            "More is guaranteed to " + group + " than its own budget, " + budget + " bit/s.");
      }
    }
    long whole = values.ofAll(shared).orElse(Long.MAX_VALUE);
    if (sum > whole) {
      add(
          Scope.RELAY,
          shared,
          whole,
          "The groups are guaranteed " + sum + " bit/s, more than the budget of the relay.");
    }
  }

  private void terms(Scope scope, CameraTerms terms) {
    if (terms.minBps() > terms.maxBps()) {
      add(
          scope,
          LiveKey.CAMERA_MIN_BITRATE,
          terms.minBps(),
          "For "
              + scope
              + " camera.min-bitrate is more than camera.max-bitrate, "
              + terms.maxBps()
              + " bit/s.");
    }
    layers(scope, terms.layers());
  }

  /** Those that are bounded grow with their size. */
  private void layers(Scope scope, LayerRates rates) {
    inOrder(
        scope,
        LiveKey.CAMERA_LAYER_BITRATE_LOW,
        rates.lowBps(),
        LiveKey.CAMERA_LAYER_BITRATE_MID,
        rates.midBps());
    inOrder(
        scope,
        LiveKey.CAMERA_LAYER_BITRATE_MID,
        rates.midBps(),
        LiveKey.CAMERA_LAYER_BITRATE_HIGH,
        rates.highBps());
    if (rates.midBps() == 0) {
      inOrder(
          scope,
          LiveKey.CAMERA_LAYER_BITRATE_LOW,
          rates.lowBps(),
          LiveKey.CAMERA_LAYER_BITRATE_HIGH,
          rates.highBps());
    }
  }

  private void inOrder(Scope scope, LiveKey lesser, long less, LiveKey greater, long more) {
    if (more > 0 && less > more) {
      add(
          scope,
          lesser,
          less,
          "For %s %s is more than %s, %d bit/s."
              .formatted(scope, lesser.key(), greater.key(), more));
    }
  }

  private void budget(Scope scope, Optional<Long> budget, CameraTerms terms) {
    if (budget.isPresent() && budget.get() < terms.minBps()) {
      add(
          scope,
          LiveKey.BUDGET_INGRESS,
          budget.get(),
          "The budget of "
              + scope
              + " does not carry the camera.min-bitrate of a single camera, "
              + terms.minBps()
              + " bit/s.");
    }
  }

  private void add(Scope scope, LiveKey key, long value, String detail) {
    faults.add(SettingFault.contradiction(scope, key, Long.toString(value), detail));
  }
}
