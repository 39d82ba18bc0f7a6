package org.vigie.signaling.negotiate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vigie.bridge.api.Codec;
import org.vigie.bridge.api.Feedback;
import org.vigie.bridge.api.HeaderExtension;
import org.vigie.bridge.api.IncomingSsrc;
import org.vigie.bridge.api.IncomingTrackSpec;
import org.vigie.bridge.api.PayloadFormat;
import org.vigie.bridge.api.SlotSpec;
import org.vigie.signaling.sdp.Direction;
import org.vigie.signaling.sdp.Sdp;
import org.vigie.signaling.sdp.Setup;

/**
 * Offers that real clients sent; they lie beside the repository, so a machine without them skips
 * these.
 */
class RealOffersTest {
  @Test
  void chromiumPublishesVp8() throws IOException {
    IncomingTrackSpec track = camera("chromium-whip-vp8");

    assertEquals(List.of(Codec.VP8), codecs(track.formats()));
    assertEquals(OptionalInt.of(97), track.formats().getFirst().rtxPayloadType());
    assertEquals(
        List.of(new IncomingSsrc(2256248638L, OptionalLong.of(3690709819L))), track.ssrcs());
    assertEquals(Set.of(Feedback.values()), track.feedback());
    assertEquals(10, track.extensions().get(HeaderExtension.RID));
  }

  @Test
  void chromiumPublishesThreeLayers() throws IOException {
    for (String name : List.of("chromium-whip-simulcast-vp8", "chromium-whip-simulcast-h264")) {
      IncomingTrackSpec track = camera(name);

      assertEquals(List.of("q", "h", "f"), track.rids());
      assertEquals(List.of(), track.ssrcs());
      assertEquals(13, track.extensions().get(HeaderExtension.DEPENDENCY_DESCRIPTOR));
      assertTrue(Sample.whipAnswer(offer(name)).contains("a=simulcast:recv q;h;f\r\n"));
    }
  }

  @Test
  void chromiumWatches() throws IOException {
    SlotSpec slot = Sample.whep(offer("chromium-whep")).spec().slots().getFirst();

    assertEquals(15, slot.formats().size());
    assertEquals(8, slot.formats().stream().filter(each -> each.codec() == Codec.H264).count());
    assertTrue(slot.formats().stream().allMatch(each -> each.rtxPayloadType().isPresent()));
    assertEquals(
        Set.of(
            HeaderExtension.ABS_SEND_TIME,
            HeaderExtension.VIDEO_ORIENTATION,
            HeaderExtension.TRANSPORT_CC,
            HeaderExtension.PLAYOUT_DELAY,
            HeaderExtension.MID),
        slot.extensions().keySet());
  }

  @Test
  void aiortcPublishesBothH264Profiles() throws IOException {
    IncomingTrackSpec track = camera("aiortc");

    assertEquals(
        List.of(99, 101), track.formats().stream().map(PayloadFormat::payloadType).toList());
    assertEquals(Set.of(Feedback.NACK, Feedback.PLI, Feedback.REMB), track.feedback());
  }

  @Test
  void thePythonClientPublishesVp8WithoutRetransmissions() throws IOException {
    IncomingTrackSpec track = camera("python-whip");

    assertEquals(OptionalInt.empty(), track.formats().getFirst().rtxPayloadType());
    assertEquals(List.of(new IncomingSsrc(312181645L, OptionalLong.empty())), track.ssrcs());
  }

  @Test
  void everyOfferSurvivesARoundTrip() throws IOException {
    for (String name :
        List.of("aiortc", "chromium-whep", "chromium-whip-simulcast-vp8", "python-whip")) {
      Sdp offer = Sdp.parse(offer(name));
      assertEquals(offer, Sdp.parse(offer.write()));
    }
  }

  private static IncomingTrackSpec camera(String name) throws IOException {
    String offer = offer(name);
    Sdp answer = Sdp.parse(Sample.whipAnswer(offer));
    assertEquals(
        List.of(Direction.RECVONLY), answer.media().getFirst().attributes().every(Direction.class));
    assertEquals(List.of(Setup.PASSIVE), answer.media().getFirst().attributes().every(Setup.class));
    return Sample.camera(offer).tracks().getFirst();
  }

  private static List<Codec> codecs(List<PayloadFormat> formats) {
    return formats.stream().map(PayloadFormat::codec).toList();
  }

  private static String offer(String name) throws IOException {
    assumeTrue(Sample.realOffers().isPresent(), "no folder shared/offers beside the repository");
    Path file = Sample.realOffers().orElseThrow().resolve(name + ".sdp");
    return Files.readString(file);
  }
}
