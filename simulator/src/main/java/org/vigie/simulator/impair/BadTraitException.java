package org.vigie.simulator.impair;

/** A trait that does not exist, or a value that it cannot have; the message says what it can. */
public final class BadTraitException extends Exception {
  private static final long serialVersionUID = 1L;

  BadTraitException(String message) {
    super(message);
  }
}
