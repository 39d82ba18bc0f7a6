package org.vigie.bridge.api;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One Stream.
 *
 * @param stream its id
 * @param state what it does
 * @param viewers Sessions with a Slot that shows it
 * @param sinceLastPacket time since the last media packet, absent if none ever came
 * @param tracks its Tracks
 * @param faults what is wrong with what its camera sends
 * @param uplink the line of its camera
 */
public record StreamStats(
    StreamId stream,
    StreamState state,
    int viewers,
    Optional<Duration> sinceLastPacket,
    List<TrackStats> tracks,
    List<StandingFault> faults,
    UplinkStats uplink) {
  public StreamStats {
    tracks = List.copyOf(tracks);
    faults = List.copyOf(faults);
  }

  /** One of whose line nothing is known. */
  public StreamStats(
      StreamId stream,
      StreamState state,
      int viewers,
      Optional<Duration> sinceLastPacket,
      List<TrackStats> tracks,
      List<StandingFault> faults) {
    this(stream, state, viewers, sinceLastPacket, tracks, faults, UplinkStats.UNKNOWN);
  }

  /** One without faults. */
  public StreamStats(
      StreamId stream,
      StreamState state,
      int viewers,
      Optional<Duration> sinceLastPacket,
      List<TrackStats> tracks) {
    this(stream, state, viewers, sinceLastPacket, tracks, List.of());
  }
}
