package org.vigie.bridge.udp;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Gives one {@link Path} object per far address again and again, so that a datagram costs none. A
 * new address takes the place of another with the same hash: bounded whatever arrives.
 */
final class PathCache {
  private static final int PLACES = 4096;

  private final int localIndex;
  private final @Nullable Path[] paths = new @Nullable Path[PLACES];

  PathCache(int localIndex) {
    this.localIndex = localIndex;
  }

  Path of(InetSocketAddress remote) {
    int hash = remote.hashCode();
    int place = (hash ^ (hash >>> 16)) & (PLACES - 1);
    Path known = paths[place];
    if (known != null && known.remote().equals(remote)) {
      return known;
    }
    Path path = new Path(localIndex, remote);
    paths[place] = path;
    return path;
  }
}
