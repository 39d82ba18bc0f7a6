package org.vigie.signaling.negotiate;

/** An offer or PATCH that can be read but not served. Over HTTP it becomes a 422. */
public final class NegotiationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final NegotiationFailure failure;
  private final String detail;
  private final String remedy;

  NegotiationException(NegotiationFailure failure, String detail, String remedy) {
    super(failure.code() + ": " + detail, null, false, false);
    this.failure = failure;
    this.detail = detail;
    this.remedy = remedy;
  }

  /** Which rule was broken. */
  public NegotiationFailure failure() {
    return failure;
  }

  /** What was offered. */
  public String detail() {
    return detail;
  }

  /** What the client has to change. */
  public String remedy() {
    return remedy;
  }
}
