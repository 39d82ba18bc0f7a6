package org.vigie.bridge.udp;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;

/** Which addresses of this machine a peer may be told. */
@SuppressWarnings("DoNotCallSuggester")
public final class Addresses {
  private Addresses() {}

  /**
   * Every usable address: IPv4, then IPv6 (global and unique local), then 127.0.0.1 for a browser
   * on this very machine. Link-local addresses are left out, because they mean nothing without a
   * scope.
   *
   * @throws IOException if the system does not list its interfaces
   */
  public static List<InetAddress> ofThisMachine() throws IOException {
    throw new IOException("not built yet");
  }
}
