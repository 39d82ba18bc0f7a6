package org.vigie.bridge.network;

/** Something happened that must never happen. */
final class Violation extends AssertionError {
  private static final long serialVersionUID = 1;

  private final Rule rule;

  Violation(Rule rule, long nowNanos, String what) {
    super(rule + " at " + nowNanos / 1_000_000.0 + " ms: " + what);
    this.rule = rule;
  }

  Rule rule() {
    return rule;
  }
}
