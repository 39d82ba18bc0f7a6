package org.vigie.simulator.sdp;

import java.io.IOException;

/** An answer that cannot be used; the message names the line. */
public final class SdpException extends IOException {
  private static final long serialVersionUID = 1L;

  /** With one line that names the cause. */
  public SdpException(String message) {
    super(message);
  }
}
