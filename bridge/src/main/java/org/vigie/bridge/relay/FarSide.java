package org.vigie.bridge.relay;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vigie.bridge.api.MediaKind;

/** A Loop's mirrors of Streams whose home is another Loop. */
final class FarSide {
  /** Packets taken from one ring in a turn, as many as the socket gives in one. */
  private static final int PACKETS_PER_TURN = 512;

  private static final long EXPIRE_NANOS = 500_000_000L;

  /** Pictures that wait are looked after no more often. */
  private static final long TICK_NANOS = 1_000_000L;

  private final Neighbours neighbours;

  /** By home; null where no Stream of that Loop is mirrored. */
  private final @Nullable MirrorRing[] rings;

  private final int[] uses;
  private final Map<Stream, Mirror> mirrors = new HashMap<>();
  private long deadlineNanos = Long.MAX_VALUE;

  FarSide(Neighbours neighbours) {
    this.neighbours = neighbours;
    this.rings = new MirrorRing[neighbours.count()];
    this.uses = new int[neighbours.count()];
  }

  /** Asks a Stream's home for it; does nothing for a Stream that is at home here. */
  void subscribe(long nowNanos, Stream stream) {
    int home = Home.of(stream.id(), neighbours.count());
    if (home == neighbours.own() || mirrors.containsKey(stream)) {
      return;
    }
    Mirror mirror = new Mirror(stream, home, ringFrom(home), neighbours);
    uses[home]++;
    mirrors.put(stream, mirror);
    deadlineNanos = Math.min(deadlineNanos, nowNanos + EXPIRE_NANOS);
    neighbours.offer(home, new RelayCommand.Subscribe(mirror));
  }

  private MirrorRing ringFrom(int home) {
    MirrorRing ring = rings[home];
    if (ring == null) {
      ring = new MirrorRing(neighbours.own());
      rings[home] = ring;
    }
    return ring;
  }

  /** The Stream's last viewer has gone. */
  void unsubscribe(Stream stream) {
    Mirror mirror = mirrors.remove(stream);
    if (mirror == null) {
      return;
    }
    mirror.close();
    for (MediaKind kind : MediaKind.values()) {
      stream.track(kind).release();
    }
    if (--uses[mirror.home()] == 0) {
      rings[mirror.home()] = null;
    }
    if (mirrors.isEmpty()) {
      deadlineNanos = Long.MAX_VALUE;
    }
    neighbours.offer(mirror.home(), new RelayCommand.Unsubscribe(mirror));
  }

  /** Takes what has come through the rings; true if more may be waiting. */
  boolean receive(long nowNanos) {
    boolean more = false;
    for (MirrorRing ring : rings) {
      more |= ring != null && receive(nowNanos, ring);
    }
    return more;
  }

  private boolean receive(long nowNanos, MirrorRing ring) {
    ring.answer();
    for (int i = 0; i < PACKETS_PER_TURN; i++) {
      MirrorPacket packet = ring.poll();
      if (packet == null) {
        return false;
      }
      try {
        deadlineNanos = Math.min(deadlineNanos, packet.deliver(nowNanos));
      } finally {
        ring.giveBack(packet);
      }
    }
    return true;
  }

  /** Lets histories of mirrors grow old, and pictures leave whose last packet does not come. */
  void onTime(long nowNanos) {
    if (nowNanos < deadlineNanos) {
      return;
    }
    long next = mirrors.isEmpty() ? Long.MAX_VALUE : nowNanos + EXPIRE_NANOS;
    for (Stream stream : mirrors.keySet()) {
      for (MediaKind kind : MediaKind.values()) {
        Track track = stream.track(kind);
        track.onTime(nowNanos);
        next = Math.min(next, track.nextDeadlineNanos());
      }
    }
    deadlineNanos = Math.max(next, nowNanos + TICK_NANOS);
  }

  long nextDeadlineNanos() {
    return deadlineNanos;
  }

  void addTo(Map<String, Long> into) {
    into.put("mirror.streams", (long) mirrors.size());
  }
}
