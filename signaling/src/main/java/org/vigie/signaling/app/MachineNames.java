package org.vigie.signaling.app;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every name by which a browser or program may call this machine. */
final class MachineNames {
  private static final Logger log = LoggerFactory.getLogger(MachineNames.class);

  private MachineNames() {}

  /**
   * Addresses and host names, in the form in which a certificate names them.
   *
   * @param announced addresses that others know it by, such as that of a NAT in front
   */
  static Set<String> all(Collection<InetAddress> announced) {
    Set<String> names = new TreeSet<>(List.of("localhost"));
    announced.forEach(address -> names.add(withoutZone(address.getHostAddress())));
    addAddresses(names);
    addHostName(names);
    return names;
  }

  /** Whether a name is an IP address. */
  static boolean isAddress(String name) {
    try {
      InetAddress.ofLiteral(name);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** One spelling for each IPv6 address, so that names can be compared. */
  static String canonical(String name) {
    return isAddress(name) ? InetAddress.ofLiteral(name).getHostAddress() : name;
  }

  private static void addAddresses(Set<String> names) {
    try {
      NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          // A URL cannot carry the zone that a link-local address needs.
          .filter(address -> !address.isLinkLocalAddress())
          .forEach(address -> names.add(withoutZone(address.getHostAddress())));
    } catch (SocketException e) {
      log.warn("The certificate will not name this machine's addresses: {}", e.getMessage());
    }
  }

  private static void addHostName(Set<String> names) {
    try {
      String name = InetAddress.getLocalHost().getHostName();
      if (!isAddress(name) && name.matches("[A-Za-z0-9._-]{1,253}")) {
        names.add(name);
      }
    } catch (UnknownHostException e) {
      log.info("This machine's host name has no address; the certificate will not name it");
    }
  }

  private static String withoutZone(String address) {
    int zone = address.indexOf('%');
    return zone < 0 ? address : address.substring(0, zone);
  }
}
