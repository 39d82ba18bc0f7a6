package org.vigie.bridge.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vigie.bridge.api.Codec;
import org.vigie.bridge.api.HeaderExtension;
import org.vigie.bridge.api.MediaKind;
import org.vigie.bridge.api.PayloadFormat;
import org.vigie.bridge.feedback.NtpClock;
import org.vigie.bridge.rtp.RtpPacket;

/** Spatial layers within one source are left out at once and taken up with a key frame. */
class SpatialLayersTest {
  private static final long STEP = 33_333_333L;
  private static final int DESCRIPTOR = 9;
  private static final int PIXELS = 1280 * 720;

  /** A packet as the viewer gets it, and what it was made of. */
  private record Shown(SvcCamera.Sent from, RtpPacket rtp, long number) {}

  private final List<Shown> shown = new ArrayList<>();
  private final Decision decision = new Decision();
  private final long[] layerBps = new long[Layer.MAX_LAYERS];
  private final PacketRewriter rewriter =
      new PacketRewriter(
          5, 6, "0", Map.of(HeaderExtension.DEPENDENCY_DESCRIPTOR, DESCRIPTOR), new NtpClock(0));
  private Forwarder forwarder = forwarder(Codec.VP9);
  private SvcCamera camera = new SvcCamera(Codec.VP9);
  private long now;

  private static Forwarder forwarder(Codec codec) {
    PayloadFormat format = new PayloadFormat(40, codec, 1, Map.of(), OptionalInt.of(41));
    return new Forwarder(MediaKind.VIDEO, List.of(format), new Random(3));
  }

  private void begin(Codec codec) {
    forwarder = forwarder(codec);
    camera = new SvcCamera(codec);
    give(camera.picture(true));
    give(59);
    shown.clear();
  }

  private void give(int pictures) {
    for (int i = 0; i < pictures; i++) {
      give(camera.picture(false));
    }
  }

  private void give(List<SvcCamera.Sent> picture) {
    picture.forEach(this::give);
    now += STEP;
  }

  private void give(SvcCamera.Sent sent) {
    give(sent, arrive(sent));
  }

  private IncomingPacket arrive(SvcCamera.Sent sent) {
    RtpPacket rtp = new RtpPacket();
    assertTrue(rtp.wrap(sent.bytes(), 0, sent.bytes().length));
    IncomingPacket packet = new IncomingPacket(camera.layer, rtp);
    packet.set(camera.layer, camera.format, rtp, sent.sequence(), now, sent.picture() * STEP);
    packet.place(sent.place());
    if (sent.key()) {
      packet.startsKeyFrame(PIXELS);
    }
    camera.layer.history().store(now, packet);
    return packet;
  }

  private void give(SvcCamera.Sent sent, IncomingPacket packet) {
    if (forwarder.decide(now, packet, decision)) {
      byte[] target = new byte[1_400];
      int length = rewriter.write(packet, decision, target, 0, target.length);
      RtpPacket written = new RtpPacket();
      assertTrue(length > 0 && written.wrap(target, 0, length));
      shown.add(new Shown(sent, written, decision.sequence()));
    }
  }

  /** The line takes so many times what the spatial layers up to this one take. */
  private void fit(int spatial, double times) {
    PacketHistory history = camera.layer.history();
    layerBps[0] = history.bps(now);
    forwarder.fit(now, layerBps, (long) (history.spatialBps(now, spatial) * times));
  }

  @ParameterizedTest
  @EnumSource(names = {"VP9", "AV1"})
  void fewerSpatialLayersAreGivenFromTheNextPictureOnAndThePictureEndsWithThem(Codec codec) {
    begin(codec);
    List<SvcCamera.Sent> half = camera.picture(false);
    half.subList(0, 3).forEach(this::give);
    fit(1, 1.02);
    give(half.subList(3, 6));
    assertEquals(6, shown.size(), "what began is finished");
    give(10);
    assertEquals(6 + 10 * 4, shown.size());
    assertEquals(Forwarder.NO_LAYER, forwarder.wantedLayer(now));
    assertWholePictures();
    fit(0, 1.02);
    give(10);
    assertEquals(6 + 10 * 4 + 10 * 2, shown.size());
    assertWholePictures();
  }

  @ParameterizedTest
  @EnumSource(names = {"VP9", "AV1"})
  void moreSpatialLayersAreAskedForAndGivenWithAKeyFrame(Codec codec) {
    begin(codec);
    fit(0, 1.02);
    give(60);
    fit(2, 1.2);
    give(10);
    assertEquals(Set.of(0), spatialLayers(), "not without a key frame");
    assertEquals(0, forwarder.wantedLayer(now), "one is asked for");
    give(camera.picture(true));
    give(5);
    assertEquals(Set.of(0, 1, 2), spatialLayers());
    assertEquals(Forwarder.NO_LAYER, forwarder.wantedLayer(now));
    assertWholePictures();
  }

  @ParameterizedTest
  @EnumSource(names = {"VP9", "AV1"})
  void moreSpatialLayersAreGivenWithAKeyFrameThatHadToWaitBehindOthers(Codec codec) {
    begin(codec);
    fit(0, 1.02);
    give(60);
    fit(2, 1.2);
    List<SvcCamera.Sent> waiting = new ArrayList<>(camera.picture(false));
    waiting.addAll(camera.picture(true));
    waiting.addAll(camera.picture(false));
    Replay cursor = new Replay();
    for (SvcCamera.Sent sent : waiting) {
      IncomingPacket packet = arrive(sent);
      if (cursor.layer() == null) {
        cursor.follow(packet);
      }
      forwarder.notice(now, packet);
    }
    for (SvcCamera.Sent sent : waiting) {
      IncomingPacket next = cursor.next();
      assertNotNull(next);
      assertEquals(sent.key() ? PIXELS : 0, next.pixels());
      give(sent, next);
    }
    assertEquals(Set.of(0, 1, 2), spatialLayers());
    assertEquals(Forwarder.NO_LAYER, forwarder.wantedLayer(now), "no other is asked for");
    assertWholePictures();
  }

  @ParameterizedTest
  @EnumSource(names = {"VP9", "AV1"})
  void whereEvenTheLowestIsTooMuchItsUpperTemporalLayerIsLeftOutToo(Codec codec) {
    begin(codec);
    fit(0, 0.7);
    give(10);
    assertEquals(5 * 2, shown.size(), "every second picture");
    assertWholePictures();
    layerBps[0] = camera.layer.history().bps(now);
    assertTrue(forwarder.fit(now, layerBps, 10), "and that is too much as well");
  }

  @ParameterizedTest
  @EnumSource(names = {"VP9", "AV1"})
  void aLatePacketOfASpatialLayerThatIsNotGivenGoesOutEmpty(Codec codec) {
    begin(codec);
    fit(0, 1.02);
    give(1);
    List<SvcCamera.Sent> picture = camera.picture(false);
    picture.subList(0, 4).forEach(this::give);
    give(1);
    give(picture.subList(4, 6));
    List<Shown> late = shown.subList(shown.size() - 2, shown.size());
    late.forEach(each -> assertEquals(0, each.rtp().payloadLength()));
    late.forEach(each -> assertTrue(!each.rtp().marker()));
    assertEquals(
        shown.size(), shown.stream().map(Shown::number).collect(Collectors.toSet()).size());
  }

  private Set<Integer> spatialLayers() {
    return shown.stream()
        .map(each -> each.from().spatial())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Numbers without a gap, and each picture ends with its only marker. */
  private void assertWholePictures() {
    for (int i = 1; i < shown.size(); i++) {
      Shown before = shown.get(i - 1);
      Shown each = shown.get(i);
      assertEquals(before.number() + 1, each.number());
      boolean same = before.rtp().timestamp() == each.rtp().timestamp();
      assertEquals(!same, before.rtp().marker(), "packet " + (i - 1));
    }
    assertTrue(shown.getLast().rtp().marker());
  }
}
