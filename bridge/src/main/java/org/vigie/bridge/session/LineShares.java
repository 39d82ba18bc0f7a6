package org.vigie.bridge.session;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.vigie.bridge.api.MediaKind;

/**
 * Divides a viewer's line among his Slots: sound first; then each picture its least Layer; what is
 * left goes to the picture of most weight, of those the one that is shown largest, and what that
 * does not need to the next. Pictures of one weight and size get equal parts.
 */
final class LineShares {
  private static final Comparator<Slot> LEAST_FIRST =
      Comparator.comparingInt(Slot::weight).thenComparingLong(Slot::shownPixels);

  private static final Comparator<Slot> ORDER = LEAST_FIRST.reversed();

  /** A line is to take so much more than the best Layers before it counts as good enough. */
  private static final double ROOM = 1.2;

  /** A better Layer takes so much more at least, and is to be given so much more than it takes. */
  private static final double STEP = 1.1;

  private final Slot[] sounds;
  private final Slot[] pictures;
  private final LayerRates[] rates;
  private long soundBps;
  private long leastBps;
  private long wantedBps;
  private long givenBps;
  private long nextBps = Long.MAX_VALUE;

  LineShares(List<Slot> slots) {
    sounds = of(slots, MediaKind.AUDIO);
    pictures = of(slots, MediaKind.VIDEO);
    rates = new LayerRates[pictures.length];
  }

  private static Slot[] of(List<Slot> slots, MediaKind kind) {
    return slots.stream().filter(slot -> slot.kind() == kind).toArray(Slot[]::new);
  }

  /** Finds what comes first, and what all that is shown takes, at least and at most. */
  void measure(long nowNanos) {
    Arrays.sort(pictures, ORDER);
    soundBps = 0;
    for (Slot sound : sounds) {
      soundBps += sound.measure(nowNanos).most();
    }
    leastBps = 0;
    wantedBps = soundBps;
    for (int i = 0; i < pictures.length; i++) {
      rates[i] = pictures[i].measure(nowNanos);
      leastBps += rates[i].least();
      wantedBps += (long) (rates[i].most() * ROOM);
    }
  }

  /** With less than this not every picture can be shown whole, bps. */
  long leastBps() {
    return soundBps + leastBps;
  }

  /** What the best of everything takes and some room, bps. */
  long wantedBps() {
    return wantedBps;
  }

  /** What all that is shown was given the last time; of pictures not shown whole nothing, bps. */
  long givenBps() {
    return givenBps;
  }

  /**
   * With so much one picture could be given its next better Layer, as found the last time, bps;
   * {@link Long#MAX_VALUE} if there is none.
   */
  long nextBps() {
    return nextBps;
  }

  /**
   * Gives each picture its part.
   *
   * @param bps what the line takes
   * @param now the part of it that may be given now
   * @param hindered whether what is given now meets a queue, losses or a bound
   */
  void give(long nowNanos, long bps, double now, boolean hindered) {
    long left = Math.max(0, bps - soundBps);
    long step = Long.MAX_VALUE;
    givenBps = soundBps;
    for (int i = 0; i < pictures.length; i++) {
      Slot picture = pictures[i];
      if (picture.isShowing()) {
        int sharers = sharers(i);
        long least = Math.min(left, picture.leastBps() * sharers);
        long part = Math.max(left - laterLeastBps(i), least) / sharers;
        long takes = picture.fit(nowNanos, part, (long) (part * now), hindered);
        long whole = picture.gate().isClosing() ? 0 : takes;
        left -= takes;
        step = Math.min(step, step(rates[i], whole));
        givenBps += whole;
      }
    }
    nextBps = step == Long.MAX_VALUE ? step : givenBps + step;
  }

  /** How much more a picture would take that is given more. */
  private static long step(LayerRates rates, long takes) {
    long next = rates.above(takes * STEP);
    return next == Long.MAX_VALUE ? next : (long) (next * STEP) - takes;
  }

  /** What those take at least that come after this one and those like it. */
  private long laterLeastBps(int picture) {
    long sum = 0;
    for (int i = picture + 1; i < pictures.length; i++) {
      if (LEAST_FIRST.compare(pictures[i], pictures[picture]) < 0) {
        sum += pictures[i].leastBps();
      }
    }
    return sum;
  }

  /** This one and those like it, in weight and size, that come after it. */
  private int sharers(int picture) {
    int count = 0;
    for (int i = picture; i < pictures.length; i++) {
      boolean alike = LEAST_FIRST.compare(pictures[i], pictures[picture]) == 0;
      count += alike && pictures[i].isShowing() ? 1 : 0;
    }
    return count;
  }
}
