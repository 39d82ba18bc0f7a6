package org.vigie.signaling.session;

import java.util.List;
import java.util.stream.Collectors;

/** What to tell a peer from which no STUN arrives: nearly always a firewall or a container. */
final class NoStunFault {
  private NoStunFault() {}

  static Fault at(List<String> addresses) {
    String ports =
        addresses.stream()
            .map(address -> address.substring(address.lastIndexOf(':') + 1))
            .distinct()
            .collect(Collectors.joining(", "));
    return new Fault(
        "no-stun",
        "No STUN check has arrived. It is expected over UDP at "
            + String.join(" or ", addresses)
            + ".",
        "Open UDP port "
            + ports
            + " to the relay in every firewall between; behind NAT or in Docker pass the port on"
            + " (docker run -p "
            + ports
            + ":"
            + ports
            + "/udp) and name the outside address in vigie.media.announce.");
  }
}
