package org.vigie.simulator.signal;

import java.io.IOException;

/** The relay refused; {@link #isFinal} says whether asking again makes sense. */
public final class RefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  /** With what the relay said. */
  public RefusedException(Problem problem) {
    super(problem.line());
    this.problem = problem;
  }

  /** With what stands in the way of asking it, and why. */
  RefusedException(Problem problem, Throwable cause) {
    super(problem.line(), cause);
    this.problem = problem;
  }

  /** What the relay said. */
  public Problem problem() {
    return problem;
  }

  /** False for 5xx, 429 and a camera that is not live yet. */
  public boolean isFinal() {
    boolean later = problem.code().equals("no-live-camera") || problem.status() == 429;
    return problem.status() < 500 && !later;
  }
}
