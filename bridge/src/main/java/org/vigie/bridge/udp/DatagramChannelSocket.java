package org.vigie.bridge.udp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * {@link UdpSocket} on the JDK's channels: one non-blocking channel per address, because a wildcard
 * channel would answer from an address of the system's choice.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class DatagramChannelSocket implements UdpSocket {
  private DatagramChannelSocket() {}

  /**
   * Binds one port on every address.
   *
   * @param addresses local addresses, at least one
   * @param port 0 to 65535; 0 takes one that is free on all of them
   * @throws IOException naming the address and port and what to do about it
   */
  public static DatagramChannelSocket bind(List<InetAddress> addresses, int port)
      throws IOException {
    throw new IOException("not built yet");
  }

  @Override
  public List<InetSocketAddress> localAddresses() {
    throw new UnsupportedOperationException();
  }

  @Override
  public int receive(ReceiveBatch batch) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void send(SendBatch batch) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void await(long timeoutNanos) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void wakeup() {
    throw new UnsupportedOperationException();
  }

  @Override
  public UdpCounters counters() {
    throw new UnsupportedOperationException();
  }

  /** Smallest receive buffer that the system granted on any address, in bytes. */
  public int receiveBufferBytes() {
    throw new UnsupportedOperationException();
  }

  /** Smallest send buffer that the system granted on any address, in bytes. */
  public int sendBufferBytes() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
