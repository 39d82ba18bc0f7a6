package org.vigie.bridge.udp;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;

/**
 * {@link UdpSocket} on Linux' own system calls: recvmmsg(2), sendmmsg(2) with UDP_SEGMENT, ppoll(2)
 * and eventfd(2), by {@code java.lang.foreign}. One socket serves every address; to which of them a
 * datagram came, and from which it leaves, goes with each datagram (IP_PKTINFO, RFC 3542).
 *
 * <p>Nothing is allocated per datagram or call. What is handed to the kernel lies in memory of this
 * object or of a {@link Burst}, and is as long as the kernel is told.
 */
public final class LinuxUdpSocket implements UdpSocket {
  private static final int WAKEUP_POLLED = 1;

  private final LinuxCalls calls;
  private final LinuxPort port;
  private final WakeupEvent wakeup;
  private final List<InetSocketAddress> localAddresses;
  private final IncomingMessages incoming;
  private final BurstSender sender;
  private final UdpFacts facts;
  private final CountedDatagrams counted = new CountedDatagrams();
  private final Readiness readiness;
  private final Readiness called;

  private LinuxUdpSocket(
      LinuxCalls calls,
      LinuxPort port,
      AddressFormat format,
      List<InetAddress> addresses,
      UdpOptions options)
      throws IOException {
    this.calls = calls;
    this.port = port;
    int number = port.number();
    localAddresses = addresses.stream().map(one -> new InetSocketAddress(one, number)).toList();
    LocalTable locals = new LocalTable(addresses);
    boolean segmenting = options.segmentationOffload() && SegmentationProbe.succeeded();
    boolean merging = options.receiveOffload() && port.mergeReceived();
    incoming = new IncomingMessages(format, locals, merging);
    sender = new BurstSender(calls, format, locals, counted, segmenting);
    facts =
        new UdpFacts(
            "Linux system calls",
            segmenting,
            merging,
            options.bufferBytes(),
            port.receiveBufferBytes(),
            port.sendBufferBytes());
    wakeup = new WakeupEvent();
    readiness = new Readiness(calls, port.descriptor(), wakeup.descriptor());
    called = new Readiness(calls, wakeup.descriptor());
  }

  /** As {@link #bind(List, int, UdpOptions)} with the default options. */
  public static LinuxUdpSocket bind(List<InetAddress> addresses, int port) throws IOException {
    return bind(addresses, port, UdpOptions.defaults());
  }

  /**
   * Binds one port on every address.
   *
   * @param addresses local addresses, at least one; repeated ones count once
   * @param port 0 to 65535; 0 takes one that is free on all of them
   * @throws IOException naming the address and port and what to do about it
   * @throws LinkageError where the system's calls are not to be had
   */
  public static LinuxUdpSocket bind(List<InetAddress> addresses, int port, UdpOptions options)
      throws IOException {
    List<InetAddress> distinct = List.copyOf(new LinkedHashSet<>(addresses));
    if (distinct.isEmpty()) {
      throw new IOException(BindFault.NO_ADDRESS);
    }
    LinuxCalls calls = new LinuxCalls();
    AddressFormat format = format(distinct);
    LinuxPort opened = LinuxPort.open(calls, format, distinct, port, options);
    try {
      return new LinuxUdpSocket(calls, opened, format, distinct, options);
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private static AddressFormat format(List<InetAddress> addresses) {
    return addresses.stream().anyMatch(Inet6Address.class::isInstance)
        ? AddressFormat.IPV6
        : AddressFormat.IPV4;
  }

  @Override
  public List<InetSocketAddress> localAddresses() {
    return localAddresses;
  }

  @Override
  public int receive(ReceiveBatch batch) {
    batch.clear();
    incoming.receive(calls, port.descriptor(), batch, counted);
    return batch.size();
  }

  @Override
  public void send(Burst[] bursts, int count) {
    Objects.checkFromIndexSize(0, count, bursts.length);
    sender.send(port.descriptor(), bursts, count);
  }

  @Override
  public void await(long timeoutNanos) {
    port.descriptor(); // refuses after close
    sleep(readiness, timeoutNanos);
    wakeup.awake();
    if (readiness.isReadable(WAKEUP_POLLED)) {
      wakeup.drain(calls);
    }
  }

  @Override
  public void rest(long nanos) {
    port.descriptor(); // refuses after close
    if (nanos <= 0) {
      return;
    }
    sleep(called, nanos);
    wakeup.rested();
    if (called.isReadable(0)) {
      wakeup.drain(calls);
    }
  }

  private void sleep(Readiness until, long nanos) {
    until.await(wakeup.fallAsleep() ? nanos : 0);
  }

  @Override
  public void wakeup() {
    wakeup.wake();
  }

  @Override
  public UdpFacts facts() {
    return facts;
  }

  @Override
  public UdpCounters counters() {
    return counted.snapshot(port.overflowed());
  }

  @Override
  public void close() {
    wakeup.close();
    port.close();
  }
}
