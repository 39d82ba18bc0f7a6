package org.vigie.bridge.network;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.vigie.bridge.api.BridgeEvent;
import org.vigie.bridge.api.BridgeStats;
import org.vigie.bridge.loop.LoopCommand;
import org.vigie.bridge.loop.VirtualTime;
import org.vigie.bridge.relay.Neighbours;
import org.vigie.bridge.session.Session;
import org.vigie.bridge.udp.FakeUdpSocket.Datagram;
import org.vigie.bridge.udp.Path;

/** A Loop that turns when something arrives or is due, now and then a little late. */
final class NetworkLoop extends VirtualTime {
  /** A real Loop does not turn more often. */
  private static final long SHORTEST_NANOS = 50_000;

  private static final long NEVER = Long.MAX_VALUE;

  final VirtualNetwork network;
  final int index;
  private final List<Runnable> arrived = new ArrayList<>();
  private long nextTurn = NEVER;
  private long deadline = NEVER;
  private final long longestLateNanos;
  private long stalledUntil = 0;

  NetworkLoop(VirtualNetwork network, int index, Neighbours neighbours, long seed) {
    super(neighbours, seed, network.agenda.now());
    this.network = network;
    this.index = index;
    this.longestLateNanos = network.config.latenessNanos();
  }

  void command(LoopCommand command) {
    loop.offer(command);
    call();
  }

  /** A datagram arrives; {@code taken} runs when the Loop takes it. */
  void arrive(Path path, byte[] bytes, Runnable taken) {
    socket.arrive(path, bytes);
    arrived.add(taken);
    call();
  }

  /** It does not turn before this time, whatever comes. */
  void stallUntil(long nanos) {
    stalledUntil = nanos;
    network.trace.say(network.agenda.now(), "Loop " + index, "stalls until", nanos / 1e6, "ms");
    turnAt(nanos);
  }

  /** Something waits for it. */
  void call() {
    turnAt(network.agenda.now() + lateness());
  }

  private long lateness() {
    return longestLateNanos == 0 ? 0 : network.random.nextLong(longestLateNanos);
  }

  private void turnAt(long nanos) {
    long at = Math.max(nanos, stalledUntil);
    if (at >= nextTurn && nextTurn >= stalledUntil) {
      return;
    }
    nextTurn = at;
    network.agenda.at(at, () -> turnIfDue(at));
  }

  private void turnIfDue(long at) {
    if (at == nextTurn) {
      nextTurn = NEVER;
      turnNow();
    }
  }

  private void turnNow() {
    now = network.agenda.now();
    arrived.forEach(Runnable::run);
    arrived.clear();
    deadline = loop.turn(now);
    for (BridgeEvent event : events) {
      network.heard(event);
    }
    events.clear();
    for (Datagram datagram : socket.takeSent()) {
      network.sent(this, datagram);
    }
    socket.takeDepartures();
    network.watch.turnEnded(this, now);
    if (deadline != NEVER) {
      turnAt(Math.max(deadline, now + SHORTEST_NANOS));
    }
  }

  /** When it would turn again if nothing came; {@link Long#MAX_VALUE} for never. */
  long deadline() {
    return deadline;
  }

  @Override
  protected void shakes(Session session) {
    NetworkPeer peer = network.peer(session.id());
    long took = network.config.handshakeNanos(peer);
    LoopCommand secured = new LoopCommand.Secured(session, peer.transport.bridgeKeys());
    network.agenda.in(took, () -> command(secured));
  }

  /** The time of its present turn. */
  long time() {
    return now;
  }

  /** Its numbers as they will be at the end of its next turn. */
  CompletableFuture<BridgeStats> numbers() {
    CompletableFuture<BridgeStats> numbers = new CompletableFuture<>();
    command(new LoopCommand.TakeStats(true, numbers));
    return numbers;
  }

  /** Whether it stood still within the last tenth of a second. */
  boolean stalledLately() {
    return now < stalledUntil + 100 * MILLI;
  }
}
