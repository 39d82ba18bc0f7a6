package org.vigie.bridge.session;

import org.jspecify.annotations.Nullable;
import org.vigie.bridge.forward.Layer;

/**
 * When a Slot sees to a key frame, and when the camera hears that its viewer cannot go on. A key
 * frame costs the camera and all who watch it, and a viewer whose decoder cannot show the stream
 * asks for ever. So while key frames come and he asks all the same, the camera hears of him more
 * and more rarely; a viewer whose key frame was lost has the next one soon.
 */
final class KeyFrameWish {
  /** Whoever asks the camera throttles again. */
  private static final long LOOK_NANOS = 100_000_000L;

  /** A viewer who has just caught up and needs a key frame again is not helped by the same. */
  private static final long REPLAY_NANOS = 2_000_000_000L;

  /**
   * The camera hears of it so long after the last time at least, once key frames have not helped.
   */
  static final long LEAST_NANOS = 500_000_000L;

  /** The same, however often they have not: who watches on a slow line costs the camera as much. */
  static final long MOST_NANOS = 1_000_000_000L;

  /** A key frame has helped who asks for the next one so much later. */
  private static final long HELPED_NANOS = 2_000_000_000L;

  /** Who has not asked for so long has what he needs. */
  private static final long CALM_NANOS = 5_000_000_000L;

  /**
   * One NACK can name thousands of packets, and each time what is kept has to be looked through.
   */
  private static final long SAME_NANOS = 50_000_000L;

  private static final long NEVER = Long.MIN_VALUE / 2;

  private long nextLookNanos = NEVER;
  private long replayedNanos = NEVER;
  private boolean waits;
  private boolean answered;
  private long answeredNanos = NEVER;
  private long lostNanos = NEVER;
  private long askedNanos = NEVER;
  private long pauseNanos;

  /** Another Track is shown: nothing is known of it. */
  void restart() {
    replayedNanos = NEVER;
    waits = false;
    answered = false;
    lostNanos = NEVER;
    askedNanos = NEVER;
    pauseNanos = 0;
  }

  /** Something has changed: what is needed is looked for at once. */
  void renew() {
    nextLookNanos = NEVER;
  }

  /** Whether it is time to look whether a key frame is needed. */
  boolean mayLook(long nowNanos) {
    return nowNanos >= nextLookNanos;
  }

  /** That was looked for. */
  void looked(long nowNanos) {
    nextLookNanos = nowNanos + LOOK_NANOS;
  }

  /** The viewer says that he cannot go on; false where he has just said so. */
  boolean lost(long nowNanos) {
    if (nowNanos - lostNanos < SAME_NANOS) {
      return false;
    }
    if (nowNanos - lostNanos >= CALM_NANOS) {
      pauseNanos = 0;
    } else if (answered) {
      boolean helped = nowNanos - answeredNanos >= HELPED_NANOS;
      pauseNanos = helped ? pauseNanos / 2 : Math.clamp(2 * pauseNanos, LEAST_NANOS, MOST_NANOS);
    }
    answered = false;
    lostNanos = nowNanos;
    waits = true;
    return true;
  }

  /**
   * Whether the camera is to hear of it now: always where nobody could start with what came of this
   * Layer, because then the camera's own line has lost what all need.
   */
  boolean isDue(long nowNanos, @Nullable Layer layer) {
    return waits && (isPauseOver(nowNanos) || layer == null || !layer.history().canStart(nowNanos));
  }

  private boolean isPauseOver(long nowNanos) {
    return nowNanos - askedNanos >= pauseNanos;
  }

  /** The camera has heard of it. */
  void passedOn(long nowNanos) {
    askedNanos = nowNanos;
    waits = false;
  }

  /** Whether a key frame of the past may help. */
  boolean mayReplay(long nowNanos) {
    return nowNanos - replayedNanos >= REPLAY_NANOS;
  }

  /** The viewer is given one: the camera need not hear of it. */
  void replayed(long nowNanos) {
    replayedNanos = nowNanos;
    waits = false;
  }

  /** The camera's key frame comes. */
  void keyFrameCame(long nowNanos) {
    waits = false;
    answered = true;
    answeredNanos = nowNanos;
  }
}
