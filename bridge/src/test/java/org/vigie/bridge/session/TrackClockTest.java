package org.vigie.bridge.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.vigie.bridge.session.TrackClock.CameraOffset;

class TrackClockTest {
  private static final long MILLI = 1_000_000L;
  private static final long SECOND = 1_000 * MILLI;

  private final CameraOffset camera = new CameraOffset();
  private final TrackClock picture = new TrackClock(90_000, camera);
  private final TrackClock sound = new TrackClock(48_000, camera);

  @Test
  void withoutReportsTheLeastDelayedArrivalTellsTheTime() {
    picture.arrival(100 * MILLI, 9_000);
    assertEquals(100 * MILLI, picture.captureNanos(9_000));
    picture.arrival(250 * MILLI, 18_000);
    assertEquals(200 * MILLI, picture.captureNanos(18_000), "50 ms late");
    picture.arrival(290 * MILLI, 27_000);
    assertEquals(290 * MILLI, picture.captureNanos(27_000), "10 ms early");
  }

  @Test
  void anArrivalFarFromWhatIsExpectedIsATimeThatJumped() {
    picture.arrival(100 * MILLI, 9_000);
    picture.arrival(5 * SECOND, 12_000);
    assertEquals(5 * SECOND, picture.captureNanos(12_000));
  }

  @Test
  void aSenderReportOutweighsArrivals() {
    picture.arrival(100 * MILLI, 9_000);
    picture.senderReport(110 * MILLI, 1_000 * SECOND, 9_000);
    assertEquals(110 * MILLI, picture.captureNanos(9_000));
    assertEquals(210 * MILLI, picture.captureNanos(18_000));
  }

  @Test
  void soundAndPictureOfOneCameraShareItsClock() {
    picture.senderReport(10 * SECOND, 1_000 * SECOND, 90_000);
    sound.senderReport(10 * SECOND + 300 * MILLI, 1_000 * SECOND + 200 * MILLI, 48_000);
    long pictureAt = picture.captureNanos(90_000);
    assertEquals(pictureAt + 200 * MILLI, sound.captureNanos(48_000));
    sound.senderReport(11 * SECOND - 20 * MILLI, 1_001 * SECOND, 96_000);
    assertEquals(10 * SECOND - 20 * MILLI, picture.captureNanos(90_000), "a faster report");
    assertEquals(picture.captureNanos(180_000), sound.captureNanos(96_000));
  }

  @Test
  void aCameraWhoseWallClockIsSetStaysNearArrival() {
    picture.senderReport(10 * SECOND, 1_000 * SECOND, 90_000);
    picture.senderReport(12 * SECOND, 900 * SECOND, 270_000);
    assertEquals(12 * SECOND, picture.captureNanos(270_000));
    picture.senderReport(14 * SECOND, 2_000 * SECOND, 450_000);
    assertEquals(14 * SECOND, picture.captureNanos(450_000));
  }

  @Test
  void anotherSourceStartsFromItsArrival() {
    picture.senderReport(10 * SECOND, 1_000 * SECOND, 90_000);
    picture.reset();
    picture.arrival(20 * SECOND, 5);
    assertEquals(20 * SECOND, picture.captureNanos(5));
  }
}
