package org.vigie.bridge.relay;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.vigie.bridge.api.BridgeConfig;
import org.vigie.bridge.api.CameraBounds;
import org.vigie.bridge.api.CameraFault;
import org.vigie.bridge.api.CameraSessionSpec;
import org.vigie.bridge.api.EndReason;
import org.vigie.bridge.api.HistoryConfig;
import org.vigie.bridge.api.IncomingTrackSpec;
import org.vigie.bridge.api.MediaKind;
import org.vigie.bridge.api.SessionId;
import org.vigie.bridge.api.SlotDescription;
import org.vigie.bridge.api.StreamId;
import org.vigie.bridge.api.StreamStats;
import org.vigie.bridge.api.StreamTuning;
import org.vigie.bridge.api.ViewerSessionSpec;
import org.vigie.bridge.api.ViewerTuning;
import org.vigie.bridge.buffer.ChunkPool;
import org.vigie.bridge.fault.FaultListener;
import org.vigie.bridge.feedback.NtpClock;
import org.vigie.bridge.session.CameraFeedback;
import org.vigie.bridge.session.CameraMedia;
import org.vigie.bridge.session.IncomingTrack;
import org.vigie.bridge.session.Media;
import org.vigie.bridge.session.MediaCounters;
import org.vigie.bridge.session.Replays;
import org.vigie.bridge.session.SecureTransport;
import org.vigie.bridge.session.Slot;
import org.vigie.bridge.session.TrackClock;
import org.vigie.bridge.session.ViewerMedia;

/**
 * Which Stream feeds which viewers. Owned by one Loop. A Stream is fed on its {@linkplain Home
 * home}; where another Loop has viewers of it, that Loop's Relay keeps a mirror of it, which looks
 * to Slots like any Stream.
 */
public final class Relay {
  private final CameraBounds bounds;
  private final Duration coalesce;
  private final HistoryConfig remembered;
  private final StreamTuning usual;

  /** Of Streams that are carried in another way than usual, also of those that do not run. */
  private final Map<StreamId, StreamTuning> tunings = new HashMap<>();

  private final Replays replays;
  private final TurnEnd turnEnd = new TurnEnd();
  private final NtpClock clock;
  private final RandomGenerator random;
  private final ChunkPool pool;
  private final Map<StreamId, Stream> streams = new HashMap<>();
  private final Map<SessionId, Source> byCamera = new HashMap<>();
  private final Map<SessionId, View> views = new HashMap<>();
  private final MediaCounters ended = new MediaCounters();
  private final long[] faultsRaised = new long[CameraFault.Kind.values().length];
  private final HomeSide homeSide;
  private final FarSide farSide;

  /** A viewer's Media and the Stream that each of its Slots shows. */
  private record View(ViewerMedia media, Map<Slot, Stream> shown) {}

  /** A camera's Media and the Stream that it feeds. */
  private record Source(CameraMedia media, Stream stream) {}

  /**
   * A camera has come.
   *
   * @param media what its Session carries
   * @param displaced the Session that fed the Stream until now, to be ended as taken over
   */
  public record Arrival(Media media, Optional<SessionId> displaced) {}

  /**
   * A relay without Streams.
   *
   * @param memory for what is remembered of them
   * @param seed feeds what must differ but need not be secret
   */
  public Relay(
      BridgeConfig config, HistoryMemory memory, NtpClock clock, long seed, Neighbours neighbours) {
    this.pool = new ChunkPool(ChunkPool.DEFAULT_CHUNK_SIZE, memory.chunks());
    this.coalesce = config.coalesce();
    this.remembered = config.history();
    this.usual = StreamTuning.of(config);
    this.replays = new Replays(config.replayBps());
    this.bounds = new CameraBounds(0, config.startStreamBps(), config.maxStreamBps());
    this.clock = clock;
    this.random = new SplittableRandom(seed);
    this.homeSide = new HomeSide(neighbours);
    this.farSide = new FarSide(neighbours);
  }

  /** A camera's Session begins and feeds its Stream from now on: the newest wins. */
  public Arrival openCamera(
      long nowNanos,
      SessionId id,
      CameraSessionSpec spec,
      SecureTransport transport,
      String cname,
      int feedbackSsrc,
      FaultListener faults) {
    Stream stream = streams.computeIfAbsent(spec.stream(), this::newStream);
    Optional<SessionId> displaced = stream.camera();
    displaced.map(byCamera::remove).ifPresent(source -> source.media().addTo(ended));
    stream.release(); // also what the camera that comes does not send
    List<IncomingTrack> tracks = incomingTracks(spec.tracks(), stream);
    CameraFeedback feedback =
        new CameraFeedback(transport, tracks, feedbackSsrc, cname, bounds, random, nowNanos);
    CameraMedia media =
        new CameraMedia(transport, spec.tracks(), tracks, feedback, counted(faults), nowNanos);
    for (int i = 0; i < tracks.size(); i++) {
      stream.track(spec.tracks().get(i).kind()).feedFrom(feed(media, i));
    }
    stream.feedFrom(id, tracks, media::faults, media::uplink);
    media.spaceKeyFrames(tuningOf(spec.stream()).keyFrameInterval());
    byCamera.put(id, new Source(media, stream));
    return new Arrival(media, displaced);
  }

  /** A Stream is carried in another way from now on, and when it comes. */
  public void tune(StreamId id, StreamTuning tuning) {
    if (tuning.equals(usual)) {
      tunings.remove(id);
    } else {
      tunings.put(id, tuning);
    }
    Stream stream = streams.get(id);
    if (stream != null) {
      stream.tune(tuning);
      stream
          .camera()
          .map(byCamera::get)
          .ifPresent(source -> source.media().spaceKeyFrames(tuning.keyFrameInterval()));
    }
  }

  private StreamTuning tuningOf(StreamId id) {
    return tunings.getOrDefault(id, usual);
  }

  /** Sets between which rates the camera that feeds a Stream now shall send; none is ignored. */
  public void bound(long nowNanos, StreamId id, CameraBounds newBounds) {
    Stream stream = streams.get(id);
    Source source = stream == null ? null : stream.camera().map(byCamera::get).orElse(null);
    if (source != null) {
      source.media().bound(nowNanos, newBounds);
    }
  }

  /** A viewer is given no more than this from now on; one that is not there is ignored. */
  public void boundViewer(long nowNanos, SessionId viewer, long bps) {
    View view = views.get(viewer);
    if (view != null) {
      view.media().bound(nowNanos, bps);
    }
  }

  /** A viewer is served in another way from now on; one that is not there is ignored. */
  public void tuneViewer(long nowNanos, SessionId viewer, ViewerTuning tuning) {
    View view = views.get(viewer);
    if (view != null) {
      view.media().tune(nowNanos, tuning);
    }
  }

  private FaultListener counted(FaultListener listener) {
    return (fault, stands) -> {
      faultsRaised[fault.kind().ordinal()] += stands ? 1 : 0;
      listener.changed(fault, stands);
    };
  }

  private static Track.Feed feed(CameraMedia media, int track) {
    return new Track.Feed() {
      @Override
      public void requestKeyFrame(long nowNanos, int layer) {
        media.requestKeyFrame(nowNanos, track, layer);
      }

      @Override
      public boolean timeIsKnown(long nowNanos) {
        return media.timeIsKnown(nowNanos, track);
      }
    };
  }

  private static List<IncomingTrack> incomingTracks(List<IncomingTrackSpec> specs, Stream stream) {
    TrackClock.CameraOffset offset = new TrackClock.CameraOffset();
    List<IncomingTrack> tracks = new ArrayList<>();
    for (IncomingTrackSpec spec : specs) {
      tracks.add(new IncomingTrack(spec, stream.track(spec.kind()), offset));
    }
    return tracks;
  }

  /** A viewer's Session begins with empty Slots. */
  public Media openViewer(
      SessionId id,
      ViewerSessionSpec spec,
      List<SlotDescription> slots,
      SecureTransport transport,
      String cname,
      long nowNanos) {
    ViewerMedia media =
        new ViewerMedia(transport, spec.slots(), slots, cname, clock, replays, random, nowNanos);
    views.put(id, new View(media, new HashMap<>()));
    return media;
  }

  /** A Slot shows a Stream from now on; a viewer or a Slot that is not there is ignored. */
  public void show(long nowNanos, SessionId viewer, String mid, StreamId id) {
    View view = views.get(viewer);
    Slot slot = view == null ? null : view.media().slot(mid);
    if (view == null || slot == null) {
      return;
    }
    hide(viewer, view, slot);
    Stream stream = streams.computeIfAbsent(id, this::newStream);
    view.shown().put(slot, stream);
    farSide.subscribe(nowNanos, stream);
    stream.viewers().add(viewer);
    Track track = stream.track(slot.kind());
    track.add(slot);
    view.media().show(nowNanos, slot, track);
  }

  /** A viewer's Slot is shown in so many pixels. */
  public void size(long nowNanos, SessionId viewer, String mid, long pixels) {
    View view = views.get(viewer);
    if (view != null) {
      view.media().size(nowNanos, mid, pixels);
    }
  }

  private void hide(SessionId viewer, View view, Slot slot) {
    Stream before = view.shown().remove(slot);
    if (before == null) {
      return;
    }
    before.track(slot.kind()).remove(slot);
    slot.hide();
    if (!view.shown().containsValue(before)) {
      before.viewers().remove(viewer);
      forgetIfUnused(before);
    }
  }

  /** Forgets a Stream; what is returned is the camera's Session, to be ended. */
  public Optional<SessionId> remove(StreamId id) {
    tunings.remove(id);
    Stream stream = streams.get(id);
    if (stream == null) {
      return Optional.empty();
    }
    for (SessionId viewer : List.copyOf(stream.viewers())) {
      hideAll(viewer, stream);
    }
    List.copyOf(stream.mirrors()).forEach(mirror -> homeSide.remove(stream, mirror));
    Optional<SessionId> camera = stream.camera();
    if (camera.isEmpty()) {
      streams.remove(id);
    }
    return camera;
  }

  private void hideAll(SessionId viewer, Stream stream) {
    View view = views.get(viewer);
    if (view != null) {
      for (Slot slot : List.copyOf(view.shown().keySet())) {
        if (view.shown().get(slot) == stream) {
          hide(viewer, view, slot);
        }
      }
    }
  }

  /** The Loop's turn ends: packets that need not wait for others leave now. */
  public void endTurn() {
    turnEnd.run();
  }

  /** A Session is over. */
  public void ended(SessionId id, EndReason reason) {
    View view = views.remove(id);
    if (view != null) {
      view.media().addTo(ended);
      for (Slot slot : List.copyOf(view.shown().keySet())) {
        hide(id, view, slot);
      }
    }
    Source source = byCamera.remove(id);
    if (source != null) {
      source.media().addTo(ended);
      source.stream().lose(isGoodbye(reason));
      forgetIfUnused(source.stream());
    }
  }

  private static boolean isGoodbye(EndReason reason) {
    return switch (reason) {
      case CLOSED, DELETED, STREAM_REMOVED, SHUTDOWN, NO_ICE, FINGERPRINT_MISMATCH -> true;
      case TAKEN_OVER, CONSENT_EXPIRED, DTLS_FAILED -> false;
    };
  }

  private Stream newStream(StreamId id) {
    Stream stream = new Stream(id, pool, remembered, coalesce, turnEnd);
    stream.tune(tuningOf(id));
    return stream;
  }

  private void forgetIfUnused(Stream stream) {
    if (stream.unused()) {
      streams.remove(stream.id(), stream);
      farSide.unsubscribe(stream);
    }
  }

  /** Another Loop's Relay asks for something. */
  public void run(long nowNanos, RelayCommand command) {
    switch (command) {
      case RelayCommand.Subscribe(Mirror mirror) ->
          homeSide.add(nowNanos, streams.computeIfAbsent(mirror.stream(), this::newStream), mirror);
      case RelayCommand.Unsubscribe(Mirror mirror) -> unsubscribe(mirror);
      case RelayCommand.WantKeyFrame(MirrorTrack track) -> requestKeyFrames(nowNanos, track);
    }
  }

  private void unsubscribe(Mirror mirror) {
    Stream stream = streams.get(mirror.stream());
    if (stream != null) {
      homeSide.remove(stream, mirror);
      forgetIfUnused(stream);
    }
  }

  private void requestKeyFrames(long nowNanos, MirrorTrack mirror) {
    int wanted = mirror.takeWanted();
    if (homeSide.fills(mirror)) {
      return; // what is needed is on the way
    }
    Stream stream = streams.get(mirror.mirror().stream());
    for (int layer = 0; stream != null && wanted >> layer != 0; layer++) {
      if ((wanted >> layer & 1) != 0) {
        stream.track(mirror.kind()).requestKeyFrame(nowNanos, layer);
      }
    }
  }

  /** Takes packets that other Loops have copied for viewers here; true if more may be waiting. */
  public boolean receive(long nowNanos) {
    return farSide.receive(nowNanos);
  }

  /** Something may be due. */
  public void onTime(long nowNanos) {
    homeSide.onTime(nowNanos);
    farSide.onTime(nowNanos);
    replays.onTime(nowNanos);
  }

  /** When {@link #onTime} should be called next. */
  public long nextDeadlineNanos() {
    long mirrors = Math.min(homeSide.nextDeadlineNanos(), farSide.nextDeadlineNanos());
    return Math.min(mirrors, replays.nextDeadlineNanos());
  }

  /** The end of a turn: Loops for which packets were copied are told. */
  public void flush() {
    homeSide.flush();
  }

  /** Every Stream's numbers. */
  public List<StreamStats> stats(long nowNanos) {
    return streams.values().stream().map(stream -> stream.stats(nowNanos)).toList();
  }

  private MediaCounters mediaCounters() {
    MediaCounters all = new MediaCounters();
    all.add(ended);
    views.values().forEach(view -> view.media().addTo(all));
    byCamera.values().forEach(source -> source.media().addTo(all));
    return all;
  }

  /** Adds what the relay holds. */
  public void addTo(Map<String, Long> counters) {
    counters.put("history.chunks", (long) pool.lent());
    counters.put("history.chunks-refused", pool.refusals());
    counters.put("history.key-frames", 0L);
    counters.put("history.key-frame-bytes", 0L);
    streams.values().forEach(stream -> stream.track(MediaKind.VIDEO).addTo(counters));
    counters.put("relay.streams", (long) streams.size());
    counters.put("relay.views", (long) views.size());
    for (CameraFault.Kind kind : CameraFault.Kind.values()) {
      counters.put("fault." + kind.code(), faultsRaised[kind.ordinal()]);
    }
    mediaCounters().addTo(counters);
    replays.addTo(counters);
    homeSide.addTo(counters);
    farSide.addTo(counters);
  }
}
