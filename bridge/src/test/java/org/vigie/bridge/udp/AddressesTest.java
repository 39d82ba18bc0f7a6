package org.vigie.bridge.udp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AddressesTest {
  @Test
  void ordersIpv4ThenIpv6ThenLoopback() {
    assertEquals(
        addresses("192.0.2.1", "10.0.0.4", "2001:db8::1", "fd00::2", "127.0.0.1"),
        Addresses.usable(
            addresses("127.0.0.1", "2001:db8::1", "192.0.2.1", "fd00::2", "10.0.0.4")));
  }

  @Test
  void leavesOutWhatAPeerCouldNotUse() {
    assertEquals(
        addresses("192.0.2.1"),
        Addresses.usable(
            addresses(
                "fe80::1",
                "169.254.7.7",
                "::1",
                "127.0.0.53",
                "0.0.0.0",
                "224.0.0.1",
                "192.0.2.1",
                "192.0.2.1")));
  }

  @Test
  void theScopeOfAGlobalAddressIsLeftOut() throws IOException {
    byte[] bytes = InetAddress.ofLiteral("2001:db8::7").getAddress();
    InetAddress scoped = Inet6Address.getByAddress(null, bytes, 1);
    InetAddress usable = Addresses.usable(List.of(scoped)).getFirst();
    assertFalse(usable.getHostAddress().contains("%"), usable.getHostAddress());
  }

  @Test
  void everyAddressOfThisMachineCanBeBound() throws IOException {
    List<InetAddress> found = Addresses.ofThisMachine();
    try (DatagramChannelSocket socket = DatagramChannelSocket.bind(found, 0)) {
      assertEquals(found.size(), socket.localAddresses().size());
    }
    assertEquals(InetAddress.ofLiteral("127.0.0.1"), found.getLast());
  }

  private static List<InetAddress> addresses(String... literals) {
    return Stream.of(literals).map(InetAddress::ofLiteral).toList();
  }

  @Test
  void announcedAddressesThatAreThisMachinesAreBoundAndOthersStandInFrontOfIt() throws Exception {
    InetAddress own = InetAddress.ofLiteral("127.0.0.1");
    InetAddress foreign = InetAddress.ofLiteral("203.0.113.9");
    assertEquals(List.of(own), Addresses.toBind(List.of(own, foreign)));
    assertEquals(Addresses.ofThisMachine(), Addresses.toBind(List.of(foreign)));
  }
}
