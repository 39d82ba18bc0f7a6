package org.vigie.bridge.udp;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * One (local address, remote address) pair over which packets go. It keeps the far address as bits
 * too, so that sending encodes it without allocating.
 */
public final class Path {
  private final int localIndex;
  private final InetSocketAddress remote;
  private final long high;
  private final long low;
  private final int scope;
  private final int port;

  /**
   * A path.
   *
   * @param localIndex which of {@link UdpSocket#localAddresses()}, from 0
   * @param remote the far address and port
   */
  public Path(int localIndex, InetSocketAddress remote) {
    this.localIndex = localIndex;
    this.remote = remote;
    this.high = AddressBits.high(remote.getAddress());
    this.low = AddressBits.low(remote.getAddress());
    this.scope = AddressBits.scope(remote.getAddress());
    this.port = remote.getPort();
  }

  /** Which of {@link UdpSocket#localAddresses()}, from 0. */
  public int localIndex() {
    return localIndex;
  }

  /** The far address and port. */
  public InetSocketAddress remote() {
    return remote;
  }

  /** First 8 bytes of the far address, see {@link AddressBits}. */
  long high() {
    return high;
  }

  /** Last 8 bytes of the far address. */
  long low() {
    return low;
  }

  int scope() {
    return scope;
  }

  int port() {
    return port;
  }

  /** Whether the far address is of IPv4. */
  boolean isIpv4() {
    return AddressBits.isIpv4(high, low);
  }

  /** Whether there is a far address: neither unresolved nor all zeros. */
  boolean isSpecified() {
    return low != 0 || high != 0;
  }

  boolean is(int otherLocalIndex, long otherHigh, long otherLow, int otherScope, int otherPort) {
    return low == otherLow
        && port == otherPort
        && localIndex == otherLocalIndex
        && high == otherHigh
        && scope == otherScope;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other == this
        || (other instanceof Path path
            && path.is(localIndex, high, low, scope, port)
            && path.remote.equals(remote));
  }

  @Override
  public int hashCode() {
    return 31 * localIndex + remote.hashCode();
  }

  @Override
  public String toString() {
    return remote + " at local address " + localIndex;
  }
}
