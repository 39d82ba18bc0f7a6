package org.vigie.bridge.udp;

import java.io.IOException;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;

/** One bound channel, and whether something waits on it. */
final class LocalChannel {
  private final DatagramChannel channel;
  private final InetSocketAddress address;
  private final PathCache paths;
  private boolean readable;

  private LocalChannel(int localIndex, DatagramChannel channel, InetSocketAddress address) {
    this.channel = channel;
    this.address = address;
    this.paths = new PathCache(localIndex);
  }

  static LocalChannel open(
      int localIndex, InetAddress local, int port, int bufferBytes, Selector selector)
      throws IOException {
    DatagramChannel channel = DatagramChannel.open(family(local));
    try {
      channel.configureBlocking(false);
      raise(channel, StandardSocketOptions.SO_RCVBUF, bufferBytes);
      raise(channel, StandardSocketOptions.SO_SNDBUF, bufferBytes);
      bind(channel, new InetSocketAddress(local, port));
      InetSocketAddress bound = (InetSocketAddress) channel.getLocalAddress();
      LocalChannel opened = new LocalChannel(localIndex, channel, bound);
      channel.register(selector, SelectionKey.OP_READ, opened);
      return opened;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** For {@link Selector#select(java.util.function.Consumer)}. */
  static void markReadable(SelectionKey key) {
    ((LocalChannel) key.attachment()).readable = true;
  }

  /** Whether what arrives ends a wait. */
  void heed(Selector selector, boolean heeded) {
    channel.keyFor(selector).interestOps(heeded ? SelectionKey.OP_READ : 0);
  }

  boolean isReadable() {
    return readable;
  }

  InetSocketAddress address() {
    return address;
  }

  /** Fills the batch until it is full or nothing waits. */
  void receive(ReceiveBatch batch, ByteBuffer incoming, CountedDatagrams counted) {
    while (readable && !batch.isFull()) {
      receiveOne(batch, incoming, counted);
    }
  }

  private void receiveOne(ReceiveBatch batch, ByteBuffer incoming, CountedDatagrams counted) {
    counted.receiveCall();
    try {
      InetSocketAddress remote = (InetSocketAddress) channel.receive(incoming.clear());
      if (remote == null) {
        readable = false;
        return;
      }
      take(batch, incoming.flip(), remote, counted);
    } catch (IOException _) {
      // An ICMP error about an earlier datagram. What waits behind it is read after the next wait,
      // so that an error that stays cannot hold the thread here.
      counted.receiveError();
      readable = false;
    }
  }

  private void take(
      ReceiveBatch batch, ByteBuffer incoming, InetSocketAddress remote, CountedDatagrams counted) {
    int length = incoming.remaining();
    if (length > ReceiveBatch.SLOT_BYTES) {
      counted.oversized();
      return;
    }
    counted.received();
    if (length == 0) {
      return;
    }
    incoming.get(batch.array(batch.size()), batch.offset(batch.size()), length);
    batch.add(length, paths.of(remote));
  }

  void send(ByteBuffer datagram, InetSocketAddress remote, CountedDatagrams counted) {
    counted.sendCall();
    try {
      if (channel.send(datagram, remote) > 0) {
        counted.sent(1);
      } else {
        counted.sendBlocked();
      }
    } catch (IOException | IllegalArgumentException e) {
      // IllegalArgumentException: an address of the other family, or an unresolved one.
      counted.sendFailed(e);
    }
  }

  int receiveBufferBytes() {
    return option(StandardSocketOptions.SO_RCVBUF);
  }

  int sendBufferBytes() {
    return option(StandardSocketOptions.SO_SNDBUF);
  }

  void close() throws IOException {
    channel.close();
  }

  private int option(SocketOption<Integer> option) {
    try {
      return channel.getOption(option);
    } catch (IOException _) {
      return 0;
    }
  }

  static StandardProtocolFamily family(InetAddress local) {
    return local instanceof Inet6Address
        ? StandardProtocolFamily.INET6
        : StandardProtocolFamily.INET;
  }

  private static void raise(DatagramChannel channel, SocketOption<Integer> option, int wanted)
      throws IOException {
    if (channel.getOption(option) < wanted) {
      channel.setOption(option, wanted);
    }
  }

  /** Binds, or says why not and what to do about it. */
  static void bind(DatagramChannel channel, InetSocketAddress local) throws IOException {
    try {
      channel.bind(local);
    } catch (BindException e) {
      throw BindFault.of(local, e);
    }
  }
}
