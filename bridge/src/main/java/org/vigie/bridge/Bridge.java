package org.vigie.bridge;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.vigie.bridge.api.BridgeConfig;
import org.vigie.bridge.api.BridgeEvent;
import org.vigie.bridge.api.BridgeOverloadedException;
import org.vigie.bridge.api.BridgeStats;
import org.vigie.bridge.api.CameraSessionSpec;
import org.vigie.bridge.api.Candidate;
import org.vigie.bridge.api.EndReason;
import org.vigie.bridge.api.Fingerprint;
import org.vigie.bridge.api.IceCredentials;
import org.vigie.bridge.api.PayloadFormat;
import org.vigie.bridge.api.SelfTest;
import org.vigie.bridge.api.SessionDescription;
import org.vigie.bridge.api.SessionId;
import org.vigie.bridge.api.SlotDescription;
import org.vigie.bridge.api.SlotSpec;
import org.vigie.bridge.api.StreamId;
import org.vigie.bridge.api.TransportDescription;
import org.vigie.bridge.api.ViewerSessionSpec;
import org.vigie.bridge.dtls.DtlsCertificate;
import org.vigie.bridge.ice.Candidates;
import org.vigie.bridge.loop.LoopCommand;
import org.vigie.bridge.loop.LoopThread;
import org.vigie.bridge.srtp.SrtpSelfTest;
import org.vigie.bridge.udp.Addresses;
import org.vigie.bridge.udp.DatagramChannelSocket;
import org.vigie.bridge.udp.UdpSocket;

/**
 * The media plane as a library: relays what cameras publish to the viewers that are shown it, and
 * stores nothing. Every method may be called from any thread and does not wait for the network.
 */
public final class Bridge implements AutoCloseable {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final BridgeConfig config;
  private final Fingerprint fingerprint;
  private final List<Candidate> candidates;
  private final SelfTest selfTest;
  private final EventQueue events;
  private final LoopThread loop;

  /** Sessions that have not ended; its size is the load of the bridge. */
  private final Set<SessionId> live = ConcurrentHashMap.newKeySet();

  /** The newest Session that feeds each Stream. */
  private final Map<StreamId, SessionId> cameras = new ConcurrentHashMap<>();

  private Bridge(
      BridgeConfig config, Consumer<BridgeEvent> listener, DatagramChannelSocket socket) {
    this.config = config;
    SrtpSelfTest srtp = SrtpSelfTest.run();
    DtlsCertificate certificate = DtlsCertificate.generate();
    this.fingerprint = certificate.fingerprint();
    List<InetSocketAddress> announced = announced(config, socket);
    this.candidates = Candidates.host(announced);
    this.selfTest =
        new SelfTest(announced, srtp.chosen(), warnings(srtp, announced, socket.localAddresses()));
    this.events = new EventQueue(listener);
    this.loop = LoopThread.start(socket, announced, certificate, config, this::hear);
  }

  private static List<InetSocketAddress> announced(BridgeConfig config, UdpSocket socket) {
    List<InetSocketAddress> bound = socket.localAddresses();
    if (config.announce().isEmpty()) {
      return bound;
    }
    int port = bound.getFirst().getPort();
    return config.announce().stream().map(address -> new InetSocketAddress(address, port)).toList();
  }

  private static List<String> warnings(
      SrtpSelfTest srtp, List<InetSocketAddress> announced, List<InetSocketAddress> bound) {
    List<String> warnings = new ArrayList<>(srtp.warnings());
    for (InetSocketAddress address : announced) {
      if (!bound.contains(address)) {
        warnings.add(
            address.getAddress().getHostAddress()
                + " is announced and is not this machine's: whatever has it must pass UDP port "
                + address.getPort()
                + " on to here.");
      }
    }
    return warnings;
  }

  /**
   * Binds the media port on every announced address and starts.
   *
   * @param events told of what happens, in order, on a thread of their own
   * @throws IOException if a port is taken; the message names it
   */
  public static Bridge start(BridgeConfig config, Consumer<BridgeEvent> events) throws IOException {
    List<InetAddress> addresses = Addresses.toBind(config.announce());
    DatagramChannelSocket socket = DatagramChannelSocket.bind(addresses, config.port());
    boolean started = false;
    try {
      Bridge bridge = new Bridge(config, events, socket);
      started = true;
      return bridge;
    } finally {
      if (!started) {
        socket.close();
      }
    }
  }

  private void hear(BridgeEvent event) {
    if (event instanceof BridgeEvent.SessionEnded(SessionId session, EndReason reason)) {
      live.remove(session);
      cameras.values().remove(session);
    }
    events.offer(event);
  }

  /** What the bridge found out about itself at start. */
  public SelfTest selfTest() {
    return selfTest;
  }

  /**
   * Opens a camera's Session; one that feeds the same Stream already ends as {@link
   * EndReason#TAKEN_OVER}.
   *
   * @throws BridgeOverloadedException if the bridge is full
   */
  public SessionDescription openCamera(CameraSessionSpec spec) {
    // One that comes back takes the place of its Session that still looks alive.
    boolean displaces = cameras.containsKey(spec.stream());
    SessionDescription description = describe(List.of(), displaces);
    cameras.put(spec.stream(), description.id());
    loop.offer(
        new LoopCommand.OpenCamera(
            description.id(),
            description.transport().ice(),
            spec,
            description.cname(),
            newSsrc(new HashSet<>())));
    return description;
  }

  /**
   * Opens a viewer's Session with empty Slots.
   *
   * @throws BridgeOverloadedException if the bridge is full
   */
  public SessionDescription openViewer(ViewerSessionSpec spec) {
    SessionDescription description = describe(slots(spec.slots()), false);
    loop.offer(
        new LoopCommand.OpenViewer(
            description.id(),
            description.transport().ice(),
            spec,
            description.slots(),
            description.cname()));
    return description;
  }

  private SessionDescription describe(List<SlotDescription> slots, boolean displaces) {
    if (live.size() >= config.maxSessions() && !displaces) {
      throw new BridgeOverloadedException(
          "all " + config.maxSessions() + " sessions of the bridge are in use");
    }
    SessionId id = SessionId.random();
    live.add(id);
    return new SessionDescription(id, newTransport(), slots, IceCredentials.random().ufrag());
  }

  private TransportDescription newTransport() {
    return new TransportDescription(IceCredentials.random(), List.of(fingerprint), candidates);
  }

  private static List<SlotDescription> slots(List<SlotSpec> specs) {
    Set<Integer> taken = new HashSet<>();
    List<SlotDescription> slots = new ArrayList<>();
    for (SlotSpec spec : specs) {
      boolean rtx =
          spec.formats().stream()
              .map(PayloadFormat::rtxPayloadType)
              .anyMatch(type -> type.isPresent());
      long ssrc = Integer.toUnsignedLong(newSsrc(taken));
      OptionalLong rtxSsrc =
          rtx ? OptionalLong.of(Integer.toUnsignedLong(newSsrc(taken))) : OptionalLong.empty();
      slots.add(new SlotDescription(spec.mid(), ssrc, rtxSsrc));
    }
    return slots;
  }

  private static int newSsrc(Set<Integer> taken) {
    int ssrc = RANDOM.nextInt();
    while (ssrc == 0 || !taken.add(ssrc)) {
      ssrc = RANDOM.nextInt();
    }
    return ssrc;
  }

  /**
   * Shows a Stream's Track of the Slot's kind in a Slot; before the Stream is live, what comes
   * later is shown.
   */
  public void show(SessionId viewer, String mid, StreamId stream) {
    loop.offer(new LoopCommand.Show(viewer, mid, stream));
  }

  /**
   * Restarts ICE (RFC 8445, section 9): new local credentials; the old pair carries media until the
   * new is nominated.
   *
   * @return this end's new transport, or empty if there is no such Session
   */
  public Optional<TransportDescription> restartIce(SessionId session, IceCredentials remote) {
    if (!live.contains(session)) {
      return Optional.empty();
    }
    TransportDescription transport = newTransport();
    loop.offer(new LoopCommand.RestartIce(session, transport.ice(), remote));
    return Optional.of(transport);
  }

  /** Ends a Session with BYE and close_notify; an unknown id is ignored. */
  public void end(SessionId session, EndReason reason) {
    loop.offer(new LoopCommand.End(session, reason));
  }

  /** Forgets a Stream and ends the Session that feeds it; viewers keep theirs with empty Slots. */
  public void removeStream(StreamId stream) {
    loop.offer(new LoopCommand.RemoveStream(stream));
  }

  /** A look at everything, taken on the Loop. */
  public CompletableFuture<BridgeStats> stats() {
    CompletableFuture<BridgeStats> result = new CompletableFuture<>();
    loop.offer(new LoopCommand.TakeStats(result));
    return result;
  }

  /**
   * Says BYE and close_notify to every peer, then releases the port; waits for that, about a second
   * at most.
   */
  @Override
  public void close() {
    loop.close();
    live.clear();
    cameras.clear();
    events.close();
  }
}
