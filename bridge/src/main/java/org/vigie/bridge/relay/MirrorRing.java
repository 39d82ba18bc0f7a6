package org.vigie.bridge.relay;

import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jctools.queues.atomic.SpscAtomicArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * The way of packets from one Loop, where cameras feed their Streams, to another that has viewers
 * of them: bounded, without locks, for one thread at each end. Packets travel full one way and
 * empty the other, so that nothing is allocated once there are as many as are ever under way at
 * once.
 *
 * <p>Home's thread calls {@link #retain}, {@link #release}, {@link #claim}, {@link #halfEmpty},
 * {@link #publish} and {@link #flush}; the far thread calls {@link #answer} before it begins to
 * {@link #poll}, and {@link #giveBack}.
 */
final class MirrorRing {
  /** Packets under way at most, of 2 KiB each: 7 s of one camera, 70 ms of a hundred. */
  static final int CAPACITY = 2_048;

  private final int farLoop;
  private final Queue<MirrorPacket> full = new SpscAtomicArrayQueue<>(CAPACITY);
  private final Queue<MirrorPacket> empty = new SpscAtomicArrayQueue<>(CAPACITY);
  private final AtomicBoolean rung = new AtomicBoolean();
  private int mirrors;
  private int made;
  private boolean published;

  /** An empty ring towards this Loop. */
  MirrorRing(int farLoop) {
    this.farLoop = farLoop;
  }

  /** Where it leads. */
  int farLoop() {
    return farLoop;
  }

  /** It feeds one mirror more; true if that is the first. */
  boolean retain() {
    return mirrors++ == 0;
  }

  /** It feeds one mirror less; true if that was the last. */
  boolean release() {
    return --mirrors == 0;
  }

  /** A packet to be filled and published, or null if all are under way. */
  @Nullable MirrorPacket claim() {
    MirrorPacket packet = empty.poll();
    if (packet == null && made < CAPACITY) {
      made++;
      return new MirrorPacket();
    }
    return packet;
  }

  /** Whether there is ample room for packets that have come. */
  boolean halfEmpty() {
    return full.size() < CAPACITY / 2;
  }

  void publish(MirrorPacket packet) {
    full.add(packet);
    published = true;
  }

  /**
   * Whether the far Loop must be woken, because packets were published and it has answered the last
   * call.
   */
  boolean flush() {
    boolean mustWake = published && !rung.getAndSet(true);
    published = false;
    return mustWake;
  }

  /** What is published from now on needs another call. */
  void answer() {
    if (rung.get()) {
      rung.getAndSet(false);
    }
  }

  /** The oldest packet under way, or null. */
  @Nullable MirrorPacket poll() {
    return full.poll();
  }

  void giveBack(MirrorPacket packet) {
    packet.clear();
    empty.add(packet);
  }
}
