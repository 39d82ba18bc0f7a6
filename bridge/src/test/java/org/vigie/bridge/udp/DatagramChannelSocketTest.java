package org.vigie.bridge.udp;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;

class DatagramChannelSocketTest extends UdpSocketContract {
  @Override
  UdpSocket open(List<InetAddress> addresses, int port) throws IOException {
    return DatagramChannelSocket.bind(addresses, port);
  }
}
