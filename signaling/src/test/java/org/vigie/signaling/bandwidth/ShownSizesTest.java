package org.vigie.signaling.bandwidth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vigie.bridge.api.StreamStats.ANY_SIZE;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** In how many pixels a camera's picture is needed. */
class ShownSizesTest {
  private static final long MILLI = 1_000_000;
  private static final long SMALL = 320 * 180;
  private static final long LARGE = 1_280 * 720;

  private final ShownSizes sizes = new ShownSizes();
  private long now = -7_000 * MILLI;

  /** It is shown in this size for so long; says whether another was needed meanwhile. */
  private boolean shown(long millis, long pixels) {
    boolean changed = false;
    for (long end = now + millis * MILLI; now < end; now += 250 * MILLI) {
      changed |= sizes.observe(now, "a", pixels);
    }
    return changed;
  }

  private long needed() {
    return sizes.pixels("a");
  }

  @Test
  void theWholePictureIsNeededUntilAllHaveShownItSmallForTwoSeconds() {
    assertEquals(ANY_SIZE, needed());
    assertFalse(shown(2_000, SMALL));
    assertEquals(ANY_SIZE, needed());
    assertTrue(shown(250, SMALL));
    assertEquals(SMALL, needed());
    assertFalse(shown(10_000, SMALL));
  }

  @Test
  void aLargerOneIsNeededAtOnce() {
    shown(3_000, SMALL);
    assertTrue(shown(250, LARGE));
    assertEquals(LARGE, needed());
  }

  @Test
  void whoIsHeardBeforeTheBridgeIsIsHeardAtOnce() {
    assertFalse(sizes.shown("a", LARGE));
    shown(3_000, SMALL);
    assertFalse(sizes.shown("a", SMALL));
    assertTrue(sizes.shown("a", LARGE));
    assertFalse(shown(1_000, SMALL));
    assertEquals(LARGE, needed());
  }

  @Test
  void manyWhoMakeItSmallerDoNotKeepItUp() {
    for (int i = 0; i < 9; i++) {
      shown(250, SMALL);
      assertFalse(sizes.shown("a", SMALL));
    }
    assertEquals(SMALL, needed());
  }

  @Test
  void aViewerWhoHasJustComeIsGivenHalfASecondToSayHisSize() {
    shown(3_000, SMALL);
    assertFalse(shown(500, ANY_SIZE));
    assertFalse(shown(500, SMALL));
    assertFalse(shown(500, ANY_SIZE));
    assertEquals(SMALL, needed());
    assertTrue(shown(250, ANY_SIZE));
    assertEquals(ANY_SIZE, needed());
  }

  @Test
  void whatWasNeededInBetweenKeepsItUp() {
    shown(3_000, LARGE);
    shown(1_500, SMALL);
    shown(250, LARGE);
    assertFalse(shown(2_000, SMALL));
    assertTrue(shown(250, SMALL));
  }

  @Test
  void ofTheSizesOfTheTwoSecondsTheLargestStays() {
    shown(3_000, LARGE);
    shown(1_000, SMALL);
    shown(250, 4 * SMALL);
    assertTrue(shown(1_250, SMALL));
    assertEquals(4 * SMALL, needed());
    assertTrue(shown(2_250, SMALL));
    assertEquals(SMALL, needed());
  }

  @Test
  void whereNobodyIsThereTheLastSizeStays() {
    shown(3_000, SMALL);
    assertFalse(shown(5_000, 0));
    assertEquals(SMALL, needed());
    sizes.forget("a");
    assertEquals(ANY_SIZE, needed());
  }

  @Test
  void aCameraThatIsGoneIsForgotten() {
    shown(3_000, SMALL);
    sizes.retain(Set.of("b"));
    assertEquals(ANY_SIZE, needed());
  }

  @Test
  void aPictureNeedsWhatBrowsersSpendOnTheirOwnSmallLayersAndItsSound() {
    assertEquals(301_600, ShownSizes.bps(SMALL, 56_000));
    assertEquals(906_400, ShownSizes.bps(640 * 360, 56_000));
    assertEquals(Long.MAX_VALUE, ShownSizes.bps(ANY_SIZE, 56_000));
    assertEquals(100_003, ShownSizes.bps(1, 56_000));
    assertEquals(397_600, ShownSizes.bps(SMALL, 152_000));
  }
}
