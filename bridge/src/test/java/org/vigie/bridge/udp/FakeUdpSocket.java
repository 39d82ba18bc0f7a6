package org.vigie.bridge.udp;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A socket without a network: what is put in arrives, what is sent is kept. */
public final class FakeUdpSocket implements UdpSocket {
  /** One datagram and the path it takes. */
  @SuppressWarnings("ArrayRecordComponent")
  public record Datagram(Path path, byte[] bytes) {}

  /** Datagrams that left in one system call. */
  public record Departure(Path path, List<Integer> lengths) {}

  private final List<InetSocketAddress> local;
  private final ArrayDeque<Datagram> arriving = new ArrayDeque<>();
  private List<Datagram> sent = new ArrayList<>();
  private List<Departure> departures = new ArrayList<>();
  private boolean failing;
  private boolean counting;
  private long sentCount;

  public FakeUdpSocket(InetSocketAddress... local) {
    this.local = List.of(local);
  }

  public void arrive(Path path, byte[] bytes) {
    arriving.add(new Datagram(path, bytes));
  }

  /** What was sent since this was last asked. */
  public List<Datagram> takeSent() {
    List<Datagram> taken = sent;
    sent = new ArrayList<>();
    return taken;
  }

  /** What left together since this was last asked. */
  public List<Departure> takeDepartures() {
    List<Departure> taken = departures;
    departures = new ArrayList<>();
    return taken;
  }

  /** The next send or look at the counters fails as no socket should. */
  public void failOnce() {
    failing = true;
  }

  /** From now on what is sent is counted and not kept. */
  public void onlyCount() {
    counting = true;
  }

  /** Datagrams sent since it only counts. */
  public long sentCount() {
    return sentCount;
  }

  @Override
  public List<InetSocketAddress> localAddresses() {
    return local;
  }

  @Override
  public int receive(ReceiveBatch batch) {
    batch.clear();
    while (!arriving.isEmpty() && !batch.isFull()) {
      Datagram next = arriving.poll();
      int slot = batch.size();
      System.arraycopy(next.bytes(), 0, batch.array(slot), batch.offset(slot), next.bytes().length);
      batch.add(next.bytes().length, next.path());
    }
    return batch.size();
  }

  @Override
  public void send(Burst[] bursts, int count) {
    failIfToldTo();
    for (int i = 0; i < count; i++) {
      if (counting) {
        sentCount += bursts[i].count();
      } else {
        keep(bursts[i]);
      }
    }
  }

  private void failIfToldTo() {
    if (failing) {
      failing = false;
      throw new IllegalStateException("a fault of ours");
    }
  }

  private void keep(Burst burst) {
    departures.add(
        new Departure(
            burst.path(), IntStream.range(0, burst.count()).map(burst::length).boxed().toList()));
    for (int i = 0; i < burst.count(); i++) {
      sent.add(new Datagram(burst.path(), Bursts.datagram(burst, i)));
    }
  }

  @Override
  public void await(long timeoutNanos) {
    throw new UnsupportedOperationException("virtual time does not wait");
  }

  @Override
  public void rest(long nanos) {
    throw new UnsupportedOperationException("virtual time does not wait");
  }

  @Override
  public void wakeup() {}

  @Override
  public UdpFacts facts() {
    return new UdpFacts("no network", false, false, 0, 0, 0);
  }

  @Override
  public UdpCounters counters() {
    failIfToldTo();
    return UdpCounters.NONE;
  }

  @Override
  public void close() {}
}
