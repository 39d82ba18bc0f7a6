package org.vigie.bridge.api;

import java.io.IOException;

/** The cipher that was asked for cannot be used; the message says why. */
public final class CipherUnavailableException extends IOException {
  private static final long serialVersionUID = 1;

  private final String remedy;

  /** Both are whole sentences for the person at the terminal. */
  public CipherUnavailableException(String cause, String remedy) {
    super(cause);
    this.remedy = remedy;
  }

  /** What to do about it. */
  public String remedy() {
    return remedy;
  }
}
