package org.vigie.bridge.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vigie.bridge.api.Codec;
import org.vigie.bridge.api.HeaderExtension;
import org.vigie.bridge.api.MediaKind;
import org.vigie.bridge.api.PayloadFormat;
import org.vigie.bridge.codec.PictureNumbers;
import org.vigie.bridge.codec.Vp8Descriptor;
import org.vigie.bridge.codec.Vp9Descriptor;
import org.vigie.bridge.feedback.NtpClock;
import org.vigie.bridge.rtp.BigEndian;
import org.vigie.bridge.rtp.RtpPacket;

/** Temporal layers are left out and taken up again without a gap that is no loss. */
class TemporalLayersTest {
  private static final int DESCRIPTOR = 9;
  private static final long STEP = 33_333_333L;

  /** A packet as the viewer gets it, and what it was made of. */
  private record Shown(TemporalCamera.Sent from, RtpPacket rtp, long number) {
    boolean empty() {
      return rtp.payloadLength() == 0;
    }
  }

  private final List<Shown> shown = new ArrayList<>();
  private final Decision decision = new Decision();
  private Forwarder forwarder = forwarder(Codec.VP8);
  private PacketRewriter rewriter = rewriter();
  private long now;

  private Forwarder forwarder(Codec codec) {
    PayloadFormat format = new PayloadFormat(40, codec, 1, Map.of(), OptionalInt.of(41));
    return new Forwarder(MediaKind.VIDEO, List.of(format), new Random(3));
  }

  private static PacketRewriter rewriter() {
    return new PacketRewriter(
        5, 6, "0", Map.of(HeaderExtension.DEPENDENCY_DESCRIPTOR, DESCRIPTOR), new NtpClock(0));
  }

  private TemporalCamera camera(Codec codec) {
    forwarder = forwarder(codec);
    rewriter = rewriter();
    return new TemporalCamera(codec, 65_500, codec == Codec.AV1 ? 65_528 : 32_760);
  }

  private void give(TemporalCamera camera, TemporalCamera.Sent sent) {
    RtpPacket rtp = new RtpPacket();
    assertTrue(rtp.wrap(sent.bytes(), 0, sent.bytes().length));
    IncomingPacket packet = new IncomingPacket(camera.layer, rtp);
    packet.set(camera.layer, camera.format, rtp, sent.sequence(), now, sent.picture() * STEP);
    packet.place(sent.place());
    if (sent.key()) {
      packet.startsKeyFrame(640 * 360);
    }
    camera.layer.history().store(now, packet);
    if (forwarder.decide(now, packet, decision)) {
      byte[] target = new byte[400];
      int length = rewriter.write(packet, decision, target, 0, target.length);
      RtpPacket written = new RtpPacket();
      assertTrue(length > 0 && written.wrap(target, 0, length));
      shown.add(new Shown(sent, written, decision.sequence()));
    }
  }

  private void give(TemporalCamera camera, int pictures) {
    for (int i = 0; i < pictures; i++) {
      camera.picture(2).forEach(sent -> give(camera, sent));
      now += STEP;
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"VP8", "VP9", "AV1"})
  void fewerLayersAreGivenFromTheNextPictureOn(Codec codec) {
    TemporalCamera camera = camera(codec);
    give(camera, 5);
    List<TemporalCamera.Sent> halfGiven = camera.picture(2);
    give(camera, halfGiven.getFirst());
    forwarder.limit(0, 7);
    give(camera, halfGiven.getLast());
    give(camera, 10);
    List<Integer> layers = shown.stream().map(each -> each.from().temporal()).toList();
    assertEquals(
        List.of(0, 0, 2, 2, 1, 1, 2, 2, 0, 0, 2, 2, 0, 0, 0, 0), layers, "what began is finished");
    assertContinuous(codec);
    assertEquals(16, forwarder.count(DropCause.INNER_LAYER));
  }

  @ParameterizedTest
  @EnumSource(names = {"VP8", "VP9", "AV1"})
  void moreLayersAreGivenOnlyFromWhereTheStreamAllows(Codec codec) {
    TemporalCamera camera = camera(codec);
    forwarder.limit(0, 7);
    give(camera, 11);
    forwarder.limit(7, 7);
    shown.clear();
    give(camera, 24);
    List<Integer> layers = layersOfPictures();
    List<Integer> expected =
        switch (codec) {
          // Layer 1 at its mark in picture 18, layer 2 at its own in 25.
          case VP8 -> List.of(0, 0, 1, 0, 1, 0, 2, 1, 2, 0, 2, 1, 2, 0, 2, 1);
          // All behind a picture of the lowest that says so: 16.
          case VP9 -> List.of(0, 0, 2, 1, 2, 0, 2, 1, 2, 0, 2, 1, 2, 0, 2, 1, 2, 0, 2, 1);
          // All with each picture of the lowest.
          default -> List.of(0, 2, 1, 2, 0, 2, 1, 2, 0, 2, 1, 2, 0, 2, 1, 2, 0, 2, 1, 2, 0, 2, 1);
        };
    assertEquals(expected, layers);
    assertContinuous(codec);
  }

  @ParameterizedTest
  @EnumSource(names = {"VP8", "VP9", "AV1"})
  void betweenLayersTheViewerIsGivenThoseBelow(Codec codec) {
    TemporalCamera camera = camera(codec);
    give(camera, 4);
    forwarder.limit(1, 7);
    shown.clear();
    give(camera, 8);
    assertEquals(List.of(0, 1, 0, 1), layersOfPictures());
    assertContinuous(codec);
  }

  @ParameterizedTest
  @EnumSource(names = {"VP8", "VP9", "AV1"})
  void anotherSourceGoesOnInTheSameNumbersWhateverWasLeftOut(Codec codec) {
    TemporalCamera camera = camera(codec);
    forwarder.limit(0, 7);
    give(camera, 9);
    TemporalCamera other = new TemporalCamera(codec, 7, 3);
    other.picture(2).forEach(sent -> give(other, sent));
    forwarder.limit(7, 7);
    now += STEP;
    give(other, 8);
    assertTrue(shown.size() > 10, shown.size() + " packets");
    assertContinuous(codec);
  }

  @ParameterizedTest
  @EnumSource(names = {"VP8", "VP9", "AV1"})
  void aLatePacketOfAPictureThatIsNotGivenGoesOutEmpty(Codec codec) {
    TemporalCamera camera = camera(codec);
    forwarder.limit(0, 7);
    give(camera, 1);
    List<TemporalCamera.Sent> late = camera.picture(1);
    give(camera, 3);
    late.forEach(sent -> give(camera, sent));
    Shown last = shown.getLast();
    assertTrue(last.empty());
    assertFalse(last.rtp().marker());
    assertEquals(shown.get(1).number() + 1, last.number(), "the viewer waited for it");
    assertEquals(Set.copyOf(numbers()).size(), shown.size());
  }

  @ParameterizedTest
  @EnumSource(names = {"VP8", "VP9", "AV1"})
  void onLinesThatLoseAndReorderNoNumberIsGivenTwiceAndNoneIsMissingThatWasNotLost(Codec codec) {
    for (int seed = 0; seed < 200; seed++) {
      shown.clear();
      Random random = new Random(seed);
      TemporalCamera camera = camera(codec);
      Set<Long> lost = new HashSet<>();
      List<TemporalCamera.Sent> waiting = new ArrayList<>();
      give(camera, 1);
      for (int picture = 0; picture < 120; picture++) {
        if (random.nextInt(10) == 0) {
          forwarder.limit(random.nextInt(4), 7);
        }
        for (TemporalCamera.Sent sent : camera.picture(1 + random.nextInt(3))) {
          int fate = random.nextInt(20);
          if (fate == 0) {
            lost.add(sent.sequence());
          } else if (fate == 1) {
            waiting.add(sent);
          } else {
            give(camera, sent);
          }
        }
        if (random.nextInt(3) == 0) {
          waiting.forEach(sent -> give(camera, sent));
          waiting.clear();
        }
        now += STEP;
      }
      waiting.forEach(sent -> give(camera, sent));
      assertEveryGapIsALoss(seed, lost.size());
    }
  }

  private void assertEveryGapIsALoss(int seed, int lost) {
    List<Long> numbers = numbers();
    Set<Long> given = Set.copyOf(numbers);
    assertEquals(numbers.size(), given.size(), "seed " + seed);
    long first = given.stream().mapToLong(Long::longValue).min().orElseThrow();
    long last = given.stream().mapToLong(Long::longValue).max().orElseThrow();
    long gaps = last - first + 1 - given.size();
    assertTrue(gaps <= lost, "seed " + seed + ": " + gaps + " numbers missing, lost " + lost);
  }

  private List<Long> numbers() {
    return shown.stream().map(Shown::number).toList();
  }

  private List<Integer> layersOfPictures() {
    List<Integer> layers = new ArrayList<>();
    int before = -1;
    for (Shown each : shown) {
      if (each.from().picture() != before) {
        layers.add(each.from().temporal());
      }
      before = each.from().picture();
    }
    return layers;
  }

  /** Numbers without a gap, time that goes on, whole pictures under the right numbers. */
  private void assertContinuous(Codec codec) {
    for (int i = 1; i < shown.size(); i++) {
      Shown before = shown.get(i - 1);
      Shown each = shown.get(i);
      assertEquals(before.number() + 1, each.number());
      boolean same = before.rtp().timestamp() == each.rtp().timestamp();
      assertEquals(same, !before.rtp().marker(), "a picture ends with its marker");
      int step = each.rtp().timestamp() - before.rtp().timestamp();
      assertTrue(step >= 0 && step <= 8 * 3_000, step + " ticks");
      int pictures = numberOf(codec, each.rtp()) - numberOf(codec, before.rtp()) & 0x7fff;
      int sent = each.from().number() - before.from().number() & 0x7fff;
      boolean switched = each.from().key();
      int expected = same ? 0 : codec == Codec.VP8 || switched ? 1 : sent;
      assertEquals(expected, pictures, codec + " picture ids");
      if (!same && each.from().temporal() == 0 && codec != Codec.AV1) {
        assertEquals(levelZero(codec, before.rtp()) + 1 & 0xff, levelZero(codec, each.rtp()));
      }
    }
  }

  private static int numberOf(Codec codec, RtpPacket rtp) {
    return codec == Codec.AV1
        ? BigEndian.u16(rtp.array(), rtp.extension(DESCRIPTOR) + 1) & 0x7fff
        : numbers(codec, rtp).pictureId();
  }

  private static int levelZero(Codec codec, RtpPacket rtp) {
    return numbers(codec, rtp).levelZeroIndex();
  }

  private static PictureNumbers numbers(Codec codec, RtpPacket rtp) {
    PictureNumbers numbers = codec == Codec.VP8 ? new Vp8Descriptor() : new Vp9Descriptor();
    assertTrue(numbers.wrap(rtp.array(), rtp.payloadOffset(), rtp.payloadLength()));
    return numbers;
  }
}
