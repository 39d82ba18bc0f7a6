package org.vigie.signaling.negotiate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vigie.bridge.api.Codec;
import org.vigie.bridge.api.MediaKind;
import org.vigie.bridge.api.PayloadFormat;
import org.vigie.signaling.sdp.Sdp;
import org.vigie.signaling.sdp.SdpMedia;

class CodecMatchTest {
  private static final AnswerParameters NO_START_RATE = new AnswerParameters(0, 0);

  @Test
  void takesEveryRelayedCodecInTheOrderOfTheOffer() {
    List<TakenFormat> taken =
        video(
            "100 96 45 98 102",
            "rtpmap:102 H264/90000",
            "rtpmap:96 VP8/90000",
            "rtpmap:98 VP9/90000",
            "rtpmap:45 AV1/90000",
            "rtpmap:100 H265/90000");

    assertEquals(
        List.of(Codec.VP8, Codec.AV1, Codec.VP9, Codec.H264),
        taken.stream().map(each -> each.format().codec()).toList());
  }

  @Test
  void codecNamesHaveNoCase() {
    assertEquals(Codec.H264, video("96", "rtpmap:96 h264/90000").getFirst().format().codec());
    assertEquals(Codec.OPUS, audio("96", "rtpmap:96 OPUS/48000/2").getFirst().format().codec());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "red/90000",
        "ulpfec/90000",
        "flexfec-03/90000",
        "H265/90000",
        "VP8/8000",
        "opus/48000/2",
        "rtx/90000",
        "VP8/90000/2"
      })
  void whatIsNotRelayedIsLeftOutOfThePicture(String map) {
    assertEquals(List.of(), video("96", "rtpmap:96 " + map, "fmtp:96 apt=96"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CN/8000",
        "telephone-event/8000",
        "G722/8000",
        "red/48000/2",
        "opus/48000",
        "opus/16000/2",
        "PCMU/16000",
        "PCMA/8000/2",
        "VP8/90000"
      })
  void whatIsNotRelayedIsLeftOutOfTheSound(String map) {
    assertEquals(List.of(), audio("96", "rtpmap:96 " + map));
  }

  @Test
  void staticPayloadTypesNeedNoMap() {
    List<TakenFormat> taken = audio("0 8 13");

    assertEquals(
        List.of(Codec.PCMU, Codec.PCMA),
        taken.stream().map(each -> each.format().codec()).toList());
  }

  @Test
  void aMapGoesBeforeTheStaticMeaning() {
    assertEquals(Codec.OPUS, audio("0", "rtpmap:0 opus/48000/2").getFirst().format().codec());
  }

  @Test
  void opusHasTwoChannelsAllElseOne() {
    assertEquals(2, audio("111", "rtpmap:111 opus/48000/2").getFirst().format().channels());
    assertEquals(1, audio("0").getFirst().format().channels());
    assertEquals(1, video("96", "rtpmap:96 VP8/90000").getFirst().format().channels());
  }

  @Test
  void retransmissionsAreFoundByApt() {
    List<TakenFormat> taken =
        video(
            "96 97 98 99",
            "rtpmap:96 VP8/90000",
            "rtpmap:97 rtx/90000",
            "fmtp:97 apt=98",
            "rtpmap:98 VP9/90000",
            "rtpmap:99 RTX/90000",
            "fmtp:99 apt=96;rtx-time=3000");

    assertEquals(OptionalInt.of(99), taken.get(0).format().rtxPayloadType());
    assertEquals(OptionalInt.of(97), taken.get(1).format().rtxPayloadType());
    assertEquals(List.of("96", "99"), taken.get(0).payloadTypes());
  }

  @Test
  void retransmissionsWithoutTheirFormatAreLeftOut() {
    List<TakenFormat> taken =
        video(
            "96 97 98",
            "rtpmap:96 VP8/90000",
            "rtpmap:97 rtx/90000",
            "fmtp:97 apt=120",
            "rtpmap:98 rtx/90000");

    assertEquals(OptionalInt.empty(), taken.getFirst().format().rtxPayloadType());
    assertEquals(1, taken.size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"64", "72", "95", "128", "999", "x", "-1", "09999", "1e1"})
  void payloadTypesThatCannotShareAPortWithRtcpAreLeftOut(String type) {
    assertEquals(
        List.of(),
        video(type, "rtpmap:72 VP8/90000", "rtpmap:64 VP8/90000", "rtpmap:95 VP8/90000"));
  }

  @Test
  void aPayloadTypeTwiceCountsOnce() {
    assertEquals(1, video("96 96 96", "rtpmap:96 VP8/90000", "rtpmap:96 VP9/90000").size());
    assertEquals(
        Codec.VP8,
        video("96 96", "rtpmap:96 VP8/90000", "rtpmap:96 VP9/90000").getFirst().format().codec());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "profile-level-id=42e01f", "profile-level-id=42E01F;packetization-mode=1",
            "profile-level-id=640c34",
        "packetization-mode=0", "level-asymmetry-allowed=1", "x=y"
      })
  void validH264IsTaken(String parameters) {
    assertEquals(1, video("96", "rtpmap:96 H264/90000", "fmtp:96 " + parameters).size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "profile-level-id=42e0",
        "profile-level-id=high",
        "profile-level-id=",
        "profile-level-id=42e01f00",
        "packetization-mode=2",
        "packetization-mode=one"
      })
  void malformedOrInterleavedH264IsLeftOut(String parameters) {
    assertEquals(List.of(), video("96", "rtpmap:96 H264/90000", "fmtp:96 " + parameters));
  }

  @Test
  void malformedProfilesOfOtherCodecsAreLeftOut() {
    assertEquals(List.of(), video("96", "rtpmap:96 VP9/90000", "fmtp:96 profile-id=9"));
    assertEquals(List.of(), video("96", "rtpmap:96 AV1/90000", "fmtp:96 profile=x"));
  }

  @Test
  void h264WithoutParametersIsAnsweredWithoutAny() {
    assertEquals(Map.of(), video("96", "rtpmap:96 H264/90000").getFirst().parameters());
  }

  @Test
  void h264IsAnsweredWithItsOwnProfileAndNotWithTheSendersParameterSets() {
    TakenFormat taken =
        video(
                "96",
                "rtpmap:96 H264/90000",
                "fmtp:96 sprop-parameter-sets=Z0I=,aM4=;profile-level-id=42E01F;packetization-mode=1;level-asymmetry-allowed=1")
            .getFirst();

    assertEquals(
        "{level-asymmetry-allowed=1, packetization-mode=1, profile-level-id=42E01F}",
        taken.parameters().toString());
    assertEquals("Z0I=,aM4=", taken.format().parameters().get("sprop-parameter-sets"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "VP8 | max-fr=30      | {}",
        "VP9 | profile-id=2   | {profile-id=2}",
        "VP9 | x=y            | {}",
        "AV1 | profile=1;level-idx=8;tier=0 | {level-idx=8, profile=1, tier=0}",
      })
  void profilesAreEchoed(String codec, String offered, String answer) {
    List<TakenFormat> taken = video("96", "rtpmap:96 " + codec + "/90000", "fmtp:96 " + offered);

    assertEquals(answer, taken.getFirst().parameters().toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "minptime=10;useinbandfec=1 | {minptime=10, useinbandfec=1}",
        "x=y                        | {useinbandfec=1}",
        "stereo=1                   | {useinbandfec=1, stereo=1}",
        "sprop-stereo=1             | {useinbandfec=1, stereo=1}",
        "stereo=0;usedtx=1          | {useinbandfec=1}",
      })
  void opusAsksForErrorCorrectionAndForStereoWhereItIs(String offered, String answer) {
    List<TakenFormat> taken = audio("111", "rtpmap:111 opus/48000/2", "fmtp:111 " + offered);

    assertEquals(answer, taken.getFirst().parameters().toString());
  }

  @Test
  void theStartRateIsOnEachPictureFormatInKbps() {
    SdpMedia media =
        media(
            "video",
            "96 102",
            "rtpmap:96 VP8/90000",
            "rtpmap:102 H264/90000",
            "fmtp:102 packetization-mode=1");
    List<TakenFormat> taken = match(media, MediaKind.VIDEO, new AnswerParameters(2_500_000, 0));

    assertEquals("{x-google-start-bitrate=2500}", taken.get(0).parameters().toString());
    assertEquals(
        "{packetization-mode=1, x-google-start-bitrate=2500}",
        taken.get(1).parameters().toString());
  }

  @Test
  void theStartRateIsNotOnSound() {
    List<TakenFormat> taken =
        match(media("audio", "0"), MediaKind.AUDIO, new AnswerParameters(2_500_000, 0));

    assertEquals(Map.of(), taken.getFirst().parameters());
  }

  @Test
  void knownFeedbackIsAnsweredInTheOrderOfTheOffer() {
    List<TakenFormat> taken =
        video(
            "96",
            "rtpmap:96 VP8/90000",
            "rtcp-fb:96 transport-cc",
            "rtcp-fb:96 ccm tmmbr",
            "rtcp-fb:96 nack  pli",
            "rtcp-fb:97 goog-remb",
            "rtcp-fb:96 nack",
            "rtcp-fb:96 nack",
            "rtcp-fb:96 nack rpsi",
            "rtcp-fb:96 ccm fir");

    assertEquals(
        List.of("transport-cc", "nack pli", "nack", "ccm fir"), taken.getFirst().feedback());
  }

  @Test
  void feedbackForAllFormatsIsAnsweredOnEach() {
    List<TakenFormat> taken =
        video(
            "96 98",
            "rtcp-fb:* nack",
            "rtpmap:96 VP8/90000",
            "rtpmap:98 VP9/90000",
            "rtcp-fb:98 nack pli");

    assertEquals(List.of("nack"), taken.get(0).feedback());
    assertEquals(List.of("nack", "nack pli"), taken.get(1).feedback());
  }

  @Test
  void transportWideFeedbackNeedsItsHeaderExtension() {
    SdpMedia media =
        media(
            "video",
            "96",
            "rtpmap:96 VP8/90000",
            "rtcp-fb:96 transport-cc",
            "rtcp-fb:96 goog-remb");
    CodecMatch match =
        new CodecMatch(media, MediaKind.VIDEO, NO_START_RATE, new FeedbackMatch(media, false));

    assertEquals(List.of("goog-remb"), match.formats().getFirst().feedback());
  }

  @Test
  void theOfferIsNamedWithBounds() {
    StringBuilder formats = new StringBuilder("96 97");
    for (int type = 98; type < 127; type++) {
      formats.append(' ').append(type);
    }
    SdpMedia media =
        media("video", formats.toString(), "rtpmap:96 H265/90000", "rtpmap:97 H265/90000");
    CodecMatch match =
        new CodecMatch(media, MediaKind.VIDEO, NO_START_RATE, new FeedbackMatch(media, true));

    assertTrue(match.offeredNames().startsWith("H265, payload type 98, "), match.offeredNames());
    assertTrue(match.offeredNames().length() < 300);
  }

  @Test
  void theFormatKeepsAllThatWasOfferedForTheBridge() {
    PayloadFormat format =
        video("96", "rtpmap:96 VP8/90000", "fmtp:96 Max-FR=30").getFirst().format();

    assertEquals(Map.of("max-fr", "30"), format.parameters());
    assertEquals(96, format.payloadType());
  }

  private static List<TakenFormat> video(String formats, String... attributes) {
    return match(media("video", formats, attributes), MediaKind.VIDEO, NO_START_RATE);
  }

  private static List<TakenFormat> audio(String formats, String... attributes) {
    return match(media("audio", formats, attributes), MediaKind.AUDIO, NO_START_RATE);
  }

  private static List<TakenFormat> match(
      SdpMedia media, MediaKind kind, AnswerParameters parameters) {
    return new CodecMatch(media, kind, parameters, new FeedbackMatch(media, true)).formats();
  }

  private static SdpMedia media(String type, String formats, String... attributes) {
    StringBuilder text = new StringBuilder("v=0\no=- 1 1 IN IP4 0.0.0.0\n");
    text.append("m=").append(type).append(" 9 UDP/TLS/RTP/SAVPF ").append(formats).append('\n');
    for (String attribute : attributes) {
      text.append("a=").append(attribute).append('\n');
    }
    return Sdp.parse(text.toString()).media().getFirst();
  }
}
