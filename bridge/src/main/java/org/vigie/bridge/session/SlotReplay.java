package org.vigie.bridge.session;

import org.jspecify.annotations.Nullable;
import org.vigie.bridge.forward.Forwarder;
import org.vigie.bridge.forward.IncomingPacket;
import org.vigie.bridge.forward.Layer;
import org.vigie.bridge.forward.PacketHistory;
import org.vigie.bridge.forward.Replay;

/**
 * How one Slot catches up with its Track: which Layer's newest key frame it begins with, and how
 * fast its line is given what has followed. It is over within a second or a little more: a viewer
 * whose line takes longer waits for a key frame.
 */
final class SlotReplay {
  /** A group that takes longer is not begun. */
  static final long MAX_NANOS = 1_000_000_000L;

  /** One that has begun is ended after so long. */
  private static final long PATIENCE_NANOS = 1_500_000_000L;

  /** What leaves at once when a replay begins. */
  private static final int HEAD_START_BYTES = 12_000;

  /** Of a known line a part is left to others. */
  private static final double SHARE = 0.75;

  private static final int MOST_TIMES_START = 3;
  private static final long RECENT_NANOS = 700_000_000L;
  private static final double NANOS_BITS = 8e9;

  private final Replay cursor = new Replay();
  private final long startBps;
  private long startedNanos;
  private long bps;
  private long paidNanos;
  private double allowance;
  private long left;
  private long durationNanos;

  SlotReplay(long startBps) {
    this.startBps = startBps;
  }

  /** Whether it is under way. */
  boolean running() {
    return cursor.layer() != null;
  }

  void end() {
    cursor.end();
  }

  /** The Layer to begin with: of those that this line can be given in time the best; or null. */
  @Nullable Layer choose(long nowNanos, SlotSource source, Forwarder to, long lineBps) {
    Layer best = null;
    for (int i = 0; i < Layer.MAX_LAYERS; i++) {
      Layer layer = source.layer(i);
      if (layer != null
          && to.mayReplay(nowNanos, i)
          && canStart(nowNanos, layer, lineBps)
          && isBetter(nowNanos, layer, best)) {
        best = layer;
      }
    }
    return best;
  }

  private boolean canStart(long nowNanos, Layer layer, long lineBps) {
    PacketHistory history = layer.history();
    long lineRate = rate(lineBps);
    return nanosFor(history.groupBytes(), lineRate) <= MAX_NANOS
        && history.canStart(nowNanos, catchUpNanos(history, lineRate));
  }

  /** What comes meanwhile has to be given too. */
  private static long catchUpNanos(PacketHistory history, long bps) {
    long gained = Math.max(1, bps - history.groupBps());
    return Math.min(PATIENCE_NANOS, nanosFor(history.groupBytes(), gained));
  }

  private static boolean isBetter(long nowNanos, Layer layer, @Nullable Layer than) {
    if (than == null) {
      return true;
    }
    boolean arrives = nowNanos - layer.history().newestArrivalNanos() < RECENT_NANOS;
    boolean otherArrives = nowNanos - than.history().newestArrivalNanos() < RECENT_NANOS;
    return arrives == otherArrives
        ? layer.history().groupPixels() >= than.history().groupPixels()
        : arrives;
  }

  private long rate(long lineBps) {
    return lineBps == 0
        ? startBps
        : (long) Math.min(lineBps * SHARE, (double) startBps * MOST_TIMES_START);
  }

  private static long nanosFor(long bytes, long bps) {
    return (long) (bytes * NANOS_BITS / bps);
  }

  /** Begins with this Layer; false if that cannot be. */
  boolean start(long nowNanos, Layer layer, long lineBps) {
    startedNanos = nowNanos;
    paidNanos = nowNanos;
    allowance = HEAD_START_BYTES;
    return rewind(nowNanos, layer, lineBps);
  }

  private boolean rewind(long nowNanos, Layer layer, long lineBps) {
    bps = rate(lineBps);
    left = layer.history().groupBytes();
    durationNanos = nanosFor(left, bps);
    return cursor.begin(nowNanos, layer);
  }

  /**
   * Whether this packet must not leave by itself: the replay comes to it, or is about to leave the
   * stretch behind in which it would take the place of all that waits before it.
   */
  boolean keepsBack(IncomingPacket arriving) {
    boolean leaves = cursor.layer() == arriving.layer() && cursor.atStart();
    return leaves || cursor.willReach(arriving);
  }

  /** How long it will take, as it seemed when it began. */
  long durationNanos() {
    return durationNanos;
  }

  Replay cursor() {
    return cursor;
  }

  /**
   * Earns what the line took since the last time; false if the replay cannot go on, because its
   * Layer is gone or the line turns out to be too slow.
   */
  boolean goOn(long nowNanos, long lineBps) {
    Layer layer = cursor.layer();
    if (layer == null || nowNanos - startedNanos > PATIENCE_NANOS) {
      return false;
    }
    if (cursor.outdated() && !rewind(nowNanos, layer, lineBps)) {
      return false;
    }
    bps = rate(lineBps);
    allowance += (nowNanos - paidNanos) * (double) bps / NANOS_BITS;
    paidNanos = nowNanos;
    return nowNanos + nanosFor(left, bps) - startedNanos <= PATIENCE_NANOS;
  }

  /** The next packet that is due, null if none is. */
  @Nullable IncomingPacket next() {
    IncomingPacket packet = allowance > 0 ? cursor.next() : null;
    if (packet != null) {
      allowance -= packet.rtp().length();
      left = Math.max(0, left - packet.rtp().length());
    }
    return packet;
  }
}
