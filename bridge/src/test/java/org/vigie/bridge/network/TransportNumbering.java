package org.vigie.bridge.network;

import java.util.TreeMap;
import org.vigie.bridge.rtp.SequenceUnwrapper;

/**
 * The transport-wide numbers of what one viewer is sent. A retransmission may leave before packets
 * that wait for the rest of their picture; but each number is used, once and soon.
 */
final class TransportNumbering {
  private final NetworkViewer viewer;
  private final SequenceUnwrapper unwrapper = new SequenceUnwrapper();
  private final TreeMap<Long, Long> awaitedSince = new TreeMap<>();
  private long highest = -1;

  TransportNumbering(NetworkViewer viewer) {
    this.viewer = viewer;
  }

  void sent(long now, int number16) {
    long number = unwrapper.unwrap(number16);
    if (number <= highest) {
      if (awaitedSince.remove(number) == null) {
        throw new Violation(
            Rule.TRANSPORT_NUMBERS_COUNT, now, viewer + " gets number " + number16 + " twice");
      }
    } else {
      for (long each = highest + 1; each < number; each++) {
        awaitedSince.put(each, now);
      }
      highest = number;
    }
  }

  /** Numbers left out must have come by now. */
  void check(long now) {
    if (!awaitedSince.isEmpty()
        && now - awaitedSince.firstEntry().getValue() > viewer.network.watch.longestWaitNanos()) {
      throw new Violation(
          Rule.TRANSPORT_NUMBERS_COUNT,
          now,
          viewer + " never gets number " + (awaitedSince.firstKey() & 0xffff));
    }
  }
}
