package org.vigie.bridge.udp;

import java.net.InetSocketAddress;

/**
 * One (local address, remote address) pair over which packets go.
 *
 * @param localIndex which of {@link UdpSocket#localAddresses()}, from 0
 * @param remote the far address and port
 */
public record Path(int localIndex, InetSocketAddress remote) {
  @Override
  public String toString() {
    return remote + " at local address " + localIndex;
  }
}
