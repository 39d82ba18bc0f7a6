package org.vigie.bridge.udp;

import static org.vigie.bridge.udp.LinuxAbi.CMSGHDR_BYTES;
import static org.vigie.bridge.udp.LinuxAbi.NET_INT;
import static org.vigie.bridge.udp.LinuxAbi.NET_LONG;
import static org.vigie.bridge.udp.LinuxAbi.NET_SHORT;

import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * How far addresses and the local address of each datagram are written for the kernel: as IPv4, or
 * as IPv6 with mapped IPv4 addresses on a socket that serves both.
 */
enum AddressFormat {
  /** {@code sockaddr_in} and IP_PKTINFO (ip(7)); also on machines without IPv6. */
  IPV4(
      LinuxAbi.AF_INET,
      LinuxAbi.SOCKADDR_IN_BYTES,
      LinuxAbi.IPPROTO_IP,
      LinuxAbi.IP_PKTINFO,
      LinuxAbi.PKTINFO_BYTES) {
    @Override
    void writeRemote(MemorySegment names, long at, Path path) {
      names.set(NET_SHORT, at + LinuxAbi.SIN_PORT, (short) path.port());
      names.set(NET_INT, at + LinuxAbi.SIN_ADDR, (int) path.low());
    }

    @Override
    void writeLocal(MemorySegment control, long at, LocalTable locals, int index) {
      long data = at + CMSGHDR_BYTES;
      control.set(NET_INT, data + LinuxAbi.PKTINFO_LOCAL, (int) locals.low(index));
    }

    @Override
    int local(MemorySegment control, long data, LocalTable locals) {
      int address = control.get(NET_INT, data + LinuxAbi.PKTINFO_DESTINATION);
      return locals.indexOf(0, AddressBits.mapped(address));
    }

    @Override
    Path remote(MemorySegment names, long at, int localIndex, PathTable paths) {
      long low = AddressBits.mapped(names.get(NET_INT, at + LinuxAbi.SIN_ADDR));
      return paths.of(localIndex, 0, low, 0, port(names, at));
    }
  },

  /** {@code sockaddr_in6} and IPV6_PKTINFO (ipv6(7), RFC 3542). */
  IPV6(
      LinuxAbi.AF_INET6,
      LinuxAbi.SOCKADDR_IN6_BYTES,
      LinuxAbi.IPPROTO_IPV6,
      LinuxAbi.IPV6_PKTINFO,
      LinuxAbi.PKTINFO6_BYTES) {
    @Override
    void writeRemote(MemorySegment names, long at, Path path) {
      names.set(NET_SHORT, at + LinuxAbi.SIN_PORT, (short) path.port());
      AddressBits.write(names, at + LinuxAbi.SIN6_ADDR, path.high(), path.low());
      names.set(LinuxAbi.INT, at + LinuxAbi.SIN6_SCOPE, path.scope());
    }

    @Override
    void writeLocal(MemorySegment control, long at, LocalTable locals, int index) {
      AddressBits.write(control, at + CMSGHDR_BYTES, locals.high(index), locals.low(index));
    }

    @Override
    int local(MemorySegment control, long data, LocalTable locals) {
      return locals.indexOf(control.get(NET_LONG, data), control.get(NET_LONG, data + Long.BYTES));
    }

    @Override
    Path remote(MemorySegment names, long at, int localIndex, PathTable paths) {
      long high = names.get(NET_LONG, at + LinuxAbi.SIN6_ADDR);
      long low = names.get(NET_LONG, at + LinuxAbi.SIN6_ADDR + Long.BYTES);
      int scope = names.get(LinuxAbi.INT, at + LinuxAbi.SIN6_SCOPE);
      return paths.of(localIndex, high, low, scope, port(names, at));
    }
  };

  /** Room for one address of either family. */
  static final long NAME_STRIDE = 32;

  /** Room for the local address in either family, and a segment size. */
  static final long CONTROL_STRIDE = 64;

  private static final int PORT_MASK = 0xffff;

  private final int family;
  private final int nameBytes;
  private final int level;
  private final int type;
  private final long dataBytes;

  AddressFormat(int family, int nameBytes, int level, int type, long dataBytes) {
    this.family = family;
    this.nameBytes = nameBytes;
    this.level = level;
    this.type = type;
    this.dataBytes = dataBytes;
  }

  int family() {
    return family;
  }

  int nameBytes() {
    return nameBytes;
  }

  /** What the control message with the local address takes up. */
  long localSpace() {
    return LinuxAbi.cmsgSpace(dataBytes);
  }

  /** Whether this control message holds the local address. */
  boolean isLocal(int cmsgLevel, int cmsgType, long bytes) {
    return cmsgType == type && cmsgLevel == level && bytes >= dataBytes;
  }

  /** Writes once what is the same for every datagram. */
  void prepare(MemorySegment names, long name, MemorySegment control, long cmsg) {
    names.set(LinuxAbi.SHORT, name + LinuxAbi.SIN_FAMILY, (short) family);
    control.set(LinuxAbi.LONG, cmsg + LinuxAbi.CMSG_LEN, CMSGHDR_BYTES + dataBytes);
    control.set(LinuxAbi.INT, cmsg + LinuxAbi.CMSG_LEVEL, level);
    control.set(LinuxAbi.INT, cmsg + LinuxAbi.CMSG_TYPE, type);
  }

  /** Writes an address to bind, or with null every address of the machine. */
  void writeAddress(MemorySegment name, @Nullable InetAddress address, int port) {
    name.set(LinuxAbi.SHORT, LinuxAbi.SIN_FAMILY, (short) family);
    if (address == null) {
      name.set(NET_SHORT, LinuxAbi.SIN_PORT, (short) port);
    } else {
      writeRemote(name, 0, new Path(0, new InetSocketAddress(address, port)));
    }
  }

  /** Writes where a datagram goes. */
  abstract void writeRemote(MemorySegment names, long at, Path path);

  /** Writes from which address it leaves, into the control message at {@code at}. */
  abstract void writeLocal(MemorySegment control, long at, LocalTable locals, int index);

  /** Reads to which address a datagram came, from the data of its control message. */
  abstract int local(MemorySegment control, long data, LocalTable locals);

  /** Reads where a datagram came from. */
  abstract Path remote(MemorySegment names, long at, int localIndex, PathTable paths);

  private static int port(MemorySegment names, long at) {
    return names.get(NET_SHORT, at + LinuxAbi.SIN_PORT) & PORT_MASK;
  }
}
