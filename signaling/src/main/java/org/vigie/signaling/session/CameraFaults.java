package org.vigie.signaling.session;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.vigie.bridge.api.CameraFault;
import org.vigie.bridge.api.HeaderExtension;
import org.vigie.bridge.api.MediaKind;

/** What to tell people of a camera's fault, and what to change about the camera. */
final class CameraFaults {
  private CameraFaults() {}

  static Fault describe(CameraFault fault, Instant since) {
    return new Fault(
        fault.kind().code(),
        detail(fault),
        remedy(fault),
        Optional.of(fault.track().name().toLowerCase(Locale.ROOT)),
        fault.extension().map(CameraFaults::nameOf),
        Optional.of(since));
  }

  /** For the log: what and where. */
  static String brief(CameraFault fault) {
    return fault.kind().code()
        + " ("
        + fault.track().name().toLowerCase(Locale.ROOT)
        + fault.extension().map(each -> ", " + nameOf(each)).orElse("")
        + ")";
  }

  static String detail(CameraFault fault) {
    return switch (fault.kind()) {
      case NO_KEY_FRAME ->
          "Pictures arrive, but no key frame for 5 s after one was needed: nobody can begin to"
              + " watch.";
      case B_FRAMES -> "Pictures arrive in another order than they are shown (B-frames).";
      case MISSING_PARAMETER_SETS ->
          "H.264 key frames arrive without the parameter sets (SPS, PPS) that decoders need.";
      case NO_SENDER_REPORTS ->
          track(fault) + " arrives without RTCP sender reports: sound and picture may part.";
      case UNUSED_EXTENSION ->
          "The header extension "
              + fault.extension().map(CameraFaults::nameOf).orElse("?")
              + " was negotiated and is in no packet.";
      case CLOCK_JUMP -> "The RTP timestamps jumped by more than a second.";
      case SILENT_TRACK -> track(fault) + " was announced, but nothing of it arrives.";
    };
  }

  static String remedy(CameraFault fault) {
    return switch (fault.kind()) {
      case NO_KEY_FRAME ->
          "Have the camera answer requests for key frames (PLI), or send one every 2 s.";
      case B_FRAMES ->
          "Turn B-frames off in the camera's encoder (baseline profile, or zero latency).";
      case MISSING_PARAMETER_SETS -> "Have the encoder repeat SPS and PPS before every key frame.";
      case NO_SENDER_REPORTS -> "Turn RTCP sender reports on in the camera, one every 5 s or more.";
      case UNUSED_EXTENSION ->
          "Have the camera write the extension into its packets, or leave it out of its offer.";
      case CLOCK_JUMP ->
          "Let the camera take RTP timestamps from a clock that nothing sets, not the time of day.";
      case SILENT_TRACK ->
          fault.track() == MediaKind.AUDIO
              ? "Switch the camera's sound on, check its microphone, or leave the sound out of its offer."
              : "Check the camera's sensor and encoder, or leave the picture out of its offer.";
    };
  }

  private static String track(CameraFault fault) {
    return fault.track() == MediaKind.AUDIO ? "The sound" : "The picture";
  }

  private static String nameOf(HeaderExtension extension) {
    return extension.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
