package org.vigie.bridge.network;

import java.util.random.RandomGenerator;

/** One direction of a line between a peer and a Loop; its quality may change while it is used. */
final class Line {
  /** Takes what arrives. */
  @FunctionalInterface
  interface Exit {
    /** {@code intact} is false if a bit was turned on the way. */
    void arrives(boolean intact);
  }

  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final long BEHIND_THE_FIRST_NANOS = 1_000_000L;

  private final Agenda agenda;
  private final RandomGenerator random;
  private LineQuality quality;
  private Loss.Course loss;
  private long blackUntil = Long.MIN_VALUE;
  private long freeAt = Long.MIN_VALUE;
  private long lastArrival = Long.MIN_VALUE;
  private long leastDelay;
  private boolean plain = true;
  private long carried;
  private long lost;
  private long damaged;

  Line(Agenda agenda, RandomGenerator random, LineQuality quality) {
    this.agenda = agenda;
    this.random = random;
    this.quality = quality;
    this.loss = quality.loss().start();
    this.leastDelay = quality.delayNanos();
    note(quality);
  }

  private void note(LineQuality used) {
    plain &= used.rateBps() == 0 && used.jitterNanos() == 0 && used.reordered() == 0;
  }

  /** Whether it never did anything to a packet but take its time, always the same. */
  boolean isPlain() {
    return plain && lost == 0 && damaged == 0;
  }

  /** The least that a packet ever took, ns. */
  long leastDelayNanos() {
    return leastDelay;
  }

  LineQuality quality() {
    return quality;
  }

  /** From now on it does this to packets; those under way are not affected. */
  void become(LineQuality newQuality) {
    quality = newQuality;
    note(newQuality);
    leastDelay = Math.min(leastDelay, newQuality.delayNanos());
    loss = newQuality.loss().start();
  }

  /** Nothing that leaves before this time arrives. */
  void blackOutUntil(long nanos) {
    blackUntil = nanos;
  }

  /** Packets that were lost on the way or found the queue full. */
  long lost() {
    return lost;
  }

  /** Packets that were not. */
  long carried() {
    return carried;
  }

  /** Sends a packet of this many bytes. */
  void send(int bytes, Exit exit) {
    long leaves = queue(bytes);
    if (leaves < 0 || agenda.now() < blackUntil || loss.loses(random)) {
      lost++;
      return;
    }
    carried++;
    boolean intact = !happens(quality.corrupted());
    damaged += intact ? 0 : 1;
    long arrives = arrival(leaves);
    agenda.at(arrives, () -> exit.arrives(intact));
    if (happens(quality.duplicated())) {
      long second = arrives + random.nextLong(BEHIND_THE_FIRST_NANOS + quality.detourNanos());
      agenda.at(second, () -> exit.arrives(true));
    }
  }

  /** When the packet has left the queue, below 0 if it was full. */
  private long queue(int bytes) {
    long now = agenda.now();
    if (quality.rateBps() == 0) {
      return now;
    }
    long begins = Math.max(now, freeAt);
    if (begins - now > quality.queueNanos()) {
      return -1;
    }
    freeAt = begins + bytes * 8L * NANOS_PER_SECOND / quality.rateBps();
    return freeAt;
  }

  private long arrival(long leaves) {
    long jitter = quality.jitterNanos() > 0 ? random.nextLong(quality.jitterNanos()) : 0;
    long inOrder = Math.max(lastArrival, leaves + quality.delayNanos() + jitter);
    if (happens(quality.reordered())) {
      return inOrder + random.nextLong(1 + quality.detourNanos());
    }
    lastArrival = inOrder;
    return inOrder;
  }

  private boolean happens(double probability) {
    return probability > 0 && random.nextDouble() < probability;
  }
}
