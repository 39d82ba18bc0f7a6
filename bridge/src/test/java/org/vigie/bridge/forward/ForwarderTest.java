package org.vigie.bridge.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.vigie.bridge.api.MediaKind;
import org.vigie.bridge.codec.Vp8Descriptor;

class ForwarderTest {
  private static final long MS = 1_000_000L;
  private static final int QUARTER = 320 * 180;
  private static final int FULL = 1280 * 720;

  private final Random random = new Random(5);
  private final Forwarder forwarder =
      new Forwarder(MediaKind.VIDEO, TestCamera.viewerFormats(), new Random(11));
  private final Decision decision = new Decision();
  private final TestCamera camera = camera(1, 0, FULL);

  private TestCamera camera(int generation, int index, int pixels) {
    return new TestCamera(generation, index, TestCamera.VP8, pixels, random);
  }

  private DropCause decide(long nowNanos, TestPacket packet) {
    forwarder.decide(nowNanos, packet.incoming(nowNanos), decision);
    return decision.cause();
  }

  private long forwarded(long nowNanos, TestPacket packet) {
    assertEquals(DropCause.NONE, decide(nowNanos, packet));
    return decision.sequence();
  }

  @Test
  void nothingIsShownBeforeAKeyFrame() {
    assertEquals(DropCause.KEY_FRAME_AWAITED, decide(0, camera.one(0, false)));
    assertEquals(0, forwarder.wantedLayer(0));
    assertEquals(Forwarder.NO_LAYER, forwarder.shownLayer());
    forwarded(MS, camera.one(MS, true));
    assertTrue(decision.starts());
    assertEquals(Forwarder.NO_LAYER, forwarder.wantedLayer(MS));
    assertEquals(0, forwarder.shownLayer());
    assertEquals(1, forwarder.count(DropCause.KEY_FRAME_AWAITED));
  }

  @Test
  void theViewerHasItsOwnPayloadTypeAndContiguousNumbers() {
    long first = forwarded(0, camera.one(0, true));
    int timestamp = decision.timestamp();
    int pictureId = decision.pictureId();
    int levelZeroIndex = decision.levelZeroIndex();
    assertEquals(40, decision.format().payloadType());
    assertEquals(first + 1, forwarded(33 * MS, camera.one(33 * MS, false)));
    assertEquals(timestamp + 3_000, decision.timestamp());
    assertEquals((pictureId + 1) & 0x7fff, decision.pictureId());
    assertEquals((levelZeroIndex + 1) & 0xff, decision.levelZeroIndex());
    assertFalse(decision.starts());
  }

  @Test
  void theSequenceStartsInTheLowerHalf() {
    for (int seed = 0; seed < 1_000; seed++) {
      Forwarder each = new Forwarder(MediaKind.VIDEO, TestCamera.viewerFormats(), new Random(seed));
      TestCamera source = camera(1, 0, FULL);
      assertTrue(each.decide(0, source.one(0, true).incoming(0), decision));
      assertTrue(decision.sequence() > 0 && decision.sequence() < 0x8000);
    }
  }

  @Test
  void paddingInOrderClosesItsPlace() {
    long first = forwarded(0, camera.one(0, true));
    assertEquals(DropCause.PADDING, decide(0, camera.padding(0)));
    assertEquals(DropCause.PADDING, decide(0, camera.padding(0)));
    assertEquals(first + 1, forwarded(0, camera.one(0, false)));
  }

  @Test
  void latePaddingGoesOutEmptySoThatTheViewerDoesNotWaitForIt() {
    long first = forwarded(0, camera.one(0, true));
    TestPacket padding = camera.padding(0);
    assertEquals(first + 2, forwarded(0, camera.one(0, false)));
    assertEquals(first + 1, forwarded(0, padding));
    assertEquals(DropCause.DUPLICATE, decide(0, padding));
  }

  @Test
  void aLatePacketGetsTheNumberThatWasKept() {
    long first = forwarded(0, camera.one(0, true));
    List<TestPacket> frame = camera.frame(0, false, 3);
    assertEquals(first + 3, forwarded(0, frame.get(2)));
    assertEquals(first + 1, forwarded(0, frame.get(0)));
    assertEquals(first + 2, forwarded(0, frame.get(1)));
    for (TestPacket packet : frame) {
      assertEquals(DropCause.DUPLICATE, decide(0, packet));
    }
  }

  @Test
  void aPacketFromBeforeTheStartIsTooLate() {
    TestPacket before = camera.one(0, false);
    forwarded(0, camera.one(0, true));
    assertEquals(DropCause.LATE, decide(0, before));
  }

  @Test
  void aHugeJumpWaitsForAKeyFrameAndLeavesNoGap() {
    long first = forwarded(0, camera.one(0, true));
    camera.skipSequence(Forwarder.MAX_GAP + 1);
    assertEquals(DropCause.KEY_FRAME_AWAITED, decide(0, camera.one(0, false)));
    assertEquals(0, forwarder.wantedLayer(0));
    assertEquals(first + 1, forwarded(MS, camera.one(MS, true)));
  }

  @Test
  void aGapOfLostPacketsKeepsItsNumbers() {
    long first = forwarded(0, camera.one(0, true));
    camera.skipSequence(Forwarder.MAX_GAP - 1);
    assertEquals(first + Forwarder.MAX_GAP, forwarded(0, camera.one(0, false)));
  }

  @Test
  void aTakeoverGoesOnAtItsKeyFrameInTheSameSpaces() {
    long first = forwarded(0, camera.one(0, true));
    int timestamp = decision.timestamp();
    int pictureId = decision.pictureId();
    TestCamera next = camera(2, 0, QUARTER);
    assertEquals(DropCause.KEY_FRAME_AWAITED, decide(2_000 * MS, next.one(2_000 * MS, false)));
    assertEquals(0, forwarder.wantedLayer(2_000 * MS));
    assertEquals(first + 1, forwarded(2_000 * MS, next.one(2_000 * MS, true)));
    assertEquals(timestamp + 2 * 90_000, decision.timestamp());
    assertEquals((pictureId + 1) & 0x7fff, decision.pictureId());
    assertEquals(DropCause.SUPERSEDED, decide(2_001 * MS, camera.one(2_001 * MS, true)));
  }

  @Test
  void timeNeverStandsStillOrGoesBackAtATakeover() {
    forwarded(1_000 * MS, camera.one(1_000 * MS, true));
    int timestamp = decision.timestamp();
    TestCamera next = camera(2, 0, FULL);
    forwarded(1_000 * MS, next.one(500 * MS, true));
    assertEquals(timestamp + 1, decision.timestamp());
  }

  @Test
  void anAbsurdPauseStaysAheadOfTheReceiver() {
    forwarded(0, camera.one(0, true));
    int timestamp = decision.timestamp();
    long week = 7L * 24 * 3_600_000 * MS;
    forwarded(week, camera(2, 0, FULL).one(week, true));
    assertTrue(decision.timestamp() - timestamp > 0);
  }

  @Test
  void aLayerWhoseSsrcChangesGoesOnAtItsKeyFrame() {
    long first = forwarded(0, camera.one(0, true));
    TestCamera renewed = camera(1, 0, FULL);
    assertEquals(DropCause.KEY_FRAME_AWAITED, decide(MS, renewed.one(MS, false)));
    assertEquals(first + 1, forwarded(MS, renewed.one(MS, true)));
  }

  @Test
  void aBetterLayerIsAskedForAndShownFromItsKeyFrameOn() {
    TestCamera better = camera(1, 1, FULL);
    TestCamera small = camera(1, 0, QUARTER);
    long first = forwarded(0, small.one(0, true));
    assertEquals(DropCause.LAYER, decide(0, better.one(0, false)));
    assertEquals(1, forwarder.wantedLayer(0));
    assertEquals(first + 1, forwarded(0, small.one(0, false)));
    assertEquals(first + 2, forwarded(40 * MS, better.one(40 * MS, true)));
    assertEquals(1, forwarder.shownLayer());
    assertEquals(Forwarder.NO_LAYER, forwarder.wantedLayer(40 * MS));
    assertEquals(DropCause.LAYER, decide(50 * MS, small.one(50 * MS, true)));
  }

  @Test
  void theOrderOfTheOfferDoesNotMatterTheSizeDoes() {
    TestCamera large = camera(1, 0, FULL);
    TestCamera small = camera(1, 2, QUARTER);
    forwarded(0, large.one(0, true));
    assertEquals(DropCause.LAYER, decide(0, small.one(0, true)));
    assertEquals(Forwarder.NO_LAYER, forwarder.wantedLayer(0));
  }

  @Test
  void anAbsurdPictureSizeIsAnUnknownOne() {
    TestCamera large = camera(1, 1, FULL);
    IncomingPacket absurd = camera(1, 0, QUARTER).one(0, false).incoming(0);
    absurd.startsKeyFrame(Integer.MIN_VALUE);
    assertEquals(0, absurd.pixels());
    assertTrue(forwarder.decide(0, absurd, decision));
    forwarded(MS, large.one(MS, true));
    assertEquals(1, forwarder.shownLayer());
  }

  @Test
  void aLayerThatStopsIsLeftAtTheKeyFrameOfALowerOne() {
    TestCamera large = camera(1, 1, FULL);
    TestCamera small = camera(1, 0, QUARTER);
    long first = forwarded(0, large.one(0, true));
    assertEquals(DropCause.LAYER, decide(0, small.one(0, true)));
    long later = LayerChoice.SILENCE_NANOS + MS;
    assertEquals(DropCause.LAYER, decide(later, small.one(later, false)));
    assertEquals(0, forwarder.wantedLayer(later));
    assertEquals(first + 1, forwarded(later, small.one(later, true)));
    assertEquals(0, forwarder.shownLayer());
  }

  @Test
  void stragglersOfTheLayerBeforeKeepTheirTimeAndPicture() {
    TestCamera small = camera(1, 0, QUARTER);
    TestCamera large = camera(1, 1, FULL);
    forwarded(0, small.one(0, true));
    List<TestPacket> frame = small.frame(33 * MS, false, 3);
    long start = forwarded(33 * MS, frame.get(0));
    forwarded(33 * MS, frame.get(2));
    int timestamp = decision.timestamp();
    int pictureId = decision.pictureId();
    assertEquals(start + 3, forwarded(40 * MS, large.one(40 * MS, true)));
    assertEquals(start + 1, forwarded(41 * MS, frame.get(1)));
    assertEquals(timestamp, decision.timestamp());
    assertEquals(pictureId, decision.pictureId());
  }

  @Test
  void aCodecTheViewerDoesNotHaveIsDroppedAndNotAskedFor() {
    Forwarder poor =
        new Forwarder(
            MediaKind.VIDEO, List.of(TestCamera.renumbered(TestCamera.VP8, 40)), new Random(1));
    TestCamera h264 = new TestCamera(1, 0, TestCamera.H264, FULL, random);
    assertFalse(poor.decide(0, h264.one(0, true).incoming(0), decision));
    assertEquals(DropCause.CODEC, decision.cause());
    assertNotNull(poor.refusedCodec());
    assertEquals(Forwarder.NO_LAYER, poor.wantedLayer(0));
    assertTrue(poor.decide(0, camera(2, 0, FULL).one(0, true).incoming(0), decision));
    assertNull(poor.refusedCodec());
  }

  @Test
  void aCodecChangeGoesOnAtAKeyFrameUnderTheOtherPayloadType() {
    long first = forwarded(0, camera.one(0, true));
    TestCamera h264 = new TestCamera(camera.layer, TestCamera.H264, FULL, random);
    h264.skipSequence(1_000_000);
    assertEquals(DropCause.KEY_FRAME_AWAITED, decide(MS, h264.one(MS, false)));
    assertEquals(first + 1, forwarded(MS, h264.one(MS, true)));
    assertEquals(42, decision.format().payloadType());
    assertEquals(Vp8Descriptor.ABSENT, decision.pictureId());
  }

  @Test
  void anotherTrackGoesOnInTheSameSpaces() {
    TestCamera busy = camera(9, 0, FULL);
    long first = forwarded(0, busy.one(0, true));
    forwarder.detach();
    TestCamera other = camera(1, 0, FULL);
    assertEquals(DropCause.KEY_FRAME_AWAITED, decide(MS, other.one(MS, false)));
    assertEquals(first + 1, forwarded(MS, other.one(MS, true)));
  }

  @Test
  void soundNeedsNoKeyFrame() {
    Forwarder sound = new Forwarder(MediaKind.AUDIO, TestCamera.viewerFormats(), new Random(3));
    TestCamera microphone = new TestCamera(1, 0, TestCamera.OPUS, 0, random);
    assertEquals(Forwarder.NO_LAYER, sound.wantedLayer(0));
    assertTrue(sound.decide(0, microphone.one(0, false).incoming(0), decision));
    long first = decision.sequence();
    int timestamp = decision.timestamp();
    TestCamera next = new TestCamera(2, 0, TestCamera.OPUS, 0, random);
    assertTrue(sound.decide(500 * MS, next.one(500 * MS, false).incoming(0), decision));
    assertEquals(first + 1, decision.sequence());
    assertEquals(timestamp + 24_000, decision.timestamp());
  }

  @Test
  void soundDoesNotBeginWithWhatWasOvertaken() {
    Forwarder sound = new Forwarder(MediaKind.AUDIO, TestCamera.viewerFormats(), new Random(3));
    TestCamera microphone = new TestCamera(1, 0, TestCamera.OPUS, 0, random);
    TestPacket late = microphone.one(0, false);
    TestPacket newest = microphone.one(20 * MS, false);
    newest.layer().history().store(20 * MS, newest.incoming(20 * MS));
    assertFalse(sound.decide(21 * MS, late.incoming(21 * MS), decision));
    assertEquals(DropCause.LATE, decision.cause());
    assertTrue(sound.decide(22 * MS, newest.incoming(22 * MS), decision));
  }

  @Test
  void aForwarderThatWasReleasedHoldsNoSource() {
    forwarded(0, camera.one(0, true));
    forwarder.release();
    assertEquals(Forwarder.NO_LAYER, forwarder.shownLayer());
    forwarder.sequences().locate((int) decision.sequence());
    assertEquals(null, forwarder.sequences().segment().layer());
  }
}
