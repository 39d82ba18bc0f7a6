package org.vigie.signaling;

/** The relay cannot start. The message names the cause, {@link #remedy()} what to do about it. */
public final class StartException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String remedy;

  /** Both are whole sentences for the person at the terminal. */
  public StartException(String cause, String remedy) {
    super(cause);
    this.remedy = remedy;
  }

  /** The same, keeping the exception behind it for the log. */
  public StartException(String cause, String remedy, Throwable reason) {
    super(cause, reason);
    this.remedy = remedy;
  }

  /** What to do about it. */
  public String remedy() {
    return remedy;
  }
}
