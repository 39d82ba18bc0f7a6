package org.vigie.bridge.udp;

import java.io.IOException;

/** Another socket holds the port. */
final class PortTakenException extends IOException {
  private static final long serialVersionUID = 1L;

  PortTakenException(String message, Throwable cause) {
    super(message, cause);
  }
}
