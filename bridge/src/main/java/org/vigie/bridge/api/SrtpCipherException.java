package org.vigie.bridge.api;

/** The cipher that was asked for cannot be used; the message says why, and what to do. */
public final class SrtpCipherException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** With a message for whoever runs the relay. */
  public SrtpCipherException(String message) {
    super(message);
  }
}
