package org.vigie.bridge.udp;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Numbers and layouts of the Linux system calls that {@link LinuxUdpSocket} uses, for 64-bit
 * little-endian machines. Checked against the C headers on x86-64; aarch64 takes the same generic
 * kernel headers and has the same sizes and alignments.
 */
final class LinuxAbi {
  static final int AF_INET = 2;
  static final int AF_INET6 = 10;
  static final int SOCK_DGRAM = 2;
  static final int SOCK_NONBLOCK = 0x800;
  static final int SOCK_CLOEXEC = 0x80000;

  static final int SOL_SOCKET = 1;
  static final int SO_SNDBUF = 7;
  static final int SO_RCVBUF = 8;
  static final int SO_SNDBUFFORCE = 32;
  static final int SO_RCVBUFFORCE = 33;
  static final int SO_MEMINFO = 55;

  /** Where SO_MEMINFO says how many datagrams the receive buffer had no room for. */
  static final long SK_MEMINFO_DROPS = 8 * Integer.BYTES;

  static final int SK_MEMINFO_BYTES = 9 * Integer.BYTES;

  static final int IPPROTO_IP = 0;
  static final int IP_PKTINFO = 8;
  static final int IP_MTU_DISCOVER = 10;
  static final int IPPROTO_IPV6 = 41;
  static final int IPV6_MTU_DISCOVER = 23;
  static final int IPV6_V6ONLY = 26;
  static final int IPV6_RECVPKTINFO = 49;
  static final int IPV6_PKTINFO = 50;
  static final int PMTUDISC_DONT = 0;

  static final int IPPROTO_UDP = 17;
  static final int UDP_SEGMENT = 103;
  static final int UDP_GRO = 104;

  static final int MSG_TRUNC = 0x20;
  static final int MSG_DONTWAIT = 0x40;
  static final int MSG_NOSIGNAL = 0x4000;

  static final short POLLIN = 1;
  static final int EFD_FLAGS = SOCK_NONBLOCK | SOCK_CLOEXEC;

  /** {@code struct mmsghdr}: a {@code struct msghdr} and how long the datagram was. */
  static final long MMSGHDR_BYTES = 64;

  static final long MSG_NAME = 0;
  static final long MSG_NAMELEN = 8;
  static final long MSG_IOV = 16;
  static final long MSG_IOVLEN = 24;
  static final long MSG_CONTROL = 32;
  static final long MSG_CONTROLLEN = 40;
  static final long MSG_FLAGS = 48;
  static final long MSG_LEN = 56;

  static final long IOVEC_BYTES = 16;
  static final long IOV_BASE = 0;
  static final long IOV_LEN = 8;

  /** {@code struct cmsghdr}; its data follows at once, and the next header at a multiple of 8. */
  static final long CMSGHDR_BYTES = 16;

  static final long CMSG_LEN = 0;
  static final long CMSG_LEVEL = 8;
  static final long CMSG_TYPE = 12;

  static final int SOCKADDR_IN_BYTES = 16;
  static final int SOCKADDR_IN6_BYTES = 28;
  static final long SIN_FAMILY = 0;
  static final long SIN_PORT = 2;
  static final long SIN_ADDR = 4;
  static final long SIN6_ADDR = 8;
  static final long SIN6_SCOPE = 24;

  static final long PKTINFO_BYTES = 12;
  static final long PKTINFO_LOCAL = 4;
  static final long PKTINFO_DESTINATION = 8;
  static final long PKTINFO6_BYTES = 20;

  static final int POLLFD_BYTES = 8;
  static final long POLLFD_EVENTS = 4;
  static final long POLLFD_REVENTS = 6;

  static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT;
  static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

  /** In the byte order of the network. */
  static final ValueLayout.OfShort NET_SHORT = SHORT.withOrder(ByteOrder.BIG_ENDIAN);

  /** In the byte order of the network. */
  static final ValueLayout.OfInt NET_INT = INT.withOrder(ByteOrder.BIG_ENDIAN);

  /** In the byte order of the network. */
  static final ValueLayout.OfLong NET_LONG = LONG.withOrder(ByteOrder.BIG_ENDIAN);

  private LinuxAbi() {}

  /** Whether this machine is one of those whose layouts these are. */
  static boolean fitsThisMachine() {
    String machine = System.getProperty("os.arch", "");
    return System.getProperty("os.name", "").equals("Linux")
        && (machine.equals("amd64") || machine.equals("aarch64"))
        && ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
  }

  /** What a control message of this much data takes up. */
  static long cmsgSpace(long dataBytes) {
    return CMSGHDR_BYTES + align(dataBytes);
  }

  /** To the next multiple of 8. */
  static long align(long bytes) {
    return (bytes + 7) & -8L;
  }
}
