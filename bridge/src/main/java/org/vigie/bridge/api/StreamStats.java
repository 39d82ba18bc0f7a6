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
 * @param shownPixels the largest size in which a viewer shows its picture, width times height on
 *     his screen; {@link #ANY_SIZE} while one of them has not said, 0 where no Slot shows it
 */
public record StreamStats(
    StreamId stream,
    StreamState state,
    int viewers,
    Optional<Duration> sinceLastPacket,
    List<TrackStats> tracks,
    List<StandingFault> faults,
    UplinkStats uplink,
    long shownPixels) {
  /** However large the picture is. */
  public static final long ANY_SIZE = Long.MAX_VALUE;

  public StreamStats {
    tracks = List.copyOf(tracks);
    faults = List.copyOf(faults);
  }

  /** One of whose line and viewers nothing is known. */
  public StreamStats(
      StreamId stream,
      StreamState state,
      int viewers,
      Optional<Duration> sinceLastPacket,
      List<TrackStats> tracks,
      List<StandingFault> faults) {
    this(stream, state, viewers, sinceLastPacket, tracks, faults, UplinkStats.UNKNOWN, ANY_SIZE);
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
