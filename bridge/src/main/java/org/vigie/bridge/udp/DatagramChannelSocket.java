package org.vigie.bridge.udp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.function.ToIntFunction;

/**
 * {@link UdpSocket} on the JDK's channels: one non-blocking channel per address, because a wildcard
 * channel would answer from an address of the system's choice.
 */
public final class DatagramChannelSocket implements UdpSocket {
  private static final int FREE_PORT_ATTEMPTS = 20;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Selector selector;
  private final List<LocalChannel> channels;
  private final List<InetSocketAddress> localAddresses;
  private final CountedDatagrams counted = new CountedDatagrams();
  // One byte more than fits shows that a datagram was longer.
  private final ByteBuffer incoming = ByteBuffer.allocateDirect(ReceiveBatch.SLOT_BYTES + 1);
  private final int wantedBufferBytes;
  private int first;

  /** The selector alone would forget a wake-up at the next look, also at one that does not wait. */
  private volatile boolean woken;

  private DatagramChannelSocket(
      Selector selector, List<LocalChannel> channels, int wantedBufferBytes) {
    this.wantedBufferBytes = wantedBufferBytes;
    this.selector = selector;
    this.channels = List.copyOf(channels);
    this.localAddresses = this.channels.stream().map(LocalChannel::address).toList();
  }

  /** As {@link #bind(List, int, UdpOptions)} with the default options. */
  public static DatagramChannelSocket bind(List<InetAddress> addresses, int port)
      throws IOException {
    return bind(addresses, port, UdpOptions.defaults());
  }

  /**
   * Binds one port on every address.
   *
   * @param addresses local addresses, at least one; repeated ones count once
   * @param port 0 to 65535; 0 takes one that is free on all of them
   * @param options of which only the size of the buffers means something here
   * @throws IOException naming the address and port and what to do about it
   */
  public static DatagramChannelSocket bind(
      List<InetAddress> addresses, int port, UdpOptions options) throws IOException {
    List<InetAddress> distinct = List.copyOf(new LinkedHashSet<>(addresses));
    if (distinct.isEmpty()) {
      throw new IOException(BindFault.NO_ADDRESS);
    }
    return port == 0
        ? bindAnyPort(distinct, options.bufferBytes())
        : bindAll(distinct, port, options.bufferBytes());
  }

  /** What the first address gets at random may be taken on the others; then another try. */
  private static DatagramChannelSocket bindAnyPort(List<InetAddress> addresses, int bufferBytes)
      throws IOException {
    IOException last = new IOException("no attempt made");
    for (int attempt = 0; attempt < FREE_PORT_ATTEMPTS; attempt++) {
      try {
        return bindAll(addresses, 0, bufferBytes);
      } catch (PortTakenException e) {
        last = e;
      }
    }
    throw last;
  }

  private static DatagramChannelSocket bindAll(
      List<InetAddress> addresses, int port, int bufferBytes) throws IOException {
    Selector selector = Selector.open();
    List<LocalChannel> channels = new ArrayList<>();
    try {
      int samePort = port;
      for (InetAddress address : addresses) {
        LocalChannel channel =
            LocalChannel.open(channels.size(), address, samePort, bufferBytes, selector);
        channels.add(channel);
        samePort = channel.address().getPort();
      }
      return new DatagramChannelSocket(selector, channels, bufferBytes);
    } catch (IOException | RuntimeException e) {
      closeAll(selector, channels);
      throw e;
    }
  }

  @Override
  public List<InetSocketAddress> localAddresses() {
    return localAddresses;
  }

  @Override
  public int receive(ReceiveBatch batch) {
    batch.clear();
    if (noneReadable()) {
      select(0);
    }
    // Another channel comes first each time, so that a flood on one address starves no other.
    first = (first + 1) % channels.size();
    for (int i = 0; i < channels.size(); i++) {
      channels.get((first + i) % channels.size()).receive(batch, incoming, counted);
    }
    return batch.size();
  }

  @Override
  public void send(Burst[] bursts, int count) {
    Objects.checkFromIndexSize(0, count, bursts.length);
    for (int i = 0; i < count; i++) {
      send(bursts[i]);
    }
  }

  private void send(Burst burst) {
    Path path = burst.path();
    if (path.localIndex() < 0 || path.localIndex() >= channels.size()) {
      counted.sendFailed(burst.count());
      return;
    }
    LocalChannel channel = channels.get(path.localIndex());
    ByteBuffer bytes = burst.buffer();
    for (int i = 0; i < burst.count(); i++) {
      bytes.limit(burst.offset(i) + burst.length(i)).position(burst.offset(i));
      channel.send(bytes, path.remote(), counted);
    }
  }

  @Override
  public void await(long timeoutNanos) {
    sleep(timeoutNanos);
    woken = false;
  }

  @Override
  public void rest(long nanos) {
    if (nanos > 0) {
      channels.forEach(channel -> channel.heed(selector, false));
      sleep(nanos);
      channels.forEach(channel -> channel.heed(selector, true));
    }
  }

  private void sleep(long nanos) {
    if (nanos <= 0 || woken) {
      select(0);
    } else {
      // Rounded up, else the last part of a millisecond would be spent in a busy loop.
      select((nanos + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI);
    }
  }

  @Override
  public void wakeup() {
    woken = true;
    selector.wakeup();
  }

  @Override
  public UdpCounters counters() {
    return counted.snapshot(0);
  }

  @Override
  public UdpFacts facts() {
    return new UdpFacts(
        "JDK channels",
        false,
        false,
        wantedBufferBytes,
        smallest(LocalChannel::receiveBufferBytes),
        smallest(LocalChannel::sendBufferBytes));
  }

  private int smallest(ToIntFunction<LocalChannel> buffer) {
    return channels.stream().mapToInt(buffer).min().orElse(0);
  }

  @Override
  public void close() {
    closeAll(selector, channels);
  }

  private boolean noneReadable() {
    for (LocalChannel channel : channels) {
      if (channel.isReadable()) {
        return false;
      }
    }
    return true;
  }

  private void select(long timeoutMillis) {
    try {
      if (timeoutMillis == 0) {
        selector.selectNow(LocalChannel::markReadable);
      } else {
        selector.select(LocalChannel::markReadable, timeoutMillis);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("waiting for datagrams failed", e);
    }
  }

  private static void closeAll(Selector selector, List<LocalChannel> channels) {
    try {
      selector.close(); // first, so that closing a channel frees its port at once
      for (LocalChannel channel : channels) {
        channel.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("releasing the media port failed", e);
    }
  }
}
