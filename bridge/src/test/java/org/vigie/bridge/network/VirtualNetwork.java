package org.vigie.bridge.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.vigie.bridge.api.BridgeEvent;
import org.vigie.bridge.api.Codec;
import org.vigie.bridge.api.MediaKind;
import org.vigie.bridge.api.SessionId;
import org.vigie.bridge.api.StreamId;
import org.vigie.bridge.loop.LoopCommand;
import org.vigie.bridge.relay.Home;
import org.vigie.bridge.relay.Neighbours;
import org.vigie.bridge.relay.RelayCommand;
import org.vigie.bridge.udp.FakeUdpSocket.Datagram;
import org.vigie.bridge.udp.Path;

/** The Loops of one bridge and all their peers in one virtual time, everything by one seed. */
final class VirtualNetwork {
  /**
   * What holds for the whole network.
   *
   * @param loops 1 or more
   * @param latenessNanos at most so late does a Loop turn
   */
  record Config(int loops, long latenessNanos) {
    long handshakeNanos(NetworkPeer peer) {
      return 2 * (peer.up.quality().delayNanos() + peer.down.quality().delayNanos())
          + NetworkPeer.MILLI;
    }
  }

  static final long BEGINNING = 5_000_000_000L;
  private static final int FIRST_PORT = 20_000;

  final Config config;
  final Trace trace;
  final RandomGenerator random;
  final Agenda agenda = new Agenda(BEGINNING);
  final Watch watch = new Watch(this);
  final List<NetworkLoop> loops = new ArrayList<>();
  final List<Source> sources = new ArrayList<>();
  private final SplittableRandom seeds;
  private final Map<SessionId, NetworkPeer> bySession = new HashMap<>();
  private final Map<Path, NetworkPeer> byPath = new HashMap<>();
  private final List<NetworkPeer> arrived = new ArrayList<>();
  private int peers;
  private int ports = FIRST_PORT;

  VirtualNetwork(long seed, Config config, Trace trace) {
    this.trace = trace;
    this.seeds = new SplittableRandom(seed);
    this.config = config;
    this.random = newRandom();
    for (int i = 0; i < config.loops; i++) {
      loops.add(new NetworkLoop(this, i, neighbours(i), seed));
    }
  }

  /** Random numbers of one's own, so that what one does changes nothing for the others. */
  RandomGenerator newRandom() {
    return seeds.split();
  }

  int nextPeer() {
    return peers++;
  }

  Path newPath() {
    return NetworkPeer.path(ports++);
  }

  /** The Loop on which a Stream is at home. */
  NetworkLoop homeOf(StreamId stream) {
    return loops.get(Home.of(stream, loops.size()));
  }

  /** A Stream that is at home on this Loop. */
  StreamId streamAt(int loop, int number) {
    return IntStream.range(0, 10_000)
        .mapToObj(i -> new StreamId("cam-" + i))
        .filter(id -> Home.of(id, loops.size()) == loop)
        .skip(number)
        .findFirst()
        .orElseThrow();
  }

  Source newSource(NetworkCamera camera, MediaKind kind, Codec codec, int ssrc, long first) {
    Source source = new Source(sources.size(), camera, kind, codec, ssrc, first);
    sources.add(source);
    return source;
  }

  /** From now on what goes to this peer's path reaches it. */
  void know(NetworkPeer peer) {
    if (bySession.put(peer.transport.id(), peer) == null) {
      arrived.add(peer);
    }
    byPath.put(peer.path, peer);
  }

  NetworkPeer peer(SessionId id) {
    NetworkPeer peer = bySession.get(id);
    if (peer == null) {
      throw new IllegalStateException("no such Session: " + id);
    }
    return peer;
  }

  /** Any of those that came so far. */
  NetworkPeer anyPeer(RandomGenerator chooser) {
    return arrived.get(chooser.nextInt(arrived.size()));
  }

  /** The bridge says what happened. */
  void heard(BridgeEvent event) {
    trace.say(agenda.now(), "bridge", event);
    switch (event) {
      case BridgeEvent.SessionConnected(var id, var profile) -> peer(id).keysAreInLoop();
      case BridgeEvent.SessionEnded(var id, var reason) -> peer(id).ended();
      default -> {}
    }
  }

  /** The bridge sends something. */
  void sent(NetworkLoop loop, Datagram datagram) {
    NetworkPeer peer = byPath.get(datagram.path());
    NetworkPeer.Parcel parcel = watch.sent(loop, peer, datagram);
    if (peer != null && parcel != null) {
      peer.deliver(datagram.path(), datagram.bytes().length, parcel);
    }
  }

  void runFor(long nanos) {
    agenda.runUntil(agenda.now() + nanos);
  }

  private Neighbours neighbours(int own) {
    return config.loops == 1 ? Neighbours.NONE : new Beside(own);
  }

  private final class Beside implements Neighbours {
    private final int own;

    Beside(int own) {
      this.own = own;
    }

    @Override
    public int own() {
      return own;
    }

    @Override
    public int count() {
      return config.loops;
    }

    @Override
    public void offer(int loop, RelayCommand command) {
      loops.get(loop).command(new LoopCommand.Relayed(command));
    }

    @Override
    public void wake(int loop) {
      loops.get(loop).call();
    }
  }
}
