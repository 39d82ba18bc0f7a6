package org.vigie.bridge.relay;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.vigie.bridge.api.MediaKind;

/** A Loop's Streams as they go to mirrors on other Loops. */
final class HomeSide {
  private final Neighbours neighbours;
  private final MirrorCounters counters = new MirrorCounters();
  private final List<MirrorRing> rings = new ArrayList<>();

  HomeSide(Neighbours neighbours) {
    this.neighbours = neighbours;
  }

  /** Feeds a mirror from now on. */
  void add(Stream stream, Mirror mirror) {
    if (stream.mirrors().add(mirror)) {
      if (mirror.ring().retain()) {
        rings.add(mirror.ring());
      }
      for (MediaKind kind : MediaKind.values()) {
        stream.track(kind).mirrorTo(new MirrorFeed(mirror.track(kind), neighbours, counters));
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
      }
    }
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
