package org.vigie.bridge.udp;

import static org.vigie.bridge.udp.LinuxAbi.INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.util.List;

/** The descriptor of a {@link LinuxUdpSocket} and its options. */
final class LinuxPort implements AutoCloseable {
  private static final int TYPE =
      LinuxAbi.SOCK_DGRAM | LinuxAbi.SOCK_NONBLOCK | LinuxAbi.SOCK_CLOEXEC;
  private static final int CLOSED = -1;

  private final LinuxCalls calls;
  private final AddressFormat format;
  private final Arena arena = Arena.ofAuto();
  private final MemorySegment value = arena.allocate(LinuxAbi.SK_MEMINFO_BYTES, Long.BYTES);
  private final MemorySegment length = arena.allocate(INT);
  private int fd;

  private LinuxPort(LinuxCalls calls, AddressFormat format) throws IOException {
    this.calls = calls;
    this.format = format;
    fd = require(calls.socket(format.family(), TYPE, 0), "open a UDP socket");
  }

  /**
   * One socket for all addresses: bound to the address if there is one, else to every address of
   * the machine.
   */
  static LinuxPort open(
      LinuxCalls calls,
      AddressFormat format,
      List<InetAddress> addresses,
      int port,
      UdpOptions options)
      throws IOException {
    for (InetAddress address : addresses) {
      requireBindable(new InetSocketAddress(address, port));
    }
    LinuxPort opened = new LinuxPort(calls, format);
    try {
      opened.configure(options);
      opened.bind(addresses, port);
      return opened;
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  /** A socket for all addresses would not notice that one is not there, or is taken. */
  private static void requireBindable(InetSocketAddress local) throws IOException {
    try (DatagramChannel channel = DatagramChannel.open(LocalChannel.family(local.getAddress()))) {
      LocalChannel.bind(channel, local);
    }
  }

  private void configure(UdpOptions options) throws IOException {
    if (format == AddressFormat.IPV6) {
      set(LinuxAbi.IPPROTO_IPV6, LinuxAbi.IPV6_V6ONLY, 0);
      set(LinuxAbi.IPPROTO_IPV6, LinuxAbi.IPV6_RECVPKTINFO, 1);
      set(LinuxAbi.IPPROTO_IPV6, LinuxAbi.IPV6_MTU_DISCOVER, LinuxAbi.PMTUDISC_DONT);
    } else {
      set(LinuxAbi.IPPROTO_IP, LinuxAbi.IP_PKTINFO, 1);
    }
    // As the JDK does: what is too long for a hop is taken apart there rather than lost.
    set(LinuxAbi.IPPROTO_IP, LinuxAbi.IP_MTU_DISCOVER, LinuxAbi.PMTUDISC_DONT);
    raise(LinuxAbi.SO_RCVBUFFORCE, LinuxAbi.SO_RCVBUF, options.bufferBytes());
    raise(LinuxAbi.SO_SNDBUFFORCE, LinuxAbi.SO_SNDBUF, options.bufferBytes());
  }

  private void bind(List<InetAddress> addresses, int port) throws IOException {
    MemorySegment name = arena.allocate(AddressFormat.NAME_STRIDE, Long.BYTES);
    format.writeAddress(name, addresses.size() == 1 ? addresses.getFirst() : null, port);
    int result = calls.bind(fd, name, format.nameBytes());
    if (result == -Errno.EADDRINUSE) {
      throw BindFault.takenElsewhere(port);
    }
    require(result, "bind UDP port " + port);
  }

  int descriptor() {
    if (fd == CLOSED) {
      throw new IllegalStateException("the socket is closed");
    }
    return fd;
  }

  /** The port that the system chose. */
  int number() throws IOException {
    MemorySegment name = arena.allocate(AddressFormat.NAME_STRIDE, Long.BYTES);
    length.set(INT, 0, (int) name.byteSize());
    require(calls.getsockname(descriptor(), name, length), "learn the UDP port");
    return name.get(LinuxAbi.NET_SHORT, LinuxAbi.SIN_PORT) & 0xffff;
  }

  /** Whether the kernel knows UDP_SEGMENT. */
  boolean takesSegmentSize(int bytes) {
    return put(LinuxAbi.IPPROTO_UDP, LinuxAbi.UDP_SEGMENT, bytes) == 0
        && put(LinuxAbi.IPPROTO_UDP, LinuxAbi.UDP_SEGMENT, 0) == 0; // each burst says its own
  }

  /** Asks for what came together to be handed over as one; false where the kernel cannot. */
  boolean mergeReceived() {
    return put(LinuxAbi.IPPROTO_UDP, LinuxAbi.UDP_GRO, 1) == 0;
  }

  int receiveBufferBytes() {
    return bufferBytes(LinuxAbi.SO_RCVBUF);
  }

  int sendBufferBytes() {
    return bufferBytes(LinuxAbi.SO_SNDBUF);
  }

  /** Datagrams for which the receive buffer had no room; 0 on a kernel that does not say. */
  long overflowed() {
    length.set(INT, 0, LinuxAbi.SK_MEMINFO_BYTES);
    int result =
        calls.getsockopt(descriptor(), LinuxAbi.SOL_SOCKET, LinuxAbi.SO_MEMINFO, value, length);
    return result == 0 && length.get(INT, 0) == LinuxAbi.SK_MEMINFO_BYTES
        ? Integer.toUnsignedLong(value.get(INT, LinuxAbi.SK_MEMINFO_DROPS))
        : 0;
  }

  /** Linux doubles what is asked for, to have room for its own records, and says the double. */
  private int bufferBytes(int option) {
    length.set(INT, 0, Integer.BYTES);
    int result = calls.getsockopt(descriptor(), LinuxAbi.SOL_SOCKET, option, value, length);
    return result == 0 ? value.get(INT, 0) / 2 : 0;
  }

  /** Beyond the system's bound where we may, else up to it. */
  private void raise(int forcing, int asking, int bytes) {
    if (bufferBytes(asking) < bytes && put(LinuxAbi.SOL_SOCKET, forcing, bytes) < 0) {
      put(LinuxAbi.SOL_SOCKET, asking, bytes);
    }
  }

  private void set(int level, int name, int wanted) throws IOException {
    require(put(level, name, wanted), "set option " + name + " of a UDP socket");
  }

  private int put(int level, int name, int wanted) {
    value.set(INT, 0, wanted);
    return calls.setsockopt(descriptor(), level, name, value, Integer.BYTES);
  }

  private static int require(int result, String what) throws IOException {
    if (result < 0) {
      throw new IOException("cannot " + what + " (errno " + -result + ")");
    }
    return result;
  }

  @Override
  public void close() {
    if (fd != CLOSED) {
      calls.close(fd);
      fd = CLOSED;
    }
  }
}
