package org.vigie.bridge.network;

import java.util.PriorityQueue;

/** What will happen, in the order of virtual time; what falls on one moment keeps its order. */
final class Agenda {
  private record Entry(long atNanos, long number, Runnable event) implements Comparable<Entry> {
    @Override
    public int compareTo(Entry other) {
      int byTime = Long.compare(atNanos, other.atNanos);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }

  private final PriorityQueue<Entry> entries = new PriorityQueue<>();
  private long entered;
  private long now;

  /** Nothing will happen, from this time on. */
  Agenda(long nowNanos) {
    now = nowNanos;
  }

  long now() {
    return now;
  }

  /** Enters an event; one in the past happens now. */
  void at(long atNanos, Runnable event) {
    entries.add(new Entry(Math.max(now, atNanos), entered++, event));
  }

  void in(long nanos, Runnable event) {
    at(now + nanos, event);
  }

  /** Lets everything happen up to this time. */
  void runUntil(long endNanos) {
    for (Entry next = entries.peek(); next != null && next.atNanos <= endNanos; ) {
      entries.remove();
      now = next.atNanos;
      next.event.run();
      next = entries.peek();
    }
    now = endNanos;
  }
}
