package org.vigie.bridge.relay;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A Loop's mirrors of Streams whose home is another Loop. */
final class FarSide {
  /** Packets taken from one ring in a turn, as many as the socket gives in one. */
  private static final int PACKETS_PER_TURN = 512;

  /** Pictures that wait are looked after no more often. */
  private static final long TICK_NANOS = 1_000_000L;

  private final Neighbours neighbours;

  /** By home; null where no Stream of that Loop is mirrored. */
  private final @Nullable MirrorRing[] rings;

  private final int[] uses;
  private final List<Mirror> mirrors = new ArrayList<>();
  private long deadlineNanos = Long.MAX_VALUE;

  FarSide(Neighbours neighbours) {
    this.neighbours = neighbours;
    this.rings = new MirrorRing[neighbours.count()];
    this.uses = new int[neighbours.count()];
  }

  /** Asks a Stream's home for it; does nothing for a Stream that is at home here. */
  void subscribe(long nowNanos, Stream stream) {
    int home = Home.of(stream.id(), neighbours.count());
    if (home == neighbours.own() || stream.mirror() != null) {
      return;
    }
    Mirror mirror = new Mirror(stream, home, ringFrom(home), neighbours);
    uses[home]++;
    mirrors.add(mirror);
    stream.reflect(mirror);
    mirror.onTime(nowNanos);
    deadlineNanos = Math.min(deadlineNanos, mirror.nextDeadlineNanos());
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
    Mirror mirror = stream.mirror();
    if (mirror == null || !mirrors.remove(mirror)) {
      return;
    }
    mirror.close();
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

  /** Looks after the mirrors to which nothing comes any more. */
  void onTime(long nowNanos) {
    if (nowNanos < deadlineNanos) {
      return;
    }
    long next = Long.MAX_VALUE;
    for (int i = 0; i < mirrors.size(); i++) {
      Mirror mirror = mirrors.get(i);
      if (nowNanos >= mirror.nextDeadlineNanos()) {
        mirror.onTime(nowNanos);
      }
      next = Math.min(next, mirror.nextDeadlineNanos());
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
