package org.vigie.signaling.negotiate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vigie.bridge.api.Codec;
import org.vigie.bridge.api.MediaKind;

/** Which {@code a=fmtp} parameters of an offer come back in the answer, and which we add. */
final class AnswerParameters {
  private final long startBps;
  private final long audioBps;

  /** Answers pictures with a start rate and Opus with an average rate, in bps; 0 for none. */
  AnswerParameters(long startBps, long audioBps) {
    this.startBps = startBps;
    this.audioBps = audioBps;
  }

  /** Those of one format; what describes only the offerer's own sending stays out. */
  Map<String, String> of(Codec codec, Map<String, String> offered) {
    Map<String, String> answer = new LinkedHashMap<>();
    for (String name : echoed(codec)) {
      if (offered.containsKey(name)) {
        answer.put(name, offered.get(name));
      }
    }
    if (codec == Codec.OPUS) {
      answerOpus(offered, answer);
    }
    if (codec.kind() == MediaKind.VIDEO && startBps > 0) {
      // Chromium reads it, in kbit/s, from the format that it sends, hence on each of them.
      answer.put("x-google-start-bitrate", String.valueOf(Math.max(1, startBps / 1000)));
    }
    return answer;
  }

  private static List<String> echoed(Codec codec) {
    return switch (codec) {
      // RFC 6184, section 8.2.2: these configure the stream and must be the same on both sides.
      case H264 -> List.of("level-asymmetry-allowed", "packetization-mode", "profile-level-id");
      case VP9 -> List.of("profile-id");
      case AV1 -> List.of("level-idx", "profile", "tier");
      case OPUS -> List.of("minptime");
      case VP8, PCMU, PCMA -> List.of();
    };
  }

  /**
   * RFC 7587, section 7: the relay passes on whatever is sent, so it wants error correction, and
   * stereo where it is; how much sound is worth the line is for the operator to say (section 6.1).
   */
  private void answerOpus(Map<String, String> offered, Map<String, String> answer) {
    answer.put("useinbandfec", "1");
    if ("1".equals(offered.get("stereo")) || "1".equals(offered.get("sprop-stereo"))) {
      answer.put("stereo", "1");
    }
    if (audioBps > 0) {
      answer.put("maxaveragebitrate", String.valueOf(audioBps));
    }
  }
}
