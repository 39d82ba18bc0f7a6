package org.vigie.bridge.relay;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.vigie.bridge.api.HistoryConfig;
import org.vigie.bridge.api.MediaKind;
import org.vigie.bridge.api.SessionId;
import org.vigie.bridge.api.StandingFault;
import org.vigie.bridge.api.StreamId;
import org.vigie.bridge.api.StreamState;
import org.vigie.bridge.api.StreamStats;
import org.vigie.bridge.api.StreamTuning;
import org.vigie.bridge.api.UplinkStats;
import org.vigie.bridge.buffer.ChunkPool;
import org.vigie.bridge.session.IncomingTrack;

/** What one camera publishes; it outlives the Sessions over which the camera does so. */
final class Stream {
  private static final long LOST_AFTER_NANOS = 2_000_000_000L;

  private final StreamId id;
  private final Track audio;
  private final Track video;
  private final Set<SessionId> viewers = new HashSet<>();
  private final Set<Mirror> mirrors = new HashSet<>();
  private @Nullable Mirror mirror;
  private @Nullable SessionId camera;
  private List<IncomingTrack> incoming = List.of();
  private LongFunction<List<StandingFault>> faults = now -> List.of();
  private LongFunction<UplinkStats> uplink = now -> UplinkStats.UNKNOWN;
  private boolean brokeOff;
  private @Nullable Long lastPacketNanos;

  Stream(
      StreamId id, ChunkPool pool, HistoryConfig remembered, Duration coalesce, TurnEnd turnEnd) {
    this.id = id;
    this.audio = new Track(MediaKind.AUDIO, pool, remembered, coalesce, turnEnd);
    this.video = new Track(MediaKind.VIDEO, pool, remembered, coalesce, turnEnd);
  }

  /** From now on it is carried in another way. */
  void tune(StreamTuning tuning) {
    audio.tune(tuning);
    video.tune(tuning);
  }

  StreamId id() {
    return id;
  }

  Track track(MediaKind kind) {
    return kind == MediaKind.AUDIO ? audio : video;
  }

  /** The Session that feeds it, if any. */
  Optional<SessionId> camera() {
    return Optional.ofNullable(camera);
  }

  void feedFrom(
      SessionId session,
      List<IncomingTrack> tracks,
      LongFunction<List<StandingFault>> newFaults,
      LongFunction<UplinkStats> newUplink) {
    lastPacketNanos = lastArrival().orElse(lastPacketNanos);
    camera = session;
    incoming = List.copyOf(tracks);
    faults = newFaults;
    uplink = newUplink;
    brokeOff = false;
  }

  /** The Session that fed it is over; {@code goodbye} says whether the camera wanted that. */
  void lose(boolean goodbye) {
    lastPacketNanos = lastArrival().orElse(lastPacketNanos);
    brokeOff = !goodbye && lastPacketNanos != null;
    camera = null;
    incoming = List.of();
    faults = now -> List.of();
    uplink = now -> UplinkStats.UNKNOWN;
    release();
  }

  /** What it remembers is past. */
  void release() {
    audio.release();
    video.release();
  }

  Set<SessionId> viewers() {
    return viewers;
  }

  /** It is the image of a Stream that is at home on another Loop. */
  void reflect(Mirror newMirror) {
    mirror = newMirror;
  }

  /** What feeds it if it is at home on another Loop. */
  @Nullable Mirror mirror() {
    return mirror;
  }

  /** Those on other Loops that it feeds. */
  Set<Mirror> mirrors() {
    return mirrors;
  }

  boolean unused() {
    return camera == null && viewers.isEmpty() && mirrors.isEmpty() && !brokeOff;
  }

  private Optional<Long> lastArrival() {
    return incoming.stream()
        .flatMap(track -> track.lastArrivalNanos().stream())
        .max(Comparator.naturalOrder());
  }

  private StreamState state(long nowNanos, Optional<Long> last) {
    if (camera == null) {
      return brokeOff ? StreamState.LOST : StreamState.OFFLINE;
    }
    if (last.isEmpty()) {
      return StreamState.STANDBY;
    }
    return nowNanos - last.get() > LOST_AFTER_NANOS ? StreamState.LOST : StreamState.LIVE;
  }

  StreamStats stats(long nowNanos) {
    Optional<Long> last = lastArrival();
    Optional<Long> ever = last.or(() -> Optional.ofNullable(lastPacketNanos));
    return new StreamStats(
        id,
        state(nowNanos, last),
        viewers.size(),
        ever.map(nanos -> Duration.ofNanos(nowNanos - nanos)),
        incoming.stream().map(track -> track.stats(nowNanos)).toList(),
        faults.apply(nowNanos),
        uplink.apply(nowNanos),
        video.shownPixels());
  }
}
