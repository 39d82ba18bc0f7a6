package org.vigie.bridge.network;

import java.util.HashMap;
import java.util.Map;

/** Shows a frame once it is whole and the one before it was shown, if it is no key frame. */
final class Decoder {
  private static final int KEPT = 300;

  /** A frame of a source. */
  private record Name(Source source, int frame) {}

  private static final class Frame {
    final boolean key;
    final boolean[] there;
    final long madeAt;
    int missing;
    boolean shown;

    Frame(Shot shot) {
      key = shot.key;
      there = new boolean[shot.count];
      missing = shot.count;
      madeAt = shot.sentAt;
    }

    void add(int index) {
      if (!there[index]) {
        there[index] = true;
        missing--;
      }
    }
  }

  private final Map<Name, Frame> frames = new HashMap<>();
  private long lastShownAt;
  private long newestMadeAt;
  private int shown;

  void take(long nowNanos, Shot shot) {
    Frame frame = frames.computeIfAbsent(new Name(shot.source, shot.frame), _ -> new Frame(shot));
    frame.add(shot.index);
    showFrom(nowNanos, shot.source, shot.frame);
    if (frames.size() > KEPT) {
      frames.keySet().removeIf(each -> isOld(each, shot));
    }
  }

  private static boolean isOld(Name name, Shot newest) {
    return name.source != newest.source || newest.frame - name.frame > KEPT / 2;
  }

  private void showFrom(long nowNanos, Source source, int first) {
    Frame before = frames.get(new Name(source, first - 1));
    boolean ready = before != null && before.shown;
    for (int number = first; ; number++) {
      Frame frame = frames.get(new Name(source, number));
      if (frame == null || frame.shown || frame.missing > 0 || !(frame.key || ready)) {
        return;
      }
      frame.shown = true;
      ready = true;
      shown++;
      lastShownAt = nowNanos;
      newestMadeAt = Math.max(newestMadeAt, frame.madeAt);
    }
  }

  /** When a frame was last shown. */
  long lastShownAt() {
    return lastShownAt;
  }

  /** When the newest of the frames shown was made. */
  long newestMadeAt() {
    return newestMadeAt;
  }

  /** Frames shown. */
  int shown() {
    return shown;
  }
}
