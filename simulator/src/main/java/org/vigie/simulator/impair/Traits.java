package org.vigie.simulator.impair;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a line does to the packets of one direction; immutable. */
public final class Traits {
  /** How much waits at a bottleneck unless something else is said, ms. */
  static final double USUAL_QUEUE_MILLIS = 200;

  /** A line that passes everything on at once. */
  public static final Traits UNIMPAIRED = unimpaired();

  private static final double NANOS_PER_MILLI = 1_000_000;

  private final double[] values;

  private Traits(double[] values) {
    this.values = values;
  }

  private static Traits unimpaired() {
    return new Traits(Arrays.stream(Trait.values()).mapToDouble(Trait::usual).toArray());
  }

  /**
   * Traits from {@code name=value,name=value}, on top of these.
   *
   * @throws BadTraitException with what is wrong and what would be right
   */
  public Traits with(String text) throws BadTraitException {
    Traits all = this;
    for (String part : text.split(",", -1)) {
      String[] pair = part.strip().split("=", 2);
      if (pair.length < 2) {
        throw new BadTraitException("'%s' is not name=value, such as loss=0.05".formatted(part));
      }
      all = all.with(pair[0], number(pair[0], pair[1]));
    }
    return all;
  }

  private static double number(String key, String value) throws BadTraitException {
    try {
      return Double.parseDouble(value);
    } catch (NumberFormatException _) {
      throw new BadTraitException("%s is a number, not '%s'".formatted(key, value));
    }
  }

  /**
   * These with one changed.
   *
   * @throws BadTraitException if there is no such trait, or it cannot have that value
   */
  public Traits with(String key, double value) throws BadTraitException {
    Trait trait =
        Trait.named(key)
            .orElseThrow(() ->
                new BadTraitException("there is no '%s'; there are %s".formatted(key, all())));
    double[] changed = values.clone();
    changed[trait.ordinal()] = trait.checked(value);
    return new Traits(changed);
  }

  private static String all() {
    return Arrays.stream(Trait.values()).map(Trait::key).collect(Collectors.joining(", "));
  }

  /** The value of one. */
  public double get(Trait trait) {
    return values[trait.ordinal()];
  }

  /** Of a trait in ms: ns. */
  long nanos(Trait trait) {
    return (long) (get(trait) * NANOS_PER_MILLI);
  }

  /** What differs from an unimpaired line, as {@link #with(String)} takes it. */
  @Override
  public String toString() {
    return Arrays.stream(Trait.values())
        .filter(trait -> get(trait) != trait.usual())
        .map(trait -> String.format(Locale.ROOT, "%s=%s", trait.key(), get(trait)))
        .collect(Collectors.joining(","));
  }
}
