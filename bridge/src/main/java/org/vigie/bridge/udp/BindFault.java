package org.vigie.bridge.udp;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;

/** What to tell whoever wants a port that cannot be had. */
final class BindFault {
  static final String NO_ADDRESS = "no address to bind; give at least one address of this machine";

  private BindFault() {}

  static IOException of(InetSocketAddress local, BindException e) {
    String words = String.valueOf(e.getMessage());
    if (words.contains("in use")) {
      return taken(where(local), e);
    }
    if (words.contains("assign")) {
      return new IOException(
          "cannot bind UDP "
              + where(local)
              + ": not an address of this machine; announce only its own",
          e);
    }
    return new IOException(
        "cannot bind UDP " + where(local) + ": " + words + "; choose another port or address", e);
  }

  /** Some other socket holds it, on an address that is not asked for. */
  static IOException takenElsewhere(int port) {
    return new PortTakenException(
        "UDP port "
            + port
            + " is in use on another address of this machine; stop the program that holds it, choose"
            + " another port, or choose the jdk socket, which needs it only where it is announced",
        new BindException("Address already in use"));
  }

  private static PortTakenException taken(String where, BindException e) {
    return new PortTakenException(
        "UDP " + where + " is in use; stop the program that holds it or choose another port", e);
  }

  private static String where(InetSocketAddress local) {
    String host = local.getAddress().getHostAddress();
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + local.getPort();
  }
}
