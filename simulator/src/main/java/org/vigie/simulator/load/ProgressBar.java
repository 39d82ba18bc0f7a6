package org.vigie.simulator.load;

import java.io.PrintWriter;

/** Progress as a bar that is drawn over and over; as a line now and then where no terminal is. */
final class ProgressBar implements Progress {
  private static final int WIDTH = 30;
  private static final long REDRAW_NANOS = 100_000_000;
  private static final long LINE_NANOS = 5_000_000_000L;
  private static final String CLEAR = "\r\u001b[K";

  private final PrintWriter out;
  private final boolean terminal;
  private String what = "";
  private long shownAt;
  private String last = "";

  ProgressBar(PrintWriter out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  @Override
  public synchronized void step(String newWhat, int done, int of, String unit) {
    long now = System.nanoTime();
    boolean fresh = !what.equals(newWhat);
    boolean due = now - shownAt >= (terminal ? REDRAW_NANOS : LINE_NANOS);
    last = newWhat + " " + done + "/" + of + " " + unit;
    if (fresh || due || done == of) {
      what = newWhat;
      shownAt = now;
      show(done, of);
    }
  }

  private void show(int done, int of) {
    if (terminal) {
      int full = of == 0 ? WIDTH : WIDTH * Math.min(done, of) / of;
      out.print(CLEAR + "[" + "█".repeat(full) + "·".repeat(WIDTH - full) + "] " + last);
    } else {
      out.println("load: " + last);
    }
    out.flush();
  }

  @Override
  public synchronized void done() {
    what = "";
    if (terminal) {
      out.print(CLEAR);
      out.flush();
    }
  }
}
