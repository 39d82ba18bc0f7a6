package org.vigie.bridge.udp;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * One UDP port on several local addresses, for one thread.
 *
 * <p>Only {@link #wakeup()} may be called from another thread. After {@link #close()} every call
 * but that one and {@code close} itself may throw an {@link IllegalStateException}. The owning
 * thread must not be interrupted: the JDK closes a channel under an interrupted thread.
 */
public interface UdpSocket extends AutoCloseable {
  /** The bound addresses; {@link Path#localIndex()} counts in this list. */
  List<InetSocketAddress> localAddresses();

  /**
   * Takes waiting datagrams without blocking. What stood in the batch is overwritten.
   *
   * @return how many arrived, 0 to {@link ReceiveBatch#capacity()}; fewer than the capacity means
   *     that nothing more was waiting
   */
  int receive(ReceiveBatch batch);

  /**
   * Sends the first {@code count} bursts in order; they stay the caller's. A datagram that the
   * machine does not take at once is dropped and counted: late media is worth nothing.
   *
   * @throws IndexOutOfBoundsException if there are fewer bursts than {@code count}
   */
  void send(Burst[] bursts, int count);

  /**
   * Waits until a datagram arrives, {@link #wakeup()} is called, or the time is over.
   *
   * @param timeoutNanos not above 0 looks without waiting
   */
  void await(long timeoutNanos);

  /**
   * Waits as {@link #await} does, but datagrams do not end it: they gather, to be taken together. A
   * wake-up that ends it also ends the next await, since nobody looks what it was for in between.
   *
   * @param nanos not above 0 returns at once
   */
  void rest(long nanos);

  /** Ends the current or next {@link #await}, and a {@link #rest} until then; from any thread. */
  void wakeup();

  /** What the system granted. */
  UdpFacts facts();

  /** Counts since the socket was opened. */
  UdpCounters counters();

  /** Releases the port on every address. What is still in batches is lost. */
  @Override
  void close();
}
