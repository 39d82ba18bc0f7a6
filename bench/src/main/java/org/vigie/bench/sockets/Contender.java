package org.vigie.bench.sockets;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import org.vigie.bridge.api.SocketChoice;
import org.vigie.bridge.udp.UdpOptions;
import org.vigie.bridge.udp.UdpSocket;
import org.vigie.bridge.udp.UdpSockets;

/**
 * One way to carry datagrams.
 *
 * @param name for the table
 * @param choice which socket
 * @param options how it is opened
 */
record Contender(String name, SocketChoice choice, UdpOptions options) {
  private static final UdpOptions ON = UdpOptions.defaults();
  private static final UdpOptions OFF = ON.withSegmentationOffload(false);

  static final List<Contender> SENDERS =
      List.of(
          new Contender("jdk", SocketChoice.JDK, ON),
          new Contender("linux, gso off", SocketChoice.LINUX, OFF),
          new Contender("linux, gso on", SocketChoice.LINUX, ON));

  static final List<Contender> RECEIVERS =
      List.of(
          new Contender("jdk", SocketChoice.JDK, ON),
          new Contender("linux", SocketChoice.LINUX, ON),
          new Contender("linux, gro on", SocketChoice.LINUX, ON.withReceiveOffload(true)));

  UdpSocket open(InetAddress address) throws IOException {
    return UdpSockets.open(choice, List.of(address), 0, options);
  }
}
