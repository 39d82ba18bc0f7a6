package org.vigie.bridge.feedback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.vigie.bridge.api.CameraBounds;

/** Measuring rates and telling them. */
class RatesTest {
  private static final long MS = 1_000_000L;
  private static final long SECOND = 1_000 * MS;

  @Test
  void aSteadyStreamMeasuresItsRate() {
    RateMeter meter = new RateMeter(Duration.ofSeconds(1));
    for (int i = 0; i < 300; i++) {
      meter.addBytes(i * 10L * MS, 1_250);
      meter.addEvent(i * 10L * MS);
    }
    assertEquals(1_000_000.0, (double) meter.bps(2_990 * MS), 20_000);
    assertEquals(100, meter.perSecond(2_990 * MS), 2);
  }

  @Test
  void theRateFallsToZeroWithinTheWindow() {
    RateMeter meter = new RateMeter(Duration.ofSeconds(1));
    meter.addBytes(0, 100_000);
    assertTrue(meter.bps(500 * MS) > 0);
    assertEquals(0, meter.bps(1_000 * MS));
    assertEquals(0, meter.bps(100 * SECOND));
  }

  @Test
  void timeThatDoesNotMoveDividesByNothing() {
    RateMeter meter = new RateMeter(Duration.ofSeconds(1));
    assertEquals(0, meter.bps(-5));
    meter.addBytes(-5, 100);
    assertEquals(8_000, meter.bps(-5));
  }

  @Test
  void aCapIsSaidAtOnceAndThenOncePerSecond() {
    RembEstimator remb = RembEstimator.capping(2_000_000);
    assertEquals(2_000_000, remb.poll(0));
    assertEquals(-1, remb.poll(999 * MS));
    assertEquals(2_000_000, remb.poll(1_000 * MS));
  }

  @Test
  void anotherCapIsSaidAtOnceTheSameIsNot() {
    RembEstimator remb = RembEstimator.capping(2_000_000);
    remb.poll(0);
    remb.cap(2_000_000);
    assertEquals(-1, remb.poll(10 * MS));
    remb.cap(600_000);
    assertEquals(600_000, remb.poll(20 * MS));
    remb.cap(2_000_000);
    assertEquals(2_000_000, remb.poll(30 * MS));
    assertEquals(-1, remb.poll(40 * MS));
  }

  @Test
  void anEstimateNeverLeavesItsBounds() {
    RembEstimator remb = RembEstimator.estimating(2_000_000, 20_000_000);
    remb.bound(new CameraBounds(300_000, 1_000_000, 1_200_000));
    assertEquals(1_000_000, remb.currentBps());
    for (int i = 0; i < 20; i++) {
      remb.observed(0, 2_000_000);
    }
    assertEquals(1_200_000, remb.currentBps());
    for (int i = 0; i < 20; i++) {
      remb.observed(255, 100_000);
    }
    assertEquals(300_000, remb.currentBps());
  }

  @Test
  void anEstimateIsBackAsSoonAsACapIsGone() {
    RembEstimator remb = RembEstimator.estimating(2_000_000, 20_000_000);
    for (int i = 0; i < 40; i++) {
      remb.observed(0, Math.min(4_000_000, remb.currentBps()));
    }
    long before = remb.currentBps();
    for (long idle : new long[] {150_000, 600_000}) {
      remb.bound(new CameraBounds(0, 2_000_000, idle));
      for (int i = 0; i < 30; i++) {
        remb.observed(0, remb.currentBps());
      }
      assertEquals(idle, remb.currentBps());
      remb.bound(new CameraBounds(0, 2_000_000, 20_000_000));
      assertEquals(before, remb.currentBps());
    }
  }

  @Test
  void anEstimateThatBeganUnderACapIsAtItsStartOnceTheCapIsGone() {
    RembEstimator remb = RembEstimator.estimating(2_000_000, 20_000_000);
    remb.bound(new CameraBounds(0, 2_000_000, 150_000));
    for (int i = 0; i < 30; i++) {
      remb.observed(0, remb.currentBps());
    }
    remb.bound(new CameraBounds(0, 2_000_000, 20_000_000));
    assertEquals(2_000_000, remb.currentBps());
    remb.observed(128, 600_000);
    assertEquals(675_000, remb.currentBps(), "what the line does not take is gone with one report");
  }

  @Test
  void aNewStartDoesNotDisturbAnEstimateThatHasBegun() {
    RembEstimator remb = RembEstimator.estimating(2_000_000, 20_000_000);
    remb.observed(128, 1_000_000);
    remb.bound(new CameraBounds(0, 5_000_000, 20_000_000));
    assertEquals(1_125_000, remb.currentBps());
  }

  @Test
  void aCapOfNothingStillLetsSomethingThrough() {
    RembEstimator remb = RembEstimator.estimating(2_000_000, 20_000_000);
    remb.cap(0);
    assertEquals(RembEstimator.MIN_BPS, remb.poll(0));
    remb.observed(0, 1_000_000);
    assertEquals(RembEstimator.MIN_BPS, remb.poll(2 * SECOND));
  }

  @Test
  void theEstimateGrowsWithoutLossAsFarAsTheCameraUsesIt() {
    RembEstimator remb = RembEstimator.estimating(1_000_000, 20_000_000);
    for (int i = 0; i < 100; i++) {
      remb.observed(0, 2_000_000);
    }
    assertEquals(3_000_000, remb.currentBps());
    for (int i = 0; i < 100; i++) {
      remb.observed(0, remb.currentBps());
    }
    assertEquals(20_000_000, remb.currentBps());
  }

  @Test
  void theEstimateFallsWithLossAndNeverToNothing() {
    RembEstimator remb = RembEstimator.estimating(2_000_000, 20_000_000);
    remb.observed(128, 1_000_000);
    assertEquals(1_125_000, remb.currentBps());
    for (int i = 0; i < 100; i++) {
      remb.observed(255, remb.currentBps() / 2);
    }
    assertEquals(RembEstimator.MIN_BPS, remb.currentBps());
  }

  @Test
  void littleLossHoldsTheEstimate() {
    RembEstimator remb = RembEstimator.estimating(2_000_000, 20_000_000);
    remb.observed(13, 2_000_000);
    assertEquals(2_000_000, remb.currentBps());
  }
}
