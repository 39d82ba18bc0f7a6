package org.vigie.bridge.network;

import java.io.PrintStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Tells what happens in a play, a line each, for whoever looks for the cause of a failure. */
final class Trace {
  /** Tells nobody. */
  static final Trace OFF = new Trace(null);

  private final @Nullable PrintStream out;

  private Trace(@Nullable PrintStream out) {
    this.out = out;
  }

  /** Tells it here. */
  static Trace to(PrintStream out) {
    return new Trace(out);
  }

  /** Something happened; {@code arguments} are only made into words if somebody listens. */
  void say(long nowNanos, Object who, String what, Object... arguments) {
    if (out != null) {
      out.printf(
          Locale.ROOT,
          "%10.3f ms  %-10s %s%n",
          nowNanos / 1_000_000.0,
          who,
          String.format(Locale.ROOT, what, arguments));
    }
  }
}
