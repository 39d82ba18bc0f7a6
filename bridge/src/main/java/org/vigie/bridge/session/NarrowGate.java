package org.vigie.bridge.session;

import org.vigie.bridge.forward.IncomingPacket;

/**
 * What a line that is too slow for even the least Layer is given: a key frame, as many pictures
 * after it as it takes, and then nothing until the next key frame. What such a viewer sees moves in
 * steps, but is of now. Each key frame costs the camera, and with it everybody, so it is asked for
 * as late as can be without what is on the screen becoming older than {@link #OLDEST_NANOS}.
 */
final class NarrowGate {
  /** What is on the screen shall not be older. */
  static final long OLDEST_NANOS = 1_500_000_000L;

  /** However slow the line is, key frames are so far apart at least. */
  static final long LEAST_NANOS = 800_000_000L;

  /** A picture that would leave later than this after it came does not. */
  private static final long LATE_NANOS = 250_000_000L;

  /** The same where the line takes the Layer: what a key frame held up catches up. */
  private static final long LATE_IN_PASSING_NANOS = 900_000_000L;

  /** A picture that has begun is not ended later than this. */
  private static final long TOO_LATE_NANOS = 1_400_000_000L;

  /**
   * A line counts as too slow after it has hindered so long: some only stand still for a moment.
   */
  static final long DOUBT_NANOS = 800_000_000L;

  /** The same if it is almost fast enough: its queue grows slowly, and an estimate is no more. */
  static final long LONG_DOUBT_NANOS = 2_000_000_000L;

  /** From asking a camera until its key frame comes. */
  private static final long ANSWER_NANOS = 150_000_000L;

  /** With less than this even a small key frame would not come through in time. */
  static final long LEAST_BPS = 10_000;

  /** A pause ends for a packet or two after so long: from nothing sent nothing can be learnt. */
  static final long PAUSE_NANOS = 8_000_000_000L;

  private static final double NANOS_BITS = 8e9;

  private boolean closing;
  private boolean enough = true;
  private boolean doubted;
  private long lookedNanos;
  private long hinderedNanos;
  private long startedNanos = Long.MIN_VALUE / 2;
  private long shownNanos = Long.MIN_VALUE / 2;
  private int startTimestamp;
  private boolean starting;
  private long startBytes;

  /**
   * Whether the line is too slow, as found now.
   *
   * @param byFar whether it is much too slow
   * @param hindered whether what is sent now meets a queue, losses or a bound: a line that lets
   *     everything pass is not too slow, whatever is believed of it
   */
  void narrow(long nowNanos, boolean isNarrow, boolean byFar, boolean hindered) {
    if (!isNarrow) {
      doubted = false;
      closing = false;
      return;
    }
    hinderedNanos = doubted ? hinderedNanos + (hindered ? nowNanos - lookedNanos : 0) : 0;
    doubted = true;
    lookedNanos = nowNanos;
    closing |= hinderedNanos >= (byFar ? DOUBT_NANOS : LONG_DOUBT_NANOS);
  }

  /** So much of the line is for this picture, bps. */
  void gives(long bps) {
    enough = bps >= LEAST_BPS;
  }

  /** Whether there is nothing left for the picture: it stands still rather than breaks. */
  boolean isPaused() {
    return closing && !enough;
  }

  /** Whether the line counts as too slow. */
  boolean isClosing() {
    return closing;
  }

  /** How long the next packet of a picture may have waited that is begun now, or that has begun. */
  long lateNanos(boolean begins) {
    long late = closing ? LATE_NANOS : LATE_IN_PASSING_NANOS;
    return begins ? late : TOO_LATE_NANOS;
  }

  /** Whether a key frame may begin. */
  boolean mayStart(long nowNanos) {
    return !closing || nowNanos >= startedNanos + (enough ? LEAST_NANOS : PAUSE_NANOS);
  }

  /**
   * Whether it is time to ask for one.
   *
   * @param bps what the line takes, 0 if that is not known
   */
  boolean mayAsk(long nowNanos, long bps) {
    long takes = bps == 0 ? 0 : (long) (startBytes * NANOS_BITS / bps);
    return !closing
        || (mayStart(nowNanos) && nowNanos >= shownNanos + OLDEST_NANOS - ANSWER_NANOS - takes);
  }

  /** A key frame begins. */
  void starts(long nowNanos, IncomingPacket packet) {
    startedNanos = nowNanos;
    startTimestamp = packet.rtp().timestamp();
    startBytes = 0;
    starting = true;
  }

  /** A packet left. */
  void sent(IncomingPacket packet, int bytes) {
    shownNanos = packet.arrivalNanos();
    if (starting) {
      starting = packet.rtp().timestamp() == startTimestamp;
      startBytes += starting ? bytes : 0;
    }
  }
}
