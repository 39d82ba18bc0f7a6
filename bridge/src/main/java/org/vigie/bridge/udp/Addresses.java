package org.vigie.bridge.udp;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Which addresses of this machine a peer may be told. */
public final class Addresses {
  private static final InetAddress LOOPBACK = loopback();

  private Addresses() {}

  /**
   * Every usable address of an interface that is up: IPv4, then IPv6 (global and unique local),
   * then 127.0.0.1 for a browser on this very machine. Link-local addresses are left out, because
   * they mean nothing without a scope.
   *
   * @throws IOException if the system does not list its interfaces
   */
  public static List<InetAddress> ofThisMachine() throws IOException {
    return usable(
        NetworkInterface.networkInterfaces()
            .filter(Addresses::isUp)
            .flatMap(NetworkInterface::inetAddresses)
            .filter(Addresses::isBindable)
            .toList());
  }

  /** The system also lists addresses that are not usable yet, such as IPv6 ones under test. */
  private static boolean isBindable(InetAddress address) {
    try (DatagramChannel channel = DatagramChannel.open()) {
      channel.bind(new InetSocketAddress(address, 0));
      return true;
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  /**
   * Where to listen so that what is announced reaches this machine: the announced addresses that
   * are its own. If none is, a NAT or Docker's host stands in front, and every address is taken.
   *
   * @throws IOException if the system does not list its interfaces
   */
  public static List<InetAddress> toBind(List<InetAddress> announced) throws IOException {
    List<InetAddress> own = new ArrayList<>();
    for (InetAddress address : announced) {
      if (isOfThisMachine(address)) {
        own.add(address);
      }
    }
    return own.isEmpty() ? ofThisMachine() : own;
  }

  /**
   * Whether a socket can be bound to it.
   *
   * @throws IOException if the system does not list its interfaces
   */
  public static boolean isOfThisMachine(InetAddress address) throws IOException {
    return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
  }

  /** The order and choice of {@link #ofThisMachine()}, over any addresses. */
  static List<InetAddress> usable(Collection<InetAddress> addresses) {
    return addresses.stream()
        .filter(Addresses::isUsable)
        .map(Addresses::withoutScope)
        .distinct()
        .sorted(Comparator.comparingInt(Addresses::rank))
        .toList();
  }

  private static boolean isUsable(InetAddress address) {
    return address.equals(LOOPBACK)
        || !(address.isLoopbackAddress()
            || address.isLinkLocalAddress()
            || address.isAnyLocalAddress()
            || address.isMulticastAddress());
  }

  /** The system names the interface even with global addresses, and SDP has no word for it. */
  private static InetAddress withoutScope(InetAddress address) {
    try {
      return InetAddress.getByAddress(address.getAddress());
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("an address has 4 or 16 bytes", e);
    }
  }

  private static int rank(InetAddress address) {
    if (address.isLoopbackAddress()) {
      return 2;
    }
    return address instanceof Inet4Address ? 0 : 1;
  }

  private static boolean isUp(NetworkInterface network) {
    try {
      return network.isUp();
    } catch (IOException e) {
      return false; // gone since it was listed
    }
  }

  private static InetAddress loopback() {
    return InetAddress.ofLiteral("127.0.0.1");
  }
}
