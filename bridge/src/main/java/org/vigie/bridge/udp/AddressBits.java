package org.vigie.bridge.udp;

import java.lang.foreign.MemorySegment;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * An IP address as two longs in the order of the network; IPv4 as the mapped address {@code
 * ::ffff:a.b.c.d} (RFC 4291, section 2.5.5.2).
 */
final class AddressBits {
  private static final long MAPPED = 0xffff_0000_0000L;
  private static final long LOW_INT = 0xffff_ffffL;
  private static final int IPV4_BYTES = 4;

  private AddressBits() {}

  /** The first 8 bytes; 0 for IPv4 and for an unresolved address. */
  static long high(@Nullable InetAddress address) {
    return address instanceof Inet6Address ? ByteBuffer.wrap(address.getAddress()).getLong() : 0;
  }

  /** The last 8 bytes; 0 for an unresolved address. */
  static long low(@Nullable InetAddress address) {
    if (address == null) {
      return 0;
    }
    ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
    return bytes.capacity() == IPV4_BYTES ? mapped(bytes.getInt()) : bytes.getLong(Long.BYTES);
  }

  /** Which interface a link-local address means; 0 for others. */
  static int scope(@Nullable InetAddress address) {
    return address instanceof Inet6Address six ? six.getScopeId() : 0;
  }

  /** The last 8 bytes of the mapped address. */
  static long mapped(int ipv4) {
    return MAPPED | (ipv4 & LOW_INT);
  }

  static boolean isIpv4(long high, long low) {
    return high == 0 && (low & ~LOW_INT) == MAPPED;
  }

  static InetAddress address(long high, long low, int scope) {
    try {
      if (isIpv4(high, low)) {
        return InetAddress.getByAddress(ByteBuffer.allocate(IPV4_BYTES).putInt((int) low).array());
      }
      byte[] bytes = ByteBuffer.allocate(2 * Long.BYTES).putLong(high).putLong(low).array();
      return scope == 0
          ? InetAddress.getByAddress(bytes)
          : Inet6Address.getByAddress(null, bytes, scope);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("an address has 4 or 16 bytes", e);
    }
  }

  static void write(MemorySegment memory, long offset, long high, long low) {
    memory.set(LinuxAbi.NET_LONG, offset, high);
    memory.set(LinuxAbi.NET_LONG, offset + Long.BYTES, low);
  }

  /** Spreads the bits, so that neighbouring addresses and ports fall into different places. */
  static int hash(long high, long low, int more) {
    long mixed = (high * 31 + low) * 31 + more;
    mixed *= 0x9e37_79b9_7f4a_7c15L; // 2^64 divided by the golden ratio
    return (int) (mixed >>> 32);
  }
}
