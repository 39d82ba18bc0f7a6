package org.vigie.simulator.load;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A block of IPv4 addresses of this machine, one for each session: the server then sees distinct
 * peers, and the address that a datagram came to says whose it is.
 *
 * @param first the block's first address, which names the network and is not used
 * @param prefix bits that all its addresses share, 8 to 24
 */
public record AddressBlock(Inet4Address first, int prefix) {
  /** The JDK binds none that ends in 255, and 0 looks like a network's own. */
  private static final int HOSTS = 254;

  /** Of loopback all addresses are the machine's, and the first 65,536 others' to use. */
  public static final AddressBlock LOOPBACK = parse("127.64.0.0/10");

  public AddressBlock {
    if (prefix < 8 || prefix > 24) {
      throw new IllegalArgumentException("a block has 8 to 24 bits of prefix, not " + prefix);
    }
  }

  /**
   * Reads {@code 10.9.0.0/16}.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  public static AddressBlock parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("'" + text + "' is no block such as 10.9.0.0/16");
    }
    try {
      Inet4Address address = Inet4Address.ofLiteral(text.substring(0, slash));
      int prefix = Integer.parseInt(text.substring(slash + 1));
      return new AddressBlock(address(number(address) & (-1 << (32 - prefix))), prefix);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + text + "' is no block such as 10.9.0.0/16", e);
    }
  }

  /** How many sessions it has addresses for. */
  public int size() {
    return (1 << (24 - prefix)) * HOSTS;
  }

  /**
   * Its first addresses.
   *
   * @throws IllegalArgumentException if it has fewer
   */
  public List<InetAddress> addresses(int count) {
    if (count > size()) {
      throw new IllegalArgumentException(
          "%s has addresses for %,d sessions, not %,d; give a larger block"
              .formatted(this, size(), count));
    }
    List<InetAddress> addresses = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      addresses.add(address(number(first) + (i / HOSTS * 256) + (i % HOSTS) + 1));
    }
    return addresses;
  }

  private static int number(Inet4Address address) {
    return ByteBuffer.wrap(address.getAddress()).getInt();
  }

  private static Inet4Address address(int number) {
    byte[] bytes = ByteBuffer.allocate(4).putInt(number).array();
    try {
      return (Inet4Address) InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("an address has 4 bytes", e);
    }
  }

  @Override
  public String toString() {
    return first.getHostAddress() + "/" + prefix;
  }
}
