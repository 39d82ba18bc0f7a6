package org.vigie.bridge.udp;

import java.net.InetAddress;
import java.util.List;

/** Which of a socket's addresses a datagram came to, found by its bits whatever their number. */
final class LocalTable {
  /** The datagram came to an address that is not ours to answer from. */
  static final int NOT_LISTED = -1;

  private final long[] highs;
  private final long[] lows;
  private final boolean[] ipv4;
  private final int[] places;

  LocalTable(List<InetAddress> addresses) {
    highs = addresses.stream().mapToLong(AddressBits::high).toArray();
    lows = addresses.stream().mapToLong(AddressBits::low).toArray();
    ipv4 = new boolean[highs.length];
    places = new int[Integer.highestOneBit(highs.length) * 4];
    for (int i = 0; i < highs.length; i++) {
      ipv4[i] = AddressBits.isIpv4(highs[i], lows[i]);
      add(i);
    }
  }

  private void add(int index) {
    int place = first(highs[index], lows[index]);
    while (places[place] != 0) {
      place = next(place);
    }
    places[place] = index + 1;
  }

  /** The address's index in the list, or {@link #NOT_LISTED}. */
  int indexOf(long high, long low) {
    for (int place = first(high, low); places[place] != 0; place = next(place)) {
      int index = places[place] - 1;
      if (lows[index] == low && highs[index] == high) {
        return index;
      }
    }
    return NOT_LISTED;
  }

  int size() {
    return highs.length;
  }

  long high(int index) {
    return highs[index];
  }

  long low(int index) {
    return lows[index];
  }

  boolean isIpv4(int index) {
    return ipv4[index];
  }

  private int first(long high, long low) {
    return AddressBits.hash(high, low, 0) & (places.length - 1);
  }

  private int next(int place) {
    return (place + 1) & (places.length - 1);
  }
}
