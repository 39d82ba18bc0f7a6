package org.vigie.bridge;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vigie.bridge.api.BridgeConfig;
import org.vigie.bridge.api.BridgeEvent;
import org.vigie.bridge.api.BridgeOverloadedException;
import org.vigie.bridge.api.BridgeStats;
import org.vigie.bridge.api.CameraBounds;
import org.vigie.bridge.api.CameraSessionSpec;
import org.vigie.bridge.api.Candidate;
import org.vigie.bridge.api.CipherUnavailableException;
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
import org.vigie.bridge.api.StreamStats;
import org.vigie.bridge.api.StreamTuning;
import org.vigie.bridge.api.TransportDescription;
import org.vigie.bridge.api.ViewerSessionSpec;
import org.vigie.bridge.api.ViewerTuning;
import org.vigie.bridge.dtls.DtlsCertificate;
import org.vigie.bridge.ice.Candidates;
import org.vigie.bridge.loop.LoopCommand;
import org.vigie.bridge.loop.Loops;
import org.vigie.bridge.loop.MediaPort;
import org.vigie.bridge.relay.HistoryMemory;
import org.vigie.bridge.relay.Home;
import org.vigie.bridge.srtp.SrtpSelfTest;

/**
 * The media plane as a library: relays what cameras publish to the viewers that are shown it, and
 * stores nothing. Its Loops share the work: a camera goes where its Stream is at home, a viewer
 * where the fewest Sessions are, and its candidates name that Loop's port. Every method may be
 * called from any thread and does not wait for the network.
 */
public final class Bridge implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Bridge.class);
  private static final SecureRandom RANDOM = new SecureRandom();

  private final BridgeConfig config;
  private final Fingerprint fingerprint;

  /** What each Loop's Sessions announce. */
  private final List<List<Candidate>> candidates;

  private final SelfTest selfTest;
  private final EventQueue events;
  private final Loops loops;

  /** Sessions that have not ended; its size is the load of the bridge. */
  private final Placement placement;

  /** The newest Session that feeds each Stream. */
  private final Map<StreamId, SessionId> cameras = new ConcurrentHashMap<>();

  private Bridge(BridgeConfig config, Consumer<BridgeEvent> listener, List<MediaPort> ports)
      throws CipherUnavailableException {
    this.config = config;
    SrtpSelfTest srtp = SrtpSelfTest.run(config.cipher());
    DtlsCertificate certificate = DtlsCertificate.generate();
    this.fingerprint = certificate.fingerprint();
    this.candidates = ports.stream().map(port -> Candidates.host(port.announced())).toList();
    HistoryMemory memory = HistoryMemory.of(Runtime.getRuntime().maxMemory(), ports.size());
    LOG.info("What is remembered may take {}", memory.words(config.history()));
    this.selfTest = selfTest(srtp, ports, memory.warnings(config.history()));
    this.events = new EventQueue(listener);
    this.placement = new Placement(ports.size());
    this.loops = Loops.start(ports, certificate, config, memory, this::hear);
  }

  private static SelfTest selfTest(
      SrtpSelfTest srtp, List<MediaPort> ports, List<String> ofMemory) {
    List<String> warnings = new ArrayList<>(srtp.warnings());
    warnings.addAll(ofMemory);
    warnings.addAll(MediaPorts.warnings(ports));
    return new SelfTest(MediaPorts.announced(ports), srtp.chosen(), warnings);
  }

  /**
   * Binds the media port of each Loop on every announced address and starts.
   *
   * @param events told of what happens, in order, on a thread of their own
   * @throws IOException if a port is taken; the message names it
   */
  public static Bridge start(BridgeConfig config, Consumer<BridgeEvent> events) throws IOException {
    List<MediaPort> ports = MediaPorts.open(config);
    boolean started = false;
    try {
      Bridge bridge = new Bridge(config, events, ports);
      started = true;
      return bridge;
    } finally {
      if (!started) {
        MediaPorts.close(ports);
      }
    }
  }

  private void hear(BridgeEvent event) {
    if (event instanceof BridgeEvent.SessionEnded(SessionId session, EndReason reason)) {
      placement.remove(session);
      cameras.values().remove(session);
    }
    events.offer(event);
  }

  /**
   * Completes with the cause if a Loop ends by a fault of ours: its Sessions are dead, statistics
   * fail, and only another bridge helps. What is attached runs on a thread of the bridge and must
   * not block.
   */
  public CompletionStage<Throwable> fault() {
    return loops.fault();
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
    int home = Home.of(spec.stream(), loops.count());
    SessionDescription description = describe(home, List.of(), displaces);
    cameras.put(spec.stream(), description.id());
    loops.offer(
        home,
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
    int loop = placement.leastLoaded();
    SessionDescription description = describe(loop, slots(spec.slots()), false);
    loops.offer(
        loop,
        new LoopCommand.OpenViewer(
            description.id(),
            description.transport().ice(),
            spec,
            description.slots(),
            description.cname()));
    return description;
  }

  private SessionDescription describe(int loop, List<SlotDescription> slots, boolean displaces) {
    if (placement.size() >= config.maxSessions() && !displaces) {
      throw new BridgeOverloadedException(
          "all " + config.maxSessions() + " sessions of the bridge are in use");
    }
    SessionId id = SessionId.random();
    placement.add(id, loop);
    return new SessionDescription(id, newTransport(loop), slots, IceCredentials.random().ufrag());
  }

  private TransportDescription newTransport(int loop) {
    return new TransportDescription(
        IceCredentials.random(), List.of(fingerprint), candidates.get(loop));
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
    offer(viewer, new LoopCommand.Show(viewer, mid, stream));
  }

  /**
   * Says how large a viewer shows a Slot: he is given no larger Layer than that needs, and the
   * larger picture goes before the smaller where his line has no room for all. As long as nothing
   * is said, he is given the best.
   *
   * @param pixels width times height on his screen, 1 or more; {@link Long#MAX_VALUE} takes back
   *     what was said
   * @throws IllegalArgumentException if it is less
   */
  public void size(SessionId viewer, String mid, long pixels) {
    if (pixels < 1) {
      throw new IllegalArgumentException("A picture has a pixel at least, not " + pixels);
    }
    offer(viewer, new LoopCommand.Size(viewer, mid, pixels));
  }

  /**
   * Restarts ICE (RFC 8445, section 9): new local credentials; the old pair carries media until the
   * new is nominated.
   *
   * @return this end's new transport, or empty if there is no such Session
   */
  public Optional<TransportDescription> restartIce(SessionId session, IceCredentials remote) {
    OptionalInt loop = placement.of(session);
    if (loop.isEmpty()) {
      return Optional.empty();
    }
    TransportDescription transport = newTransport(loop.getAsInt());
    loops.offer(loop.getAsInt(), new LoopCommand.RestartIce(session, transport.ice(), remote));
    return Optional.of(transport);
  }

  /** Ends a Session with BYE and close_notify; an unknown id is ignored. */
  public void end(SessionId session, EndReason reason) {
    offer(session, new LoopCommand.End(session, reason));
  }

  private void offer(SessionId session, LoopCommand command) {
    placement.of(session).ifPresent(loop -> loops.offer(loop, command));
  }

  /**
   * Sets between which rates the camera that publishes a Stream shall send; it is told at once.
   * This holds for its Session: one that comes later begins with {@link
   * BridgeConfig#maxStreamBps()} again. Without a camera it is ignored.
   */
  public void bound(StreamId stream, CameraBounds bounds) {
    loops.offer(Home.of(stream, loops.count()), new LoopCommand.Bound(stream, bounds));
  }

  /**
   * Sets how much a viewer is given at most, whatever his line takes; a Session that is not there
   * is ignored.
   *
   * @param maxBps sound and picture together, with headers, bps; below 30,000 counts as that,
   *     100,000,000 or more is no bound
   * @throws IllegalArgumentException if it is not positive
   */
  public void bound(SessionId viewer, long maxBps) {
    if (maxBps <= 0) {
      throw new IllegalArgumentException(maxBps + " bps");
    }
    offer(viewer, new LoopCommand.BoundViewer(viewer, maxBps));
  }

  /** Sets how a viewer is served, at once; a Session that is not there is ignored. */
  public void tune(SessionId viewer, ViewerTuning tuning) {
    offer(viewer, new LoopCommand.TuneViewer(viewer, tuning));
  }

  /**
   * Sets how a Stream is carried, at once and until it is {@linkplain #removeStream forgotten},
   * whoever feeds it; until then it is as the {@link BridgeConfig} says.
   */
  public void tune(StreamId stream, StreamTuning tuning) {
    for (int i = 0; i < loops.count(); i++) {
      loops.offer(i, new LoopCommand.Tune(stream, tuning));
    }
  }

  /** Forgets a Stream and ends the Session that feeds it; viewers keep theirs with empty Slots. */
  public void removeStream(StreamId stream) {
    // Home first, so that no mirror is made of what another thread's command has yet to remove.
    int home = Home.of(stream, loops.count());
    for (int i = 0; i < loops.count(); i++) {
      loops.offer((home + i) % loops.count(), new LoopCommand.RemoveStream(stream));
    }
  }

  /** A look at everything, taken by each Loop when it comes to it. */
  public CompletableFuture<BridgeStats> stats() {
    return look(true);
  }

  /** A look at the Streams alone: what costs a Loop little, however many Sessions it has. */
  public CompletableFuture<List<StreamStats>> streams() {
    return look(false).thenApply(BridgeStats::streams);
  }

  private CompletableFuture<BridgeStats> look(boolean ofSessions) {
    List<CompletableFuture<BridgeStats>> looks = new ArrayList<>();
    for (int i = 0; i < loops.count(); i++) {
      CompletableFuture<BridgeStats> look = new CompletableFuture<>();
      looks.add(look);
      loops.offer(i, new LoopCommand.TakeStats(ofSessions, look));
    }
    return CompletableFuture.allOf(looks.toArray(new CompletableFuture<?>[0]))
        .thenApplyAsync(
            all -> MergedStats.of(looks.stream().map(CompletableFuture::join).toList()));
  }

  /**
   * Says BYE and close_notify to every peer, then releases the ports; waits for that, about a
   * second at most.
   */
  @Override
  public void close() {
    loops.close();
    placement.clear();
    cameras.clear();
    events.close();
  }
}
