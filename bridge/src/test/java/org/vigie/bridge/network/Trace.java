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

  /** Something happened, in these words; they are only put together if somebody listens. */
  void say(long nowNanos, Object who, Object... words) {
    if (out == null) {
      return;
    }
    StringBuilder line = new StringBuilder();
    line.append(String.format(Locale.ROOT, "%10.3f ms  %-10s", nowNanos / 1_000_000.0, who));
    for (Object word : words) {
      line.append(' ').append(word);
    }
    out.println(line);
  }
}
