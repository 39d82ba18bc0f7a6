package org.vigie.bridge.api;

/**
 * Names what one camera publishes; chosen by the host (Vigie's signalling uses the camera's id).
 */
public record StreamId(String value) {
  @Override
  public String toString() {
    return value;
  }
}
