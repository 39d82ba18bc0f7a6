package org.vigie.signaling.http;

import java.io.IOException;

/** Answers one kind of request. It may block for a file, never for the network. */
@FunctionalInterface
public interface Endpoint {
  /**
   * Answers.
   *
   * @throws Refusal to end with a problem
   * @throws IOException if the relay's own state cannot be kept; the client sees 503
   */
  Reply answer(Call call) throws IOException;
}
