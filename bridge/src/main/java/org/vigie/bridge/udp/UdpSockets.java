package org.vigie.bridge.udp;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import org.vigie.bridge.api.SocketChoice;

/** Opens the socket that suits this machine. */
public final class UdpSockets {
  private UdpSockets() {}

  /**
   * Binds one port on every address.
   *
   * @param choice {@link SocketChoice#AUTO} takes Linux' own calls where they are to be had, else
   *     the JDK's channels
   * @param addresses local addresses, at least one; repeated ones count once
   * @param port 0 to 65535; 0 takes one that is free on all of them
   * @throws IOException naming the address and port and what to do about it, or why this machine
   *     does not have the socket that was chosen
   */
  public static UdpSocket open(
      SocketChoice choice, List<InetAddress> addresses, int port, UdpOptions options)
      throws IOException {
    return switch (choice) {
      case JDK -> DatagramChannelSocket.bind(addresses, port, options);
      case LINUX -> openLinux(addresses, port, options);
      case AUTO ->
          isLinuxLinked()
              ? LinuxUdpSocket.bind(addresses, port, options)
              : DatagramChannelSocket.bind(addresses, port, options);
    };
  }

  private static UdpSocket openLinux(List<InetAddress> addresses, int port, UdpOptions options)
      throws IOException {
    if (!isLinuxLinked()) {
      throw new IOException(
          "this machine does not have Linux' calls for batches of datagrams, or the JVM was started"
              + " without --enable-native-access=ALL-UNNAMED; choose the socket auto or jdk");
    }
    return LinuxUdpSocket.bind(addresses, port, options);
  }

  /** Whether {@link LinuxUdpSocket} can work here: 64-bit Linux, and native access allowed. */
  public static boolean isLinuxLinked() {
    if (!LinuxAbi.fitsThisMachine()) {
      return false;
    }
    try {
      return LinuxCalls.areLinked();
    } catch (LinkageError | IllegalCallerException _) {
      return false;
    }
  }
}
