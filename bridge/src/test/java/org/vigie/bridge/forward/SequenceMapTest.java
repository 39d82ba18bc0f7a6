package org.vigie.bridge.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SequenceMapTest {
  private static final long FIRST = 1_000;

  private final SequenceMap map = new SequenceMap(FIRST);
  private final TestCamera camera = new TestCamera(1, 0, TestCamera.H264, 1, new Random(1));
  private final TestCamera other = new TestCamera(1, 1, TestCamera.H264, 1, new Random(2));
  private final Segment segment = segmentOf(camera);

  private static Segment segmentOf(TestCamera camera) {
    Segment segment = new Segment();
    segment.begin(camera.one(0, true).incoming(0), TestCamera.H264, 0, 0, 0, 0);
    return segment;
  }

  @Test
  void numbersAreContiguousWhateverTheSourceStartsFrom() {
    assertEquals(FIRST, map.begin(segment, 70_000));
    assertEquals(FIRST + 1, map.advance(70_001));
  }

  @Test
  void aMissingPacketKeepsItsNumberAndTakesItOnce() {
    map.begin(segment, 10);
    assertEquals(FIRST + 3, map.advance(13));
    assertEquals(FIRST + 2, map.claim(camera.layer, 12));
    assertEquals(SequenceMap.TAKEN, map.claim(camera.layer, 12));
    assertEquals(FIRST + 1, map.claim(camera.layer, 11));
  }

  @Test
  void whatIsLeftOutClosesItsPlace() {
    map.begin(segment, 10);
    map.skip(11, 0);
    map.skip(12, 0);
    assertEquals(FIRST + 1, map.advance(13));
    assertEquals(SequenceMap.UNMAPPED, map.claim(camera.layer, 11));
    assertEquals(SequenceMap.UNMAPPED, map.claim(camera.layer, 12));
  }

  @Test
  void whatIsLeftOutBehindAGapLeavesTheGapItsNumbers() {
    map.begin(segment, 10);
    map.skip(13, 0);
    assertEquals(FIRST + 3, map.advance(14));
    assertEquals(FIRST + 1, map.claim(camera.layer, 11));
    assertEquals(FIRST + 2, map.claim(camera.layer, 12));
    assertEquals(SequenceMap.UNMAPPED, map.claim(camera.layer, 13));
  }

  @Test
  void whatCameBeforeTheStartHasNoNumber() {
    map.begin(segment, 10);
    assertEquals(SequenceMap.UNMAPPED, map.claim(camera.layer, 9));
  }

  @Test
  void stragglersOfTheStretchBeforeStillFindTheirNumbers() {
    map.begin(segment, 10);
    map.advance(12);
    Segment next = segmentOf(other);
    assertEquals(FIRST + 3, map.begin(next, 500));
    assertEquals(FIRST + 1, map.claim(camera.layer, 11));
    assertSame(segment, map.segment());
    assertEquals(SequenceMap.UNMAPPED, map.claim(camera.layer, 13));
    assertEquals(FIRST + 4, map.advance(501));
  }

  @Test
  void numbersKeptBehindTheLastOneTakenAreUsedByTheNextStretch() {
    map.begin(segment, 10);
    map.skip(13, 0);
    map.skip(16, 0);
    assertEquals(FIRST + 1, map.begin(segmentOf(other), 500));
    assertEquals(SequenceMap.UNMAPPED, map.claim(camera.layer, 11));
    assertEquals(SequenceMap.UNMAPPED, map.claim(camera.layer, 15));
    assertEquals(FIRST + 1, map.locate((int) FIRST + 1));
    assertEquals(500, map.incoming());
  }

  @Test
  void whatSrtpWouldRefuseIsLeftToRetransmission() {
    map.begin(segment, 10);
    map.advance(200);
    assertEquals(SequenceMap.UNMAPPED, map.claim(camera.layer, 200 - SequenceMap.LATEST));
    assertEquals(FIRST + 127, map.claim(camera.layer, 201 - SequenceMap.LATEST));
    assertEquals(FIRST + 126, map.locate((int) FIRST + 126));
  }

  @Test
  void aLayerThatIsShownTwiceKeepsBothStretchesApart() {
    map.begin(segment, 10);
    map.advance(12);
    map.begin(segmentOf(other), 500);
    Segment again = segmentOf(camera);
    Segment back = new Segment();
    back.begin(camera.one(0, true).incoming(0), TestCamera.H264, 0, 0, 0, 0);
    map.begin(back, 100);
    assertEquals(FIRST + 1, map.claim(camera.layer, 11));
    assertEquals(SequenceMap.UNMAPPED, map.claim(camera.layer, 50));
    assertEquals(SequenceMap.TAKEN, map.claim(camera.layer, 100));
    assertEquals(0, again.newestPictureId());
  }

  @Test
  void findsTheSourceOfAViewersNumber() {
    map.begin(segment, 10);
    map.advance(12);
    map.skip(13, 0);
    map.advance(14);
    assertEquals(FIRST + 1, map.locate((int) FIRST + 1));
    assertEquals(11, map.incoming());
    assertEquals(FIRST + 3, map.locate((int) FIRST + 3));
    assertEquals(14, map.incoming());
    assertSame(segment, map.segment());
    assertEquals(SequenceMap.UNMAPPED, map.locate((int) FIRST - 1));
    assertEquals(SequenceMap.UNMAPPED, map.locate((int) FIRST + 4));
  }

  @Test
  void findsNumbersAcrossTheWrapAndForgetsOldOnes() {
    map.begin(segment, 0);
    for (long i = 1; i < 200_000; i++) {
      map.advance(i);
    }
    long newest = FIRST + 199_999;
    assertEquals(newest, map.locate((int) newest & 0xffff));
    assertEquals(199_999, map.incoming());
    assertEquals(SequenceMap.UNMAPPED, map.locate((int) (newest - SequenceMap.WINDOW) & 0xffff));
    assertEquals(SequenceMap.UNMAPPED, map.claim(camera.layer, 199_999 - SequenceMap.WINDOW));
  }

  @Test
  void aReusedSegmentForgetsItsOldRuns() {
    map.begin(segment, 10);
    map.begin(segmentOf(other), 500);
    segment.begin(camera.one(0, true).incoming(0), TestCamera.H264, 0, 0, 0, 0);
    map.begin(segment, 900);
    assertEquals(SequenceMap.UNMAPPED, map.locate((int) FIRST));
    assertEquals(FIRST + 2, map.locate((int) FIRST + 2));
    assertEquals(900, map.incoming());
  }

  @Test
  void paddingWithoutEndStaysBounded() {
    map.begin(segment, 0);
    long expected = FIRST;
    for (long i = 1; i < 10_000; i += 2) {
      map.skip(i, 0);
      assertEquals(++expected, map.advance(i + 1));
    }
  }
}
