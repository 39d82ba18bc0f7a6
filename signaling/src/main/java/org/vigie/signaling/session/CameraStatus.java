package org.vigie.signaling.session;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.vigie.bridge.api.CaptureTime;
import org.vigie.bridge.api.Codec;
import org.vigie.bridge.api.MediaKind;
import org.vigie.bridge.api.TrackStats;

/**
 * A camera as REST shows it; what is not known is left out.
 *
 * @param id of the camera
 * @param name how a person calls it
 * @param state {@code offline}, {@code standby}, {@code live} or {@code lost}
 * @param since when that state began
 * @param viewers Sessions that are shown it
 * @param tracks what arrives
 * @param lastPacketAgoMs time since the last media packet, ms
 * @param faults what is wrong with it
 */
public record CameraStatus(
    String id,
    String name,
    String state,
    Instant since,
    int viewers,
    List<Track> tracks,
    OptionalLong lastPacketAgoMs,
    List<Fault> faults) {
  public CameraStatus {
    tracks = List.copyOf(tracks);
    faults = List.copyOf(faults);
  }

  /**
   * One medium that arrives.
   *
   * @param kind {@code audio} or {@code video}
   * @param codec encoding name
   * @param layers simulcast layers arriving; video only
   * @param bps bit rate of all layers
   * @param width pixels
   * @param height pixels
   * @param framesPerSecond of the highest layer; video only
   * @param capturedBy how it is known when it was captured: {@code packets}, {@code reports} or
   *     {@code arrival}
   */
  public record Track(
      String kind,
      Optional<String> codec,
      OptionalInt layers,
      long bps,
      OptionalInt width,
      OptionalInt height,
      Optional<Double> framesPerSecond,
      Optional<String> capturedBy) {
    static Track of(TrackStats stats) {
      // Nothing has arrived yet: zeros would look like measurements.
      boolean video = stats.kind() == MediaKind.VIDEO && stats.codec().isPresent();
      return new Track(
          stats.kind().name().toLowerCase(Locale.ROOT),
          stats.codec().map(Codec::encodingName),
          video ? OptionalInt.of(stats.layers()) : OptionalInt.empty(),
          stats.bps(),
          positive(stats.width()),
          positive(stats.height()),
          video ? Optional.of(Math.round(stats.framesPerSecond() * 10) / 10.0) : Optional.empty(),
          stats.capturedBy().map(CaptureTime::code));
    }

    private static OptionalInt positive(int value) {
      return value > 0 ? OptionalInt.of(value) : OptionalInt.empty();
    }
  }
}
