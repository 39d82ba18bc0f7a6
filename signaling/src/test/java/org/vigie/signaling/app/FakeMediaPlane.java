package org.vigie.signaling.app;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.vigie.bridge.api.BridgeConfig;
import org.vigie.bridge.api.BridgeEvent;
import org.vigie.bridge.api.BridgeOverloadedException;
import org.vigie.bridge.api.BridgeStats;
import org.vigie.bridge.api.CameraBounds;
import org.vigie.bridge.api.CameraSessionSpec;
import org.vigie.bridge.api.Candidate;
import org.vigie.bridge.api.EndReason;
import org.vigie.bridge.api.Fingerprint;
import org.vigie.bridge.api.IceCredentials;
import org.vigie.bridge.api.SelfTest;
import org.vigie.bridge.api.SessionDescription;
import org.vigie.bridge.api.SessionId;
import org.vigie.bridge.api.SessionState;
import org.vigie.bridge.api.SessionStats;
import org.vigie.bridge.api.SlotDescription;
import org.vigie.bridge.api.SrtpProfile;
import org.vigie.bridge.api.StreamId;
import org.vigie.bridge.api.StreamState;
import org.vigie.bridge.api.StreamStats;
import org.vigie.bridge.api.StreamTuning;
import org.vigie.bridge.api.TransportDescription;
import org.vigie.bridge.api.ViewerLine;
import org.vigie.bridge.api.ViewerSessionSpec;
import org.vigie.bridge.api.ViewerTuning;
import org.vigie.signaling.session.MediaPlane;

/** Does what a bridge promises, without media. */
final class FakeMediaPlane implements MediaPlane {
  static final InetSocketAddress ADDRESS = new InetSocketAddress("192.0.2.1", 10_000);

  private static final String FINGERPRINT = "AB" + ":AB".repeat(31);

  final Map<SessionId, EndReason> ended = new ConcurrentHashMap<>();
  final Map<SessionId, String> shown = new ConcurrentHashMap<>();
  final Map<SessionId, String> sizes = new ConcurrentHashMap<>();
  final List<CameraSessionSpec> cameras = new CopyOnWriteArrayList<>();
  final List<ViewerSessionSpec> viewers = new CopyOnWriteArrayList<>();
  final List<IceCredentials> restarts = new CopyOnWriteArrayList<>();
  final Map<String, StreamStats> streams = new ConcurrentHashMap<>();
  final Map<String, CameraBounds> bounds = new ConcurrentHashMap<>();
  final Map<String, StreamTuning> tunings = new ConcurrentHashMap<>();
  final Map<SessionId, SessionStats> sent = new ConcurrentHashMap<>();
  final Map<SessionId, Long> viewerBounds = new ConcurrentHashMap<>();
  final Map<SessionId, ViewerTuning> viewerTunings = new ConcurrentHashMap<>();
  final Map<String, Long> counters = new ConcurrentHashMap<>();
  final CompletableFuture<Throwable> fault = new CompletableFuture<>();
  final AtomicInteger looksAtStreams = new AtomicInteger();

  private final Map<String, SessionId> publishing = new HashMap<>();
  private final Map<SessionId, String> alive = new HashMap<>();
  private Consumer<BridgeEvent> events = event -> {};
  volatile int room = 1_000;
  volatile boolean silent;
  volatile boolean showsOnlyStreams;
  volatile boolean refusesBounds;
  volatile boolean closed;
  volatile Runnable whileClosing = () -> {};

  /** Stands where {@code Bridge::start} does. */
  MediaPlane start(BridgeConfig config, Consumer<BridgeEvent> listener) throws IOException {
    events = listener;
    return this;
  }

  /** As if the bridge's event thread did it. */
  void say(BridgeEvent event) {
    events.accept(event);
  }

  /** A viewer's Session connects, and this is known of its line. */
  void connectViewer(String location, ViewerLine line) {
    SessionId id = new SessionId(location.substring(location.lastIndexOf('/') + 1));
    sent.put(
        id,
        new SessionStats(id, SessionState.CONNECTED, 0, 90, 0, 80_000, 0, 3, Optional.of(line)));
    say(new BridgeEvent.SessionConnected(id, SrtpProfile.AEAD_AES_128_GCM));
  }

  void stream(String camera, StreamState state) {
    streams.put(
        camera, new StreamStats(new StreamId(camera), state, 0, Optional.empty(), List.of()));
  }

  synchronized int alive() {
    return alive.size();
  }

  @Override
  public CompletionStage<Throwable> fault() {
    return fault;
  }

  @Override
  public SelfTest selfTest() {
    return new SelfTest(List.of(ADDRESS), "none at all", List.of("nothing is real here"));
  }

  @Override
  public synchronized SessionDescription openCamera(CameraSessionSpec spec) {
    SessionDescription description = open("camera", List.of());
    cameras.add(spec);
    SessionId older = publishing.put(spec.stream().value(), description.id());
    if (older != null && alive.containsKey(older)) {
      end(older, EndReason.TAKEN_OVER);
    }
    return description;
  }

  @Override
  public synchronized SessionDescription openViewer(ViewerSessionSpec spec) {
    viewers.add(spec);
    List<SlotDescription> slots = new ArrayList<>();
    spec.slots()
        .forEach(slot ->
            slots.add(
                new SlotDescription(slot.mid(), 1_000L + slots.size(), OptionalLong.empty())));
    return open("viewer", slots);
  }

  @Override
  public void show(SessionId viewer, String mid, StreamId stream) {
    shown.put(viewer, stream.value());
  }

  @Override
  public void size(SessionId viewer, String mid, long pixels) {
    sizes.put(viewer, mid + " " + pixels);
  }

  @Override
  public synchronized Optional<TransportDescription> restartIce(
      SessionId session, IceCredentials remote) {
    restarts.add(remote);
    return alive.containsKey(session) ? Optional.of(transport()) : Optional.empty();
  }

  @Override
  public synchronized void end(SessionId session, EndReason reason) {
    if (alive.remove(session) != null) {
      ended.put(session, reason);
    }
  }

  @Override
  public void bound(StreamId stream, CameraBounds newBounds) {
    bounds.put(stream.value(), newBounds);
  }

  @Override
  public void bound(SessionId viewer, long maxBps) {
    if (maxBps <= 0 || refusesBounds) {
      throw new IllegalArgumentException(maxBps + " bps");
    }
    viewerBounds.put(viewer, maxBps);
  }

  @Override
  public void tune(SessionId viewer, ViewerTuning tuning) {
    viewerTunings.put(viewer, tuning);
  }

  @Override
  public void tune(StreamId stream, StreamTuning tuning) {
    tunings.put(stream.value(), tuning);
  }

  @Override
  public void removeStream(StreamId stream) {
    streams.remove(stream.value());
  }

  @Override
  public CompletableFuture<BridgeStats> stats() {
    return silent || showsOnlyStreams
        ? CompletableFuture.failedFuture(new IllegalStateException("silent"))
        : CompletableFuture.completedFuture(
            new BridgeStats(
                List.copyOf(sent.values()), List.copyOf(streams.values()), Map.copyOf(counters)));
  }

  @Override
  public CompletableFuture<List<StreamStats>> streams() {
    looksAtStreams.incrementAndGet();
    return silent
        ? CompletableFuture.failedFuture(new IllegalStateException("silent"))
        : CompletableFuture.completedFuture(List.copyOf(streams.values()));
  }

  @Override
  public void close() {
    whileClosing.run();
    forgetAll();
  }

  private synchronized void forgetAll() {
    closed = true;
    alive.clear();
  }

  private SessionDescription open(String role, List<SlotDescription> slots) {
    if (alive.size() >= room) {
      throw new BridgeOverloadedException("There are " + room + " sessions already.");
    }
    SessionId id = SessionId.random();
    alive.put(id, role);
    return new SessionDescription(id, transport(), slots, "cname");
  }

  private static TransportDescription transport() {
    return new TransportDescription(
        IceCredentials.random(),
        List.of(new Fingerprint("sha-256", FINGERPRINT)),
        List.of(
            new Candidate("1", 2_130_706_431, ADDRESS),
            new Candidate("2", 2_130_706_175, new InetSocketAddress("2001:db8::1", 10_000))));
  }
}
