package org.vigie.signaling.http;

import java.util.Optional;

/**
 * Which requests an endpoint answers.
 *
 * @param method such as {@code GET}; a GET answers HEAD too unless there is a route for it
 * @param template the path
 * @param access who may ask
 * @param intake the body it takes, if any
 * @param endpoint what answers
 */
public record Route(
    String method,
    PathTemplate template,
    Access access,
    Optional<Intake> intake,
    Endpoint endpoint) {
  /** Who may ask. */
  public enum Access {
    /** Anybody; a token is not looked at. */
    OPEN,
    /** Whoever has a token. */
    TOKEN
  }

  /**
   * A body that an endpoint takes.
   *
   * @param mediaType the only one, else 415
   * @param maxBytes else 413
   */
  public record Intake(String mediaType, int maxBytes) {}

  /** A route that takes no body. */
  public static Route of(String method, String path, Access access, Endpoint endpoint) {
    return new Route(method, new PathTemplate(path), access, Optional.empty(), endpoint);
  }

  /** The same with a body. */
  public Route taking(Intake wanted) {
    return new Route(method, template, access, Optional.of(wanted), endpoint);
  }
}
