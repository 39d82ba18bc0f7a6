package org.vigie.bridge.udp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the Linux socket finds local addresses and paths by their bits. */
class TablesTest {
  private final PathTable paths = new PathTable();

  @ParameterizedTest
  @ValueSource(
      strings = {"192.0.2.1", "255.255.255.255", "0.0.0.0", "2001:db8::1", "::1", "fe80::1"})
  void anAddressIsTheSameAfterItsBits(String literal) {
    InetAddress address = InetAddress.ofLiteral(literal);
    long high = AddressBits.high(address);
    long low = AddressBits.low(address);
    assertEquals(address, AddressBits.address(high, low, 0));
    assertEquals(literal.contains("."), AddressBits.isIpv4(high, low));
  }

  @Test
  void theScopeOfALinkLocalAddressIsKept() throws UnknownHostException {
    byte[] bytes = InetAddress.ofLiteral("fe80::7").getAddress();
    Path path = new Path(0, new InetSocketAddress(Inet6Address.getByAddress(null, bytes, 3), 9));
    Path same = paths.of(0, path.high(), path.low(), path.scope(), path.port());
    assertEquals(3, ((Inet6Address) same.remote().getAddress()).getScopeId());
    assertEquals(path, same);
  }

  @Test
  void everyListedAddressIsFoundAndNoOther() {
    List<InetAddress> many =
        IntStream.range(0, 2_000)
            .mapToObj(i -> InetAddress.ofLiteral("127.2." + i / 250 + "." + (1 + i % 250)))
            .toList();
    LocalTable table = new LocalTable(many);
    for (int i = 0; i < many.size(); i++) {
      assertEquals(i, table.indexOf(0, AddressBits.low(many.get(i))));
      assertTrue(table.isIpv4(i));
    }
    InetAddress other = InetAddress.ofLiteral("127.0.0.1");
    assertEquals(LocalTable.NOT_LISTED, table.indexOf(0, AddressBits.low(other)));
    assertEquals(LocalTable.NOT_LISTED, table.indexOf(0, 0));
  }

  @Test
  void aSingleIpv6AddressIsFound() {
    InetAddress six = InetAddress.ofLiteral("2001:db8::5");
    LocalTable table = new LocalTable(List.of(six));
    assertEquals(0, table.indexOf(AddressBits.high(six), AddressBits.low(six)));
    assertFalse(table.isIpv4(0));
  }

  @Test
  void fiveThousandSendersKeepTheirPathObjects() {
    List<Path> first = fiveThousand();
    List<Path> second = fiveThousand();
    assertEquals(first, second);
    Set<Path> objects = Collections.newSetFromMap(new IdentityHashMap<>());
    objects.addAll(first);
    objects.addAll(second);
    assertTrue(objects.size() < 5_010, objects.size() + " objects");
  }

  private List<Path> fiveThousand() {
    List<Path> all = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      all.add(paths.of(0, 0, AddressBits.mapped(0x7f00_0001 + i % 50), 0, 20_000 + i));
    }
    return all;
  }

  @Test
  void whatDiffersInOnePartIsAnotherPath() {
    Path path = paths.of(0, 1, 2, 0, 4);
    assertSame(path, paths.of(0, 1, 2, 0, 4));
    assertNotEquals(path, paths.of(1, 1, 2, 0, 4));
    assertNotEquals(path, paths.of(0, 9, 2, 0, 4));
    assertNotEquals(path, paths.of(0, 1, 9, 0, 4));
    assertNotEquals(path, paths.of(0, 1, 2, 0, 9));
    assertEquals(path.hashCode(), paths.of(0, 1, 2, 0, 4).hashCode());
  }

  @Test
  void aFloodOfSendersTakesNoMorePlaces() {
    for (int i = 0; i < 200_000; i++) {
      Path path = paths.of(0, 0, AddressBits.mapped(i), 0, 1 + i % 60_000);
      assertEquals(1 + i % 60_000, path.port());
    }
  }
}
