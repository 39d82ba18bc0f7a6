package org.vigie.simulator.footage;

import java.io.IOException;

/** Footage that cannot be played; the message is one line that names the cause and the remedy. */
public final class FootageException extends IOException {
  private static final long serialVersionUID = 1L;

  /** With one line that names the cause and the remedy. */
  public FootageException(String message) {
    super(message);
  }

  /** With one line that names the cause and the remedy, and where it came from. */
  public FootageException(String message, Throwable cause) {
    super(message, cause);
  }

  /** A file that does not hold together. */
  static FootageException damaged(String what) {
    return new FootageException(what + "; is this an MP4 file, and whole?");
  }
}
