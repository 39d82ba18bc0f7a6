package org.vigie.bridge.loop;

import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Deadlines of everything that a Loop owns, in constant time and without allocation: a ring of
 * ticks, each a linked list of the timers themselves. A deadline beyond the ring waits in its last
 * tick and is put in again from there. Timers fire at most one tick late, never early.
 */
final class TimerWheel<T> {
  private static final int TICKS = 1024;
  private static final int MASK = TICKS - 1;
  private static final int FIRING = TICKS;

  /** One owner's deadline; made once, scheduled again and again. */
  static final class Timer<T> {
    private final T owner;
    private long deadlineNanos;
    private int slot = -1;
    private @Nullable Timer<T> previous;
    private @Nullable Timer<T> next;

    Timer(T owner) {
      this.owner = owner;
    }
  }

  private final long tickNanos;
  private final @Nullable Timer<T>[] heads = newHeads();
  private final long[] occupied = new long[TICKS / Long.SIZE];
  private long currentTick;

  TimerWheel(long tickNanos, long nowNanos) {
    this.tickNanos = tickNanos;
    this.currentTick = Math.floorDiv(nowNanos, tickNanos);
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static <T> @Nullable Timer<T>[] newHeads() {
    return new Timer[TICKS + 1];
  }

  /** Fires the timer once at this time, instead of at the time it was scheduled for before. */
  void schedule(Timer<T> timer, long deadlineNanos) {
    if (timer.slot >= 0 && timer.slot != FIRING && timer.deadlineNanos == deadlineNanos) {
      return;
    }
    cancel(timer);
    timer.deadlineNanos = deadlineNanos;
    insert(timer);
  }

  /** The timer will not fire; it may be scheduled again. */
  void cancel(Timer<T> timer) {
    if (timer.slot < 0) {
      return;
    }
    if (timer.previous != null) {
      timer.previous.next = timer.next;
    } else {
      setHead(timer.slot, timer.next);
    }
    if (timer.next != null) {
      timer.next.previous = timer.previous;
    }
    timer.previous = null;
    timer.next = null;
    timer.slot = -1;
  }

  /** When {@link #expire} should be called next: the deadline's tick, or a long way off. */
  long nextDeadlineNanos() {
    for (int ahead = 0; ahead < TICKS; ahead++) {
      int slot = (int) ((currentTick + ahead) & MASK);
      if (occupied[slot >> 6] >>> (slot & 63) == 0) {
        ahead += 63 - (slot & 63);
      } else if (heads[slot] != null) {
        return (currentTick + ahead + 1) * tickNanos;
      }
    }
    return Long.MAX_VALUE;
  }

  /** Fires every timer whose deadline has passed; a firing timer may schedule itself and others. */
  void expire(long nowNanos, ObjLongConsumer<T> fire) {
    long nowTick = Math.floorDiv(nowNanos, tickNanos);
    long first = Math.max(currentTick, nowTick - TICKS);
    for (long tick = first; tick < nowTick; tick++) {
      currentTick = tick + 1;
      expireSlot((int) (tick & MASK), nowNanos, fire);
    }
    currentTick = nowTick;
  }

  private void expireSlot(int slot, long nowNanos, ObjLongConsumer<T> fire) {
    moveToFiring(slot);
    for (Timer<T> timer = heads[FIRING]; timer != null; timer = heads[FIRING]) {
      cancel(timer);
      if (timer.deadlineNanos <= nowNanos) {
        fire.accept(timer.owner, nowNanos);
      } else {
        insert(timer);
      }
    }
  }

  /** A list of its own, because what fires may cancel or schedule any other timer. */
  private void moveToFiring(int slot) {
    Timer<T> head = heads[slot];
    setHead(slot, null);
    for (Timer<T> timer = head; timer != null; timer = timer.next) {
      timer.slot = FIRING;
    }
    heads[FIRING] = head;
  }

  private void insert(Timer<T> timer) {
    long tick = Math.floorDiv(timer.deadlineNanos, tickNanos);
    tick = Math.max(currentTick, Math.min(tick, currentTick + TICKS - 1));
    int slot = (int) (tick & MASK);
    timer.slot = slot;
    timer.next = heads[slot];
    if (timer.next != null) {
      timer.next.previous = timer;
    }
    setHead(slot, timer);
  }

  private void setHead(int slot, @Nullable Timer<T> timer) {
    heads[slot] = timer;
    if (slot == FIRING) {
      return;
    }
    long bit = 1L << (slot & 63);
    if (timer == null) {
      occupied[slot >> 6] &= ~bit;
    } else {
      occupied[slot >> 6] |= bit;
    }
  }
}
