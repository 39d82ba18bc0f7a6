package org.vigie.bridge.relay;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.vigie.bridge.api.MediaKind;

/** A Loop's Streams as they go to mirrors on other Loops. */
final class HomeSide {
  private static final long TICK_NANOS = 1_000_000L;

  /** Viewers who want a key frame so soon have not yet seen what they were given. */
  private static final long GRACE_NANOS = 300_000_000L;

  private final Neighbours neighbours;
  private final MirrorCounters counters = new MirrorCounters();
  private final List<MirrorRing> rings = new ArrayList<>();
  private final List<Fill> fills = new ArrayList<>();
  private long nextNanos = Long.MAX_VALUE;

  /** A mirror's Track that is still given what it begins with. */
  private record Fill(Track track, MirrorFeed feed, long untilNanos) {}

  HomeSide(Neighbours neighbours) {
    this.neighbours = neighbours;
  }

  /** Feeds a mirror from now on, and with what viewers start with first. */
  void add(long nowNanos, Stream stream, Mirror mirror) {
    if (stream.mirrors().add(mirror)) {
      if (mirror.ring().retain()) {
        rings.add(mirror.ring());
      }
      for (MediaKind kind : MediaKind.values()) {
        Track track = stream.track(kind);
        MirrorFeed feed = new MirrorFeed(mirror.track(kind), neighbours, counters);
        track.mirrorTo(feed);
        feed.startFill(nowNanos, track);
        if (feed.filling()) {
          fills.add(new Fill(track, feed, nowNanos + GRACE_NANOS));
          nextNanos = nowNanos;
        }
      }
    }
  }

  /** Feeds it no longer. */
  void remove(Stream stream, Mirror mirror) {
    if (stream.mirrors().remove(mirror)) {
      if (mirror.ring().release()) {
        rings.remove(mirror.ring());
      }
      for (MediaKind kind : MediaKind.values()) {
        stream.track(kind).stopMirroring(mirror);
        fills.removeIf(fill -> fill.feed().mirror() == mirror);
      }
    }
  }

  /** Whether this mirror is being given what viewers start with, so that they need no more. */
  boolean fills(MirrorTrack mirror) {
    return fills.stream().anyMatch(fill -> fill.feed().feeds(mirror));
  }

  /** New mirrors are given a part of what they begin with. */
  void onTime(long nowNanos) {
    if (nowNanos < nextNanos) {
      return;
    }
    nextNanos = Long.MAX_VALUE;
    for (int i = fills.size() - 1; i >= 0; i--) {
      Fill fill = fills.get(i);
      fill.feed().goOn(nowNanos, fill.track());
      if (fill.feed().filling()) {
        nextNanos = nowNanos + TICK_NANOS;
      } else if (nowNanos >= fill.untilNanos()) {
        fills.remove(i);
      } else {
        nextNanos = Math.min(nextNanos, fill.untilNanos());
      }
    }
  }

  /** When {@link #onTime} should be called next. */
  long nextDeadlineNanos() {
    return nextNanos;
  }

  /** The end of a turn: wakes the Loops for which something is in a ring. */
  void flush() {
    for (int i = 0; i < rings.size(); i++) {
      if (rings.get(i).flush()) {
        neighbours.wake(rings.get(i).farLoop());
      }
    }
  }

  void addTo(Map<String, Long> into) {
    into.put("mirror.copied", counters.copied);
    into.put("mirror.dropped", counters.dropped);
    into.put("mirror.rings", (long) rings.size());
  }
}
