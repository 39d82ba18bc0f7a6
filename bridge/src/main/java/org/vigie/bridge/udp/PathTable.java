package org.vigie.bridge.udp;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Gives one {@link Path} object per pair of addresses again and again, so that a datagram costs
 * none. Where all places that a new pair may take are taken, one of them gives way: bounded
 * whatever arrives.
 */
final class PathTable {
  private static final int PLACES = 32_768;
  private static final int PROBES = 8;

  private final @Nullable Path[] paths = new @Nullable Path[PLACES];
  private int victim;

  Path of(int localIndex, long high, long low, int scope, int port) {
    int hash = AddressBits.hash(high, low, (port << 16) ^ localIndex);
    for (int probe = 0; probe < PROBES; probe++) {
      int place = (hash + probe) & (PLACES - 1);
      Path known = paths[place];
      if (known == null) {
        return put(place, localIndex, high, low, scope, port);
      }
      if (known.is(localIndex, high, low, scope, port)) {
        return known;
      }
    }
    victim = (victim + 1) % PROBES;
    return put((hash + victim) & (PLACES - 1), localIndex, high, low, scope, port);
  }

  private Path put(int place, int localIndex, long high, long low, int scope, int port) {
    InetSocketAddress remote = new InetSocketAddress(AddressBits.address(high, low, scope), port);
    Path path = new Path(localIndex, remote);
    paths[place] = path;
    return path;
  }
}
