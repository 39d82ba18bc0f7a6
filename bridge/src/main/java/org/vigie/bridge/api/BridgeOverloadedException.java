package org.vigie.bridge.api;

/** The bridge holds as many Sessions as it may; try again later. */
public final class BridgeOverloadedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Names the limit that was reached. */
  public BridgeOverloadedException(String message) {
    super(message);
  }
}
