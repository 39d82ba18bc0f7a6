package org.vigie.signaling.negotiate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vigie.bridge.api.CameraSessionSpec;
import org.vigie.bridge.api.Codec;
import org.vigie.bridge.api.DtlsRole;
import org.vigie.bridge.api.Feedback;
import org.vigie.bridge.api.Fingerprint;
import org.vigie.bridge.api.HeaderExtension;
import org.vigie.bridge.api.IceCredentials;
import org.vigie.bridge.api.IncomingSsrc;
import org.vigie.bridge.api.IncomingTrackSpec;
import org.vigie.bridge.api.MediaKind;
import org.vigie.bridge.api.PayloadFormat;
import org.vigie.bridge.api.SlotSpec;
import org.vigie.bridge.api.StreamId;
import org.vigie.bridge.api.TransportDescription;
import org.vigie.signaling.sdp.Attributes;
import org.vigie.signaling.sdp.CandidateAttribute;
import org.vigie.signaling.sdp.Direction;
import org.vigie.signaling.sdp.Group;
import org.vigie.signaling.sdp.Msid;
import org.vigie.signaling.sdp.Sdp;
import org.vigie.signaling.sdp.SdpMedia;
import org.vigie.signaling.sdp.Setup;

class AnswerTest {
  private static final String CAMERA = Sample.offer("browser-camera");
  private static final String VIEWER = Sample.offer("browser-viewer");
  private static final String PLAIN = Sample.offer("plain-camera");

  @ParameterizedTest
  @ValueSource(strings = {"browser-camera", "browser-simulcast", "plain-camera"})
  void aCameraIsAnsweredAsRecorded(String name) {
    assertEquals(
        Sample.resource("answers/" + name + ".sdp"),
        comparable(Sample.whipAnswer(Sample.offer(name))));
  }

  @Test
  void aViewerIsAnsweredAsRecorded() {
    assertEquals(
        Sample.resource("answers/browser-viewer.sdp"), comparable(Sample.whepAnswer(VIEWER)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n"})
  void anAnswerHasNetworkLineEndsWhateverTheOfferHas(String end) {
    String answer = Sample.whipAnswer(CAMERA.replace("\n", end));

    assertTrue(answer.endsWith("\r\n"));
    assertEquals(
        answer.chars().filter(c -> c == '\n').count(),
        answer.chars().filter(c -> c == '\r').count());
  }

  @Test
  void mLinesKeepTheirOrderAndMids() {
    Sdp answer = Sdp.parse(Sample.whepAnswer(VIEWER));

    assertEquals(
        List.of("video", "audio", "application"),
        answer.media().stream().map(SdpMedia::type).toList());
    assertEquals(List.of("0", "1", "2"), answer.media().stream().map(LineChoice::mid).toList());
  }

  @Test
  void aDataChannelIsRefusedWithPortZeroAndLeftOutOfTheBundle() {
    Sdp answer = Sdp.parse(Sample.whepAnswer(VIEWER));
    SdpMedia data = answer.media().getLast();

    assertEquals(0, data.port());
    assertEquals(List.of("webrtc-datachannel"), data.formats());
    assertEquals(
        List.of(new Group("BUNDLE", List.of("0", "1"))), answer.attributes().every(Group.class));
  }

  @Test
  void soundInACodecThatIsNotRelayedIsRefusedAndThePictureServed() {
    String offer = CAMERA.replace("SAVPF 111 63 9 0 8 13 110", "SAVPF 9 13");
    Sdp answer = Sdp.parse(Sample.whipAnswer(offer));

    assertEquals(0, answer.media().getFirst().port());
    assertTrue(
        answer.media().getFirst().attributes().every(Direction.class).contains(Direction.INACTIVE));
    assertEquals(List.of("1"), answer.attributes().first(Group.class).orElseThrow().mids());
    assertEquals(
        List.of(MediaKind.VIDEO),
        Sample.camera(offer).tracks().stream().map(IncomingTrackSpec::kind).toList());
    assertTrue(answer.media().getLast().attributes().has("candidate"));
  }

  @Test
  void aSingleMLineWithoutABundleIsServedWithoutOne() {
    Sdp answer = Sdp.parse(Sample.whipAnswer(PLAIN));

    assertEquals(List.of(), answer.attributes().every(Group.class));
    assertEquals("", Sample.camera(PLAIN).tracks().getFirst().mid());
  }

  @Test
  void aBundleMayNameMidsThatTheOfferHasNot() {
    String offer =
        PLAIN
            .replace("s=encoder\n", "s=encoder\na=group:BUNDLE 0 1\n")
            .replace("a=sendonly\n", "a=sendonly\na=mid:1\n");

    assertEquals(
        List.of("1"),
        Sdp.parse(Sample.whipAnswer(offer)).attributes().first(Group.class).orElseThrow().mids());
  }

  @ParameterizedTest
  @CsvSource({"actpass, SERVER, PASSIVE", "active, SERVER, PASSIVE", "passive, CLIENT, ACTIVE"})
  void theDtlsRoleIsTheOtherOne(String offered, DtlsRole role, Setup answer) {
    String offer = CAMERA.replace("a=setup:actpass", "a=setup:" + offered);

    assertEquals(role, Sample.camera(offer).transport().localRole());
    for (SdpMedia media : Sdp.parse(Sample.whipAnswer(offer)).media()) {
      assertEquals(List.of(answer), media.attributes().every(Setup.class));
    }
  }

  @Test
  void anOfferWithoutSetupIsTakenForActive() {
    assertEquals(
        DtlsRole.SERVER,
        Sample.camera(PLAIN.replace("a=setup:active\n", "")).transport().localRole());
  }

  @ParameterizedTest
  @ValueSource(strings = {"sendonly", "sendrecv"})
  void aCameraThatSendsIsAnsweredRecvonly(String direction) {
    for (SdpMedia media :
        Sdp.parse(Sample.whipAnswer(CAMERA.replace("sendonly", direction))).media()) {
      assertEquals(List.of(Direction.RECVONLY), media.attributes().every(Direction.class));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"recvonly", "sendrecv"})
  void aViewerThatReceivesIsAnsweredSendonly(String direction) {
    Sdp answer = Sdp.parse(Sample.whepAnswer(VIEWER.replace("recvonly", direction)));

    assertEquals(
        List.of(Direction.SENDONLY), answer.media().getFirst().attributes().every(Direction.class));
  }

  @Test
  void aDirectionOfTheSessionLevelAndNoneAtAllCount() {
    String silent = PLAIN.replace("a=sendonly\n", "");

    assertEquals(1, Sample.camera(silent).tracks().size());
    assertEquals(
        1, Sample.camera(silent.replace("s=encoder\n", "s=encoder\na=sendonly\n")).tracks().size());
    assertThrows(
        NegotiationException.class,
        () -> Sample.whip(silent.replace("s=encoder\n", "s=encoder\na=inactive\n")));
  }

  @Test
  void everyServedMLineSharesOnePortForRtpAndRtcp() {
    for (SdpMedia media : Sdp.parse(Sample.whipAnswer(CAMERA)).media()) {
      assertTrue(media.attributes().has("rtcp-mux"));
      assertTrue(media.attributes().has("rtcp-mux-only"));
    }
  }

  @Test
  void reducedSizeRtcpAndMixedExtensionsAreAnsweredWhereOffered() {
    assertTrue(Sdp.parse(Sample.whipAnswer(CAMERA)).attributes().has("extmap-allow-mixed"));
    assertTrue(media(Sample.whipAnswer(CAMERA), 1).has("rtcp-rsize"));
    assertFalse(Sdp.parse(Sample.whipAnswer(PLAIN)).attributes().has("extmap-allow-mixed"));
    assertFalse(media(Sample.whipAnswer(PLAIN), 0).has("rtcp-rsize"));
    String below =
        CAMERA
            .replace("a=extmap-allow-mixed\n", "")
            .replace("a=mid:1\n", "a=mid:1\na=extmap-allow-mixed\n");
    assertTrue(media(Sample.whipAnswer(below), 1).has("extmap-allow-mixed"));
  }

  @Test
  void allCandidatesComeAtOnceOnTheMLineThatSpeaksForTheBundle() {
    Sdp answer = Sdp.parse(Sample.whipAnswer(CAMERA));
    Attributes tagged = answer.media().getFirst().attributes();

    assertTrue(answer.attributes().has("ice-lite"));
    assertEquals(
        List.of("192.0.2.1", "2001:db8:0:0:0:0:0:1"),
        tagged.every(CandidateAttribute.class).stream().map(CandidateAttribute::address).toList());
    assertTrue(tagged.has("end-of-candidates"));
    assertFalse(media(Sample.whipAnswer(CAMERA), 1).has("candidate"));
  }

  @Test
  void theOrderOfTheBundleDecidesWhichMLineSpeaks() {
    Sdp answer = Sdp.parse(Sample.whipAnswer(CAMERA.replace("BUNDLE 0 1", "BUNDLE 1 0")));

    assertEquals(List.of("1", "0"), answer.attributes().first(Group.class).orElseThrow().mids());
    assertFalse(answer.media().get(0).attributes().has("candidate"));
    assertTrue(answer.media().get(1).attributes().has("candidate"));
  }

  @Test
  void theDefaultAddressIsTheFirstCandidates() {
    SdpMedia video = Sdp.parse(Sample.whipAnswer(CAMERA)).media().getFirst();

    assertEquals(10_000, video.port());
    assertEquals("IN IP4 192.0.2.1", video.connection());
  }

  @Test
  void anIpv6RelayAnswersWithAnIpv6Address() {
    TransportDescription local =
        new TransportDescription(
            Sample.LOCAL.ice(),
            Sample.LOCAL.fingerprints(),
            List.of(Sample.LOCAL.candidates().getLast()));

    assertEquals("IN IP6 2001:db8:0:0:0:0:0:1", LocalTransport.connection(local));
  }

  @Test
  void withoutCandidatesThePortIsThePlaceholder() {
    TransportDescription local =
        new TransportDescription(Sample.LOCAL.ice(), Sample.LOCAL.fingerprints(), List.of());

    assertEquals(9, LocalTransport.port(local));
    assertEquals("IN IP4 0.0.0.0", LocalTransport.connection(local));
  }

  @Test
  void bundleOnlyMLinesTakeTheirTransportFromTheFirst() {
    int video = CAMERA.indexOf("m=video");
    String bare =
        CAMERA
            .substring(video)
            .replace("m=video 9 ", "m=video 0 ")
            .replaceAll("a=(ice|fingerprint|setup).*\n", "")
            .replace("a=mid:1\n", "a=mid:1\na=bundle-only\n");
    CameraSessionSpec spec = Sample.camera(CAMERA.substring(0, video) + bare);

    assertEquals(2, spec.tracks().size());
    assertEquals("Cam1", spec.transport().remoteIce().ufrag());
  }

  @Test
  void aRefusedFirstMLineStillSpeaksForABundleOnlyOne() {
    int video = CAMERA.indexOf("m=video");
    String sound = CAMERA.substring(0, video).replace("SAVPF 111 63 9 0 8 13 110", "SAVPF 9");
    String bare = CAMERA.substring(video).replaceAll("a=(ice|fingerprint|setup).*\n", "");

    assertEquals("Cam1", Sample.camera(sound + bare).transport().remoteIce().ufrag());
  }

  @Test
  void ofSeveralTransportsTheServedMLinesCounts() {
    String offer =
        CAMERA.replace("SAVPF 111 63 9 0 8 13 110", "SAVPF 9").replaceFirst("Cam1", "Other");

    assertEquals("Cam1", Sample.camera(offer).transport().remoteIce().ufrag());
  }

  @Test
  void theTransportOfTheSessionLevelCounts() {
    CameraSessionSpec spec = Sample.camera(PLAIN);

    assertEquals(
        new IceCredentials("enco", "0123456789abcdef012345"), spec.transport().remoteIce());
    assertEquals(1, spec.transport().remoteFingerprints().size());
  }

  @Test
  void everyStrongFingerprintCounts() {
    String weak =
        "a=fingerprint:sha-1 0A:0B:0C:0D:0E:0F:10:11:12:13:14:15:16:17:18:19:1A:1B:1C:1D\n";
    String second = "a=fingerprint:SHA-256 " + "ab:".repeat(31) + "ab\n";

    List<Fingerprint> taken =
        Sample.camera(PLAIN.replace("a=setup:active\n", weak + second))
            .transport()
            .remoteFingerprints();

    assertEquals(2, taken.size());
    assertEquals(new Fingerprint("sha-256", "AB:".repeat(31) + "AB"), taken.getLast());
  }

  @Test
  void aCameraBecomesATypedSpec() {
    CameraSessionSpec spec = Sample.camera(CAMERA);
    IncomingTrackSpec video = spec.tracks().get(1);

    assertEquals(new StreamId("cam-1"), spec.stream());
    assertEquals("1", video.mid());
    assertEquals(
        List.of(Codec.VP8, Codec.H264),
        video.formats().stream().map(PayloadFormat::codec).toList());
    assertEquals(11, video.extensions().get(HeaderExtension.REPAIRED_RID));
    assertEquals(Set.of(Feedback.values()), video.feedback());
    assertEquals(List.of(new IncomingSsrc(2001, OptionalLong.of(2002))), video.ssrcs());
    assertEquals(List.of(), video.rids());
    assertEquals(
        List.of(Codec.OPUS, Codec.PCMU, Codec.PCMA),
        spec.tracks().getFirst().formats().stream().map(PayloadFormat::codec).toList());
  }

  @Test
  void simulcastLayersReachTheSpec() {
    assertEquals(
        List.of("q", "h", "f"),
        Sample.camera(Sample.offer("browser-simulcast")).tracks().getFirst().rids());
  }

  @Test
  void sourcesAnnouncedBesideLayersAreLeftToTheHeaderExtension() {
    String offer =
        Sample.offer("browser-simulcast")
            + "a=ssrc:1 cname:a\na=ssrc:2 cname:a\na=ssrc:3 cname:a\n";

    assertEquals(List.of(), Sample.camera(offer).tracks().getFirst().ssrcs());
  }

  @Test
  void layersThatNoHeaderExtensionTellsApartAreNotTaken() {
    String offer = Sample.offer("browser-simulcast").replaceAll("a=extmap:10 .*\n", "");

    assertEquals(List.of(), Sample.camera(offer).tracks().getFirst().rids());
    assertFalse(Sample.whipAnswer(offer).contains("a=simulcast"));
  }

  @Test
  void aViewerBecomesSlotsWithEveryFormat() {
    List<SlotSpec> slots = Sample.whep(VIEWER).spec().slots();

    assertEquals(List.of("0", "1"), slots.stream().map(SlotSpec::mid).toList());
    assertEquals(
        List.of(96, 98, 102, 104, 45),
        slots.getFirst().formats().stream().map(PayloadFormat::payloadType).toList());
    assertFalse(slots.getFirst().extensions().containsKey(HeaderExtension.RID));
    assertEquals(
        OptionalLong.empty().isPresent(),
        slots.get(1).formats().getFirst().rtxPayloadType().isPresent());
  }

  @Test
  void aViewersMLinesAreOneStream() {
    Sdp answer = Sdp.parse(Sample.whepAnswer(VIEWER));
    Msid picture = answer.media().get(0).attributes().first(Msid.class).orElseThrow();
    Msid sound = answer.media().get(1).attributes().first(Msid.class).orElseThrow();

    assertEquals(picture.stream(), sound.stream());
    assertNotEquals(picture.track(), sound.track());
  }

  @Test
  void aSessionWithOtherSlotsIsRefused() {
    WhepNegotiation negotiation = Sample.whep(VIEWER);

    assertThrows(
        IllegalArgumentException.class, () -> negotiation.answer(Sample.session(List.of())));
  }

  @Test
  void theStartRateIsASetting() {
    Sdp offer = Sdp.parse(CAMERA);
    String none =
        WhipNegotiation.of(offer, new NegotiationSettings(0, 0)).answer(Sample.session(List.of()));

    assertFalse(none.contains("x-google"), none);
    assertTrue(Sample.whipAnswer(CAMERA).contains("a=fmtp:96 x-google-start-bitrate=2000\r\n"));
    assertFalse(Sample.whepAnswer(VIEWER).contains("x-google"));
    assertThrows(IllegalArgumentException.class, () -> new NegotiationSettings(-1, 0));
  }

  @Test
  void theSecretSessionIdIsNotInTheAnswer() {
    WhipNegotiation negotiation = Sample.whip(CAMERA);
    var session = Sample.session(List.of());

    assertFalse(negotiation.answer(session).contains(session.id().value()));
    assertEquals(negotiation.answer(session), negotiation.answer(session));
  }

  /** Line ends as LF, and the random id of {@code o=} and {@code a=msid} as a word. */
  private static String comparable(String answer) {
    String id = Sdp.parse(answer).origin().sessionId();
    return answer.replace("\r\n", "\n").replace(id, "ID");
  }

  private static Attributes media(String answer, int index) {
    return Sdp.parse(answer).media().get(index).attributes();
  }
}
