package org.vigie.bridge.feedback;

/**
 * When to ask a camera for a key frame, and how: however many viewers want one, the camera hears it
 * rarely, again if it does not answer, and as FIR (RFC 5104, section 4.3.1) if PLI (RFC 4585,
 * section 6.3.1) goes unheard.
 */
public final class KeyFrameRequester {
  /** What to send now. */
  public enum Request {
    NONE,
    PLI,
    FIR
  }

  /** Least time between two requests where nothing else is said, ns. */
  public static final long MIN_INTERVAL_NANOS = 300_000_000L;

  /** Most time between two requests that go unanswered, ns. */
  public static final long MAX_INTERVAL_NANOS = 5_000_000_000L;

  /** PLIs without an answer before FIR is tried. */
  public static final int PLIS_BEFORE_FIR = 3;

  private static final long NEVER = Long.MAX_VALUE;

  private final boolean firNegotiated;
  private boolean wanted;
  private long lastNanos;
  private long notBefore = Long.MIN_VALUE;
  private long leastNanos = MIN_INTERVAL_NANOS;
  private long intervalNanos = MIN_INTERVAL_NANOS;
  private int unanswered;
  private long requests;
  private long keyFrames;

  /** A requester of one Layer; FIR is used only if the camera negotiated it. */
  public KeyFrameRequester(boolean firNegotiated) {
    this.firNegotiated = firNegotiated;
  }

  /**
   * Requests leave at most so often from now on.
   *
   * @param newLeastNanos more than 0, up to {@link #MAX_INTERVAL_NANOS}
   */
  public void space(long newLeastNanos) {
    if (newLeastNanos != leastNanos) {
      leastNanos = newLeastNanos;
      intervalNanos = newLeastNanos;
    }
  }

  /** Somebody needs a key frame. Asking again before it comes changes nothing. */
  public void request(long nowNanos) {
    wanted = true;
  }

  /**
   * The camera is heard again after a silence: what was asked meanwhile may not have reached it,
   * and if it is still wanted it is asked for at once.
   */
  public void heardAgain(long nowNanos) {
    unanswered = 0;
    intervalNanos = leastNanos;
    notBefore = nowNanos;
  }

  /** One began. */
  public void keyFrameArrived(long nowNanos) {
    keyFrames++;
    wanted = false;
    if (unanswered > 0) {
      unanswered = 0;
      intervalNanos = leastNanos;
      notBefore = Math.min(notBefore, lastNanos + leastNanos);
    }
  }

  /**
   * What to send now.
   *
   * @param rttNanos round trip to the camera, 0 if unknown: no answer can come sooner
   */
  public Request poll(long nowNanos, long rttNanos) {
    if (!wanted || nowNanos < notBefore) {
      return Request.NONE;
    }
    lastNanos = nowNanos;
    notBefore = nowNanos + Math.max(intervalNanos, leastNanos + rttNanos);
    intervalNanos = Math.min(MAX_INTERVAL_NANOS, intervalNanos * 2);
    unanswered++;
    requests++;
    return firNegotiated && unanswered > PLIS_BEFORE_FIR ? Request.FIR : Request.PLI;
  }

  /** When {@link #poll} has something to send; {@link Long#MAX_VALUE} for never. */
  public long nextDeadline() {
    return wanted ? notBefore : NEVER;
  }

  /** Whether a key frame is wanted and has not come. */
  public boolean pending() {
    return wanted;
  }

  /** PLI and FIR sent. */
  public long requests() {
    return requests;
  }

  /** Key frames that came. */
  public long keyFrames() {
    return keyFrames;
  }
}
