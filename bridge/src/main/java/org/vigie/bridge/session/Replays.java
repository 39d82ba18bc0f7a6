package org.vigie.bridge.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The Slots of a Loop that catch up with their Track, and those whose line is slow: each turn gives
 * them what is due. Catching up is bounded, so that those who come do not hold up those who watch;
 * whoever finds no place is served by the camera's next key frame, which serves all of them.
 */
public final class Replays {
  /** Slots that catch up at once: with 30 Mbit/s each a tenth of what a Loop can carry. */
  static final int MOST = 32;

  private static final long TICK_NANOS = 1_000_000L;
  private static final long PACE_NANOS = 4_000_000L;

  private final long startBps;
  private final List<Slot> running = new ArrayList<>(MOST);
  private final List<Slot> paced = new ArrayList<>();
  private long nextPaceNanos = Long.MAX_VALUE;
  private long nextNanos = Long.MAX_VALUE;
  private long started;
  private long completed;
  private long refused;
  private long none;
  private long packets;
  private long bytes;

  /**
   * Nobody catches up yet.
   *
   * @param startBps how fast viewers are given what they missed as long as nothing is known of
   *     their lines, bps, 1 or more
   */
  public Replays(long startBps) {
    this.startBps = startBps;
  }

  long startBps() {
    return startBps;
  }

  /** Whether one more may catch up. */
  boolean hasRoom() {
    return running.size() < MOST;
  }

  void refuse() {
    refused++;
  }

  /** A Slot has to wait for a new key frame. */
  void none() {
    none++;
  }

  /** This Slot catches up from now on. */
  void add(long nowNanos, Slot slot) {
    running.add(slot);
    started++;
    nextNanos = nowNanos;
  }

  /** This Slot does so no longer. */
  void remove(Slot slot) {
    running.remove(slot);
  }

  /** A packet was sent. */
  void sent(int length) {
    packets++;
    bytes += length;
  }

  void complete() {
    completed++;
  }

  /** This Slot has to wait with what its line cannot take at once. */
  void pace(long nowNanos, Slot slot) {
    paced.add(slot);
    if (nextPaceNanos == Long.MAX_VALUE) {
      nextPaceNanos = nowNanos + PACE_NANOS;
    }
  }

  /** Gives each what is due. */
  public void onTime(long nowNanos) {
    catchUp(nowNanos);
    if (nowNanos < nextPaceNanos) {
      return;
    }
    for (int i = paced.size() - 1; i >= 0; i--) {
      Slot slot = paced.remove(i);
      if (slot.onPace(nowNanos)) {
        paced.add(i, slot);
      }
    }
    nextPaceNanos = paced.isEmpty() ? Long.MAX_VALUE : nowNanos + PACE_NANOS;
  }

  private void catchUp(long nowNanos) {
    if (nowNanos < nextNanos) {
      return;
    }
    for (int i = running.size() - 1; i >= 0; i--) {
      // Should it fail, it does not fail again.
      Slot slot = running.remove(i);
      if (slot.catchUp(nowNanos)) {
        running.add(i, slot);
      }
    }
    nextNanos = running.isEmpty() ? Long.MAX_VALUE : nowNanos + TICK_NANOS;
  }

  /** When {@link #onTime} should be called next. */
  public long nextDeadlineNanos() {
    return Math.min(nextNanos, nextPaceNanos);
  }

  /** Adds how many there were and what they took. */
  public void addTo(Map<String, Long> counters) {
    counters.put("replay.started", started);
    counters.put("replay.completed", completed);
    counters.put("replay.refused", refused);
    counters.put("replay.none", none);
    counters.put("replay.packets", packets);
    counters.put("replay.bytes", bytes);
    counters.put("replay.running", (long) running.size());
    counters.put("pace.running", (long) paced.size());
  }
}
