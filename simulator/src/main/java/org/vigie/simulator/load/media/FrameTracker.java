package org.vigie.simulator.load.media;

import java.util.Arrays;

/** Counts a viewer's packets per frame, to see when a frame is complete. */
final class FrameTracker {
  private static final int FRAMES = 128;
  private static final long NONE = -1;

  private final long[] frames = new long[FRAMES];
  private final short[] counts = new short[FRAMES];

  FrameTracker() {
    Arrays.fill(frames, NONE);
  }

  /**
   * A packet of a frame came, for the first time.
   *
   * @param size packets of the whole frame
   * @return whether it was the last one missing
   */
  boolean add(long frame, int size) {
    int slot = (int) frame & (FRAMES - 1);
    if (frames[slot] != frame) {
      if (frames[slot] > frame) {
        return false; // its place was needed since
      }
      frames[slot] = frame;
      counts[slot] = 0;
    }
    return ++counts[slot] == size;
  }
}
