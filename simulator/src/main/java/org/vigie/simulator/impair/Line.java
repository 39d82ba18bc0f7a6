package org.vigie.simulator.impair;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;

/**
 * One direction of a bad line. A packet first passes the bottleneck with its queue, is then lost,
 * damaged or doubled, and arrives after delay and jitter: what the air loses has taken its time on
 * the air. Driven by {@code now}; not for several threads.
 */
final class Line {
  /** More packets on the way are lost. */
  static final int MAX_UNDER_WAY = 20_000;

  static final long NEVER = Long.MAX_VALUE;

  private final RandomGenerator random;
  private final Bottleneck bottleneck = new Bottleneck();
  private final PriorityQueue<Arrival> underWay =
      new PriorityQueue<>(
          Comparator.comparingLong(Arrival::atNanos).thenComparingLong(Arrival::order));
  private final LineCounts counts = new LineCounts();
  private Traits traits = Traits.UNIMPAIRED;
  private boolean bad;
  private long lastArrivalNanos = Long.MIN_VALUE;
  private long order;

  private record Arrival(long atNanos, long order, Packet packet) {}

  Line(RandomGenerator random) {
    this.random = random;
  }

  Traits traits() {
    return traits;
  }

  LineCounts counts() {
    return counts;
  }

  /** From now on the line is so; what is on the way keeps its time of arrival. */
  void traits(long nowNanos, Traits changed) {
    traits = changed;
    bottleneck.traits(nowNanos, changed);
    if (isBlack()) {
      counts.blackedOut += underWay.size();
      underWay.clear();
      bottleneck.empty();
    }
  }

  private boolean isBlack() {
    return traits.get(Trait.BLACKOUT) != 0;
  }

  /** A packet enters. */
  void enter(long nowNanos, Packet packet) {
    counts.entered++;
    if (isBlack()) {
      counts.blackedOut++;
    } else if (underWay.size() >= MAX_UNDER_WAY || bottleneck.isFull(nowNanos, packet.bits())) {
      counts.overflowed++;
    } else {
      cross(bottleneck.passes(nowNanos, packet.bits()), packet);
    }
  }

  private void cross(long atNanos, Packet packet) {
    if (isLost()) {
      counts.lost++;
      return;
    }
    Packet arriving = packet;
    if (happens(Trait.CORRUPT) && packet.length() > 0) {
      counts.corrupted++;
      arriving = packet.withBitTurned(random.nextInt(packet.length() * 8));
    }
    arrive(atNanos, arriving);
    if (happens(Trait.DUPLICATE)) {
      counts.duplicated++;
      arrive(atNanos, arriving);
    }
  }

  /** Gilbert-Elliott: a state that changes by chance at each packet, with a loss of its own. */
  private boolean isLost() {
    if (happens(bad ? Trait.BAD_LEAVE : Trait.BAD_ENTER)) {
      bad = !bad;
    }
    return happens(bad ? Trait.BAD_LOSS : Trait.LOSS);
  }

  private boolean happens(Trait share) {
    double chance = traits.get(share);
    return chance > 0 && random.nextDouble() < chance;
  }

  private void arrive(long sentNanos, Packet packet) {
    long jitter = (long) (random.nextDouble() * traits.nanos(Trait.JITTER));
    long at = sentNanos + traits.nanos(Trait.DELAY) + jitter;
    if (happens(Trait.REORDER)) {
      counts.reordered++;
      at += traits.nanos(Trait.REORDER_BY);
    } else {
      at = Math.max(at, lastArrivalNanos);
      lastArrivalNanos = at;
    }
    underWay.add(new Arrival(at, order++, packet));
  }

  /** Lets what has arrived leave. */
  void advance(long nowNanos) {
    for (Arrival next = underWay.peek();
        next != null && next.atNanos <= nowNanos;
        next = underWay.peek()) {
      underWay.poll();
      counts.passed++;
      next.packet.leave();
    }
  }

  /** When {@link #advance} has something to do; {@link #NEVER} if nothing is on the way. */
  long nextDeadline() {
    Arrival next = underWay.peek();
    return next == null ? NEVER : next.atNanos;
  }
}
