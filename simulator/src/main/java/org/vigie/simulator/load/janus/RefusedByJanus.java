package org.vigie.simulator.load.janus;

import java.io.IOException;

/** An error that Janus or its plugin answered. */
final class RefusedByJanus extends IOException {
  private static final long serialVersionUID = 1L;

  private final int code;

  RefusedByJanus(int code, String what) {
    super("Janus refuses " + what + " (" + code + ")");
    this.code = code;
  }

  /** Janus' number for it. */
  int code() {
    return code;
  }
}
