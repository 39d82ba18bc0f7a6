package org.vigie.bridge.loop;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.vigie.bridge.api.BridgeConfig;
import org.vigie.bridge.api.BridgeEvent;
import org.vigie.bridge.api.BridgeStats;
import org.vigie.bridge.api.StreamId;
import org.vigie.bridge.dtls.DtlsClosure;
import org.vigie.bridge.feedback.NtpClock;
import org.vigie.bridge.relay.HistoryMemory;
import org.vigie.bridge.relay.Neighbours;
import org.vigie.bridge.relay.Relay;
import org.vigie.bridge.rtp.PacketKind;
import org.vigie.bridge.session.Session;
import org.vigie.bridge.session.SessionHost.Handshake;
import org.vigie.bridge.udp.FakeUdpSocket;
import org.vigie.bridge.udp.Path;

/**
 * A Loop in virtual time, with a network to peers that takes no time; who comes from another
 * package brings a network of its own.
 */
public abstract class VirtualTime {
  public static final long MILLI = 1_000_000;
  public static final long SECOND = 1_000 * MILLI;

  protected final FakeUdpSocket socket =
      new FakeUdpSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 10_000));
  protected final List<BridgeEvent> events = new ArrayList<>();
  Consumer<BridgeEvent> host = events::add;
  final Map<String, Session> shaking = new HashMap<>();
  final List<VirtualPeer> peers = new ArrayList<>();
  protected final Relay relay;
  protected final Loop loop;
  protected long now;

  VirtualTime() {
    this(Neighbours.NONE);
  }

  /** A Loop that has others beside it. */
  VirtualTime(Neighbours neighbours) {
    this(neighbours, 1, 0);
  }

  /** One that remembers so much. */
  VirtualTime(HistoryMemory memory) {
    this(Neighbours.NONE, memory, 1, 0);
  }

  /** One whose time begins then, and whose random numbers follow from {@code seed}. */
  protected VirtualTime(Neighbours neighbours, long seed, long nowNanos) {
    this(neighbours, new HistoryMemory(1, 16_384), seed, nowNanos);
  }

  @SuppressWarnings("this-escape") // a handshake starts in a turn, not before
  private VirtualTime(Neighbours neighbours, HistoryMemory memory, long seed, long nowNanos) {
    now = nowNanos;
    relay = new Relay(BridgeConfig.defaults(), memory, new NtpClock(0), seed, neighbours);
    loop =
        new Loop(
            socket,
            socket.localAddresses(),
            (session, spec, commands) -> {
              shakes(session);
              return new Handshake() {
                @Override
                public void receive(byte[] array, int offset, int length) {}

                @Override
                public void close() {
                  commands.accept(new LoopCommand.DtlsOver(session, new DtlsClosure.LocalClosed()));
                }
              };
            },
            relay,
            event -> host.accept(event),
            nowNanos);
  }

  /** A Session has proved a path and waits for its keys. */
  protected void shakes(Session session) {
    shaking.put(session.id().value(), session);
  }

  VirtualPeer camera(String stream) {
    VirtualPeer camera = new VirtualPeer();
    connect(camera, camera.openCamera(stream));
    return camera;
  }

  VirtualPeer viewer(String stream) {
    VirtualPeer viewer = new VirtualPeer();
    loop.offer(viewer.openViewer());
    connect(viewer, new LoopCommand.Show(viewer.id, "0", new StreamId(stream)));
    return viewer;
  }

  void connect(VirtualPeer peer, LoopCommand open) {
    peers.removeIf(other -> other.path.equals(peer.path));
    peers.add(peer);
    loop.offer(open);
    arrive(peer, peer.check());
    loop.offer(new LoopCommand.Secured(shaking.get(peer.id.value()), peer.bridgeKeys));
    turn();
  }

  void arrive(VirtualPeer peer, byte[] datagram) {
    socket.arrive(peer.path, datagram);
    now += MILLI;
    turn();
  }

  void advance(long nanos) {
    long end = now + nanos;
    while (now < end) {
      now = Math.min(end, now + 5 * MILLI);
      turn();
    }
  }

  void turn() {
    loop.turn(now);
    socket.takeSent().forEach(this::sent);
  }

  private void sent(FakeUdpSocket.Datagram datagram) {
    Path path = datagram.path();
    for (VirtualPeer peer : peers) {
      if (peer.path.equals(path) && !isStun(datagram)) {
        peer.take(datagram);
      }
    }
  }

  protected static boolean isStun(FakeUdpSocket.Datagram datagram) {
    byte[] bytes = datagram.bytes();
    return PacketKind.of(bytes, 0, bytes.length) == PacketKind.STUN;
  }

  BridgeStats stats() {
    CompletableFuture<BridgeStats> result = new CompletableFuture<>();
    loop.offer(new LoopCommand.TakeStats(true, result));
    turn();
    return result.join();
  }
}
