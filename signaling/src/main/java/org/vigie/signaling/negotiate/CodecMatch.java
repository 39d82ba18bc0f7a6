package org.vigie.signaling.negotiate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.vigie.bridge.api.Codec;
import org.vigie.bridge.api.H264Profile;
import org.vigie.bridge.api.MediaKind;
import org.vigie.bridge.api.PayloadFormat;
import org.vigie.signaling.sdp.Attributes;
import org.vigie.signaling.sdp.Fmtp;
import org.vigie.signaling.sdp.RtpMap;
import org.vigie.signaling.sdp.SdpMedia;

/**
 * The formats of one m-line that the relay can carry, in the order of the offer (RFC 3264, section
 * 6.1).
 */
final class CodecMatch {
  private static final int NAMED_AT_MOST = 12;

  /** Payload types 0 and 8 need no {@code a=rtpmap} (RFC 3551, section 6). */
  private static final RtpMap STATIC_PCMU = new RtpMap(0, "PCMU", 8000, 1);

  private static final RtpMap STATIC_PCMA = new RtpMap(8, "PCMA", 8000, 1);

  private final MediaKind kind;
  private final AnswerParameters parameters;
  private final FeedbackMatch feedback;
  private final List<Integer> payloadTypes;
  private final Map<Integer, RtpMap> maps = new HashMap<>(Map.of(0, STATIC_PCMU, 8, STATIC_PCMA));
  private final Map<Integer, Map<String, String>> offered = new HashMap<>();

  CodecMatch(SdpMedia media, MediaKind kind, AnswerParameters parameters, FeedbackMatch feedback) {
    this.kind = kind;
    this.parameters = parameters;
    this.feedback = feedback;
    this.payloadTypes = payloadTypes(media);
    Attributes attributes = media.attributes();
    // Of repeated lines the first counts, hence in reverse.
    attributes.every(RtpMap.class).reversed().forEach(each -> maps.put(each.payloadType(), each));
    attributes
        .every(Fmtp.class)
        .reversed()
        .forEach(each -> offered.put(each.payloadType(), each.parameters()));
  }

  /** Those that were taken; none if no codec is shared. */
  List<TakenFormat> formats() {
    return payloadTypes.stream().flatMap(type -> take(type).stream()).toList();
  }

  /** The names of what was offered, for an error. */
  String offeredNames() {
    String names =
        payloadTypes.stream()
            .map(type -> map(type).map(RtpMap::encoding).orElse("payload type " + type))
            .distinct()
            .limit(NAMED_AT_MOST)
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "nothing" : names;
  }

  private Optional<TakenFormat> take(int payloadType) {
    Optional<Codec> codec = map(payloadType).flatMap(this::codec);
    return codec
        .filter(each -> isValid(each, parameters(payloadType)))
        .map(each -> taken(payloadType, each, parameters(payloadType)));
  }

  private TakenFormat taken(int payloadType, Codec codec, Map<String, String> offer) {
    OptionalInt rtx = retransmissions(payloadType, codec);
    PayloadFormat format = new PayloadFormat(payloadType, codec, channels(codec), offer, rtx);
    return new TakenFormat(format, parameters.of(codec, offer), feedback.answers(payloadType));
  }

  private Optional<Codec> codec(RtpMap map) {
    return Codec.named(map.encoding())
        .filter(codec -> codec.kind() == kind && codec.clockRate() == map.clockRate())
        .filter(codec -> map.channels() == channels(codec));
  }

  private static int channels(Codec codec) {
    return codec == Codec.OPUS ? 2 : 1;
  }

  /** A malformed profile, or interleaving (packetization-mode 2), is nobody's to decode. */
  private static boolean isValid(Codec codec, Map<String, String> offer) {
    return switch (codec) {
      case H264 ->
          Set.of("0", "1").contains(offer.getOrDefault("packetization-mode", "0"))
              && H264Profile.parse(offer.getOrDefault("profile-level-id", H264Profile.DEFAULT))
                  .isPresent();
      case VP9 -> Set.of("0", "1", "2", "3").contains(offer.getOrDefault("profile-id", "0"));
      case AV1 -> Set.of("0", "1", "2").contains(offer.getOrDefault("profile", "0"));
      case VP8, OPUS, PCMU, PCMA -> true;
    };
  }

  /** The payload type whose {@code apt} is this one (RFC 4588, section 8.6). */
  private OptionalInt retransmissions(int payloadType, Codec codec) {
    String apt = String.valueOf(payloadType);
    return payloadTypes.stream()
        .filter(type -> map(type).filter(map -> isRtx(map, codec)).isPresent())
        .filter(type -> apt.equals(parameters(type).get("apt")))
        .mapToInt(Integer::intValue)
        .findFirst();
  }

  private static boolean isRtx(RtpMap map, Codec codec) {
    return map.encoding().equalsIgnoreCase("rtx") && map.clockRate() == codec.clockRate();
  }

  private Optional<RtpMap> map(int payloadType) {
    return Optional.ofNullable(maps.get(payloadType));
  }

  private Map<String, String> parameters(int payloadType) {
    return offered.getOrDefault(payloadType, Map.of());
  }

  /** 64 to 95 would be taken for RTCP on a shared port (RFC 5761, section 4). */
  private static List<Integer> payloadTypes(SdpMedia media) {
    return media.formats().stream()
        .filter(format -> format.matches("[0-9]{1,3}"))
        .map(Integer::valueOf)
        .filter(type -> type < 64 || (type > 95 && type < 128))
        .distinct()
        .toList();
  }
}
