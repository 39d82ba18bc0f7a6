package org.vigie.signaling.negotiate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vigie.bridge.api.HeaderExtension;
import org.vigie.bridge.api.IncomingSsrc;
import org.vigie.signaling.sdp.Attribute;
import org.vigie.signaling.sdp.Attributes;

/** Header extensions, sources and layers of one m-line. */
class OfferMatchTest {
  private static final String MID = "urn:ietf:params:rtp-hdrext:sdes:mid";
  private static final String RID = "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id";
  private static final String REPAIRED = "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id";

  @Test
  void knownExtensionsKeepTheirIds() {
    ExtensionMatch match =
        extensions(
            Offerer.CAMERA,
            "extmap:7 urn:unknown",
            "extmap:9 " + MID,
            "extmap:200 urn:3gpp:video-orientation");

    assertEquals(
        Map.of(HeaderExtension.MID, 9, HeaderExtension.VIDEO_ORIENTATION, 200), match.ids());
    assertEquals(List.of("9 " + MID, "200 urn:3gpp:video-orientation"), values(match));
  }

  @Test
  void onlyCamerasNameTheirLayers() {
    String[] offer = {"extmap:9 " + MID, "extmap:10 " + RID, "extmap:11 " + REPAIRED};

    assertEquals(
        Set.of(HeaderExtension.MID, HeaderExtension.RID, HeaderExtension.REPAIRED_RID),
        extensions(Offerer.CAMERA, offer).ids().keySet());
    assertEquals(Set.of(HeaderExtension.MID), extensions(Offerer.VIEWER, offer).ids().keySet());
  }

  @ParameterizedTest
  @CsvSource({
    "CAMERA, /sendonly, /recvonly",
    "CAMERA, /sendrecv, /recvonly",
    "VIEWER, /recvonly, /sendonly",
    "VIEWER, '', ''"
  })
  void aDirectionIsAnsweredFromOurSide(Offerer offerer, String offered, String answer) {
    assertEquals(
        List.of("9" + answer + " " + MID),
        values(extensions(offerer, "extmap:9" + offered + " " + MID)));
  }

  @ParameterizedTest
  @CsvSource({"CAMERA, recvonly", "CAMERA, inactive", "VIEWER, sendonly"})
  void anExtensionThatGoesTheOtherWayIsLeftOut(Offerer offerer, String direction) {
    assertEquals(Map.of(), extensions(offerer, "extmap:9/" + direction + " " + MID).ids());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 15, 256, 4096, 65535})
  void idsThatNoPacketCanCarryAreLeftOut(int id) {
    assertEquals(Map.of(), extensions(Offerer.CAMERA, "extmap:" + id + " " + MID).ids());
  }

  @Test
  void anIdOrAnExtensionTwiceCountsOnce() {
    ExtensionMatch match =
        extensions(
            Offerer.CAMERA,
            "extmap:3 urn:unknown",
            "extmap:3 " + RID,
            "extmap:9 " + MID,
            "extmap:4 " + MID);

    assertEquals(Map.of(HeaderExtension.MID, 9), match.ids());
  }

  @Test
  void extensionsOfTheSessionLevelCount() {
    ExtensionMatch match =
        new ExtensionMatch(
            attributes("extmap:9 " + MID), attributes("extmap:10 " + RID), Offerer.CAMERA);

    assertEquals(Map.of(HeaderExtension.MID, 9, HeaderExtension.RID, 10), match.ids());
  }

  @Test
  void sourcesComeWithTheirRetransmissions() {
    assertEquals(
        List.of(new IncomingSsrc(1, OptionalLong.of(2)), new IncomingSsrc(3, OptionalLong.empty())),
        SourceMatch.of(
            attributes(
                "ssrc-group:FID 1 2", "ssrc:1 cname:a", "ssrc:2 cname:a", "ssrc:3 cname:a")));
  }

  @Test
  void aSimGroupGivesTheOrderOfSources() {
    List<IncomingSsrc> sources =
        SourceMatch.of(
            attributes(
                "ssrc:1 cname:a", "ssrc:3 cname:a", "ssrc-group:SIM 3 1", "ssrc-group:FID 3 4"));

    assertEquals(
        List.of(new IncomingSsrc(3, OptionalLong.of(4)), new IncomingSsrc(1, OptionalLong.empty())),
        sources);
  }

  @Test
  void sourcesOfErrorCorrectionAreLeftOut() {
    assertEquals(
        List.of(new IncomingSsrc(1, OptionalLong.empty())),
        SourceMatch.of(
            attributes(
                "ssrc-group:FEC-FR 1 5", "ssrc:1 cname:a", "ssrc:5 cname:a", "ssrc-group:FID 7")));
  }

  @Test
  void sourcesHaveABound() {
    List<String> lines = new ArrayList<>();
    for (int ssrc = 1; ssrc < 1000; ssrc++) {
      lines.add("ssrc:" + ssrc + " cname:a");
    }

    assertEquals(8, SourceMatch.of(attributes(lines.toArray(String[]::new))).size());
  }

  @Test
  void allLayersAreTakenInTheOrderOfTheOffer() {
    LayerMatch layers = layers("rid:q send", "rid:h send", "rid:f send", "simulcast:send f;q;h");

    assertEquals(List.of("f", "q", "h"), layers.rids());
    assertEquals(
        List.of("rid:f recv", "rid:q recv", "rid:h recv", "simulcast:recv f;q;h"), lines(layers));
  }

  @Test
  void theOldFormIsAnsweredInTheOldForm() {
    LayerMatch layers = layers("rid:q send", "rid:h send", "simulcast: send rid=q;h");

    assertEquals(List.of("rid:q recv", "rid:h recv", "simulcast:recv rid=q;h"), lines(layers));
  }

  @Test
  void pausedLayersAreTakenAndAskedFor() {
    assertEquals(
        "simulcast:recv q;h",
        lines(layers("rid:q send", "rid:h send", "simulcast:send q;~h")).getLast());
  }

  @Test
  void ofAlternativesTheFirstUsableIsTaken() {
    assertEquals(
        List.of("b", "c"), layers("rid:b send", "rid:c send", "simulcast:send a,b;b,c").rids());
  }

  @Test
  void layersBeyondTheFourthAreLeftOut() {
    LayerMatch layers =
        layers(
            "rid:1 send",
            "rid:2 send",
            "rid:3 send",
            "rid:4 send",
            "rid:5 send",
            "simulcast:send 5;4;3;2;1");

    assertEquals(List.of("5", "4", "3", "2"), layers.rids());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a-b", "a_b", "aaaaaaaaaaaaaaaaa"})
  void namesThatNoHeaderExtensionCanCarryAreLeftOut(String rid) {
    assertEquals(
        List.of("h"),
        layers("rid:h send", "rid:" + rid + " send", "simulcast:send " + rid + ";h").rids());
  }

  @Test
  void aLayerNeedsItsRidLine() {
    assertEquals(List.of("h"), layers("rid:h send", "rid:q recv", "simulcast:send q;x;h").rids());
  }

  @Test
  void withoutSimulcastThereAreNoLayers() {
    assertEquals(List.of(), layers("rid:h send").rids());
    assertEquals(List.of(), layers("rid:h send").attributes());
    assertEquals(List.of(), layers("rid:h recv", "simulcast:recv h").attributes());
  }

  @Test
  void restrictionsAreEchoedForThePayloadTypesTaken() {
    LayerMatch layers =
        layers("rid:q send pt=96,99;max-width=320", "rid:h send pt=99", "simulcast:send q;h");

    assertEquals(List.of("rid:q recv pt=96;max-width=320", "simulcast:recv q"), lines(layers));
  }

  private static ExtensionMatch extensions(Offerer offerer, String... lines) {
    return new ExtensionMatch(attributes(lines), Attributes.NONE, offerer);
  }

  private static LayerMatch layers(String... lines) {
    return new LayerMatch(attributes(lines), Set.of(96));
  }

  private static Attributes attributes(String... lines) {
    List<Attribute> attributes = new ArrayList<>();
    for (String line : lines) {
      attributes.add(Attribute.parse(line));
    }
    return new Attributes(attributes);
  }

  private static List<String> values(ExtensionMatch match) {
    return match.answers().stream().map(Attribute::attributeValue).toList();
  }

  private static List<String> lines(LayerMatch layers) {
    return layers.attributes().stream()
        .map(each -> each.attributeName() + ":" + each.attributeValue())
        .toList();
  }
}
