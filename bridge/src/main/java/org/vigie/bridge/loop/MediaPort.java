package org.vigie.bridge.loop;

import java.net.InetSocketAddress;
import java.util.List;
import org.vigie.bridge.udp.UdpSocket;

/**
 * The UDP port of one Loop.
 *
 * @param socket on that port
 * @param announced where peers are told to send
 */
public record MediaPort(UdpSocket socket, List<InetSocketAddress> announced) {
  public MediaPort {
    announced = List.copyOf(announced);
  }
}
