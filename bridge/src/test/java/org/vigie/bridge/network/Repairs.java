package org.vigie.bridge.network;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What the bridge sends one Slot a second time. */
final class Repairs {
  private static final long MILLI = NetworkPeer.MILLI;
  private static final long LEAST_INTERVAL_NANOS = 5 * MILLI;

  /** While the bridge does not know the round trip. */
  private static final long UNKNOWN_NANOS = 50 * MILLI;

  private static final int NOTHING = -1;

  private final ShownSlot slot;
  private final Set<Long> asked = new HashSet<>();
  private final Map<Long, Long> lastAt = new HashMap<>();

  /** Sent again before they were sent. */
  private final Map<Long, Shot> early = new HashMap<>();

  private int nextNumber = NOTHING;
  private int count;
  private long knownSince = Shot.NEVER;

  Repairs(ShownSlot slot) {
    this.slot = slot;
  }

  int count() {
    return count;
  }

  /** In this turn the bridge gets a report that tells it the round trip. */
  void roundTripKnown(long now) {
    knownSince = Math.min(knownSince, now);
  }

  void askedFor(long number) {
    asked.add(number);
  }

  /** The bridge repeats a packet. */
  void repeated(long now, int bytes, int sequence, int timestamp, Shot shot) {
    count++;
    long number = slot.extended(sequence);
    if (!asked.contains(number)) {
      fail(now, "nobody asked for " + sequence);
    }
    slot.viewer.network.trace.say(now, slot.viewer, "is sent again", number, shot);
    checkInterval(now, number);
    if (!slot.viewer.budget.spend(bytes)) {
      fail(now, "the budget is overdrawn");
    }
    Shot sent = slot.shotAt(number);
    if (sent == null) {
      early.put(number, shot);
    } else if (sent != shot || slot.timestampAt(number) != timestamp) {
      throw new Violation(
          Rule.ONE_NUMBER_ONE_PACKET, now, sequence + " was " + sent + ", is repeated as " + shot);
    }
  }

  /** A packet is sent after it was sent again. */
  void sent(long now, long number, Shot shot) {
    Shot before = early.remove(number);
    if (before != null && before != shot) {
      throw new Violation(
          Rule.ONE_NUMBER_ONE_PACKET, now, number + " was repeated as " + before + ", is " + shot);
    }
  }

  /** A packet of the RTX stream has this number. */
  void numbered(long now, int rtxNumber) {
    if (nextNumber != NOTHING && nextNumber != rtxNumber) {
      throw new Violation(
          Rule.TRANSPORT_NUMBERS_COUNT, now, "RTX goes on at " + rtxNumber + ", not " + nextNumber);
    }
    nextNumber = (rtxNumber + 1) & 0xffff;
  }

  private void checkInterval(long now, long number) {
    Long before = lastAt.put(number, now);
    if (before != null && now - before < leastInterval(now)) {
      fail(
          now, number + " is repeated " + (now - before) / 1_000_000.0 + " ms after the last time");
    }
  }

  /** In the turn in which the round trip becomes known requests may have come before. */
  private long leastInterval(long now) {
    NetworkViewer viewer = slot.viewer;
    long roundTrip = viewer.up.leastDelayNanos() + viewer.down.leastDelayNanos() - MILLI;
    long known = Math.max(LEAST_INTERVAL_NANOS, roundTrip - roundTrip / 4);
    if (now == knownSince) {
      return Math.min(known, UNKNOWN_NANOS);
    }
    return now > knownSince ? known : UNKNOWN_NANOS;
  }

  private void fail(long now, String what) {
    throw new Violation(Rule.REPAIR_IS_BOUNDED, now, slot.viewer + ": " + what);
  }
}
