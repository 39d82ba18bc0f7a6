package org.vigie.simulator.rtp;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The last packets of one SSRC, by sequence number. For one thread. */
final class SentPackets {
  private final byte[] @Nullable [] packets;
  private final int[] sequences;

  /** Keeps this many packets, a power of two. */
  SentPackets(int capacity) {
    if (Integer.bitCount(capacity) != 1) {
      throw new IllegalArgumentException(capacity + " is no power of two");
    }
    packets = new byte[capacity] @Nullable [];
    sequences = new int[capacity];
  }

  /** Keeps a copy in the place of the oldest. */
  void put(int sequence, byte[] array, int length) {
    int place = sequence & (packets.length - 1);
    packets[place] = Arrays.copyOf(array, length);
    sequences[place] = sequence;
  }

  /** The packet with this sequence number, unless it is too old. */
  byte @Nullable [] get(int sequence) {
    int place = sequence & (packets.length - 1);
    return sequences[place] == sequence ? packets[place] : null;
  }
}
