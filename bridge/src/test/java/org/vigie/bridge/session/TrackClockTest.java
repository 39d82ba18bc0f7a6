package org.vigie.bridge.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vigie.bridge.api.CaptureTime;
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
    assertEquals(CaptureTime.ARRIVAL, picture.basis());
  }

  @Test
  void whatALineHeldUpIsOldHoweverLongItHeldIt() {
    picture.arrival(100 * MILLI, 9_000);
    picture.arrival(5 * SECOND, 12_000);
    assertEquals(133, picture.captureNanos(12_000) / MILLI);
  }

  @Test
  void anRtpClockThatStoodStillIsFollowedWithinSeconds() {
    for (int i = 0; i < 100; i++) {
      picture.arrival(SECOND + 40 * MILLI * i, i * 3_600L);
    }
    long pause = 10 * SECOND;
    for (int i = 100; i < 200; i++) {
      picture.arrival(SECOND + pause + 40 * MILLI * i, i * 3_600L);
    }
    assertEquals(SECOND + pause + 199 * 40 * MILLI, picture.captureNanos(199 * 3_600L));
  }

  @Test
  void aSenderReportOutweighsArrivals() {
    picture.arrival(100 * MILLI, 9_000);
    picture.senderReport(110 * MILLI, 1_000 * SECOND, 9_000);
    assertEquals(110 * MILLI, picture.captureNanos(9_000));
    assertEquals(210 * MILLI, picture.captureNanos(18_000));
    assertEquals(CaptureTime.REPORTS, picture.basis());
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
  void aTrackThatHasNotHeardOfItStaysWhereItWas() {
    picture.senderReport(10 * SECOND, 1_000 * SECOND, 0);
    sound.senderReport(10 * SECOND, 1_000 * SECOND, 0);
    picture.senderReport(12 * SECOND, 990 * SECOND, 180_000);
    assertEquals(12 * SECOND, picture.captureNanos(180_000));
    assertEquals(12 * SECOND, sound.captureNanos(96_000));
    sound.senderReport(12 * SECOND + MILLI, 1_002 * SECOND, 96_000);
    assertEquals(12 * SECOND, sound.captureNanos(96_000), "was on its way when that happened");
    sound.senderReport(14 * SECOND, 992 * SECOND, 192_000);
    assertEquals(14 * SECOND, sound.captureNanos(192_000));
  }

  @Test
  void aReportThatTheLineHeldUpMakesNothingYounger() {
    picture.senderReport(10 * SECOND, 1_000 * SECOND, 0);
    picture.senderReport(17 * SECOND, 1_005 * SECOND, 450_000);
    assertEquals(15 * SECOND, picture.captureNanos(450_000));
  }

  @Test
  void whatPacketsSayOfTheirCaptureOutweighsReports() {
    picture.arrival(100 * MILLI, 9_000);
    picture.senderReport(110 * MILLI, 1_000 * SECOND, 9_000);
    picture.arrival(200 * MILLI, 18_000);
    picture.captured(200 * MILLI, 1_000 * SECOND + 50 * MILLI, 18_000);
    assertEquals(160 * MILLI, picture.captureNanos(18_000), "40 ms to encode it");
    assertEquals(CaptureTime.PACKETS, picture.basis());
  }

  @Test
  void withoutReportsTheSoonestOfThemTellsWhatTheCameraSClockIsOff() {
    picture.captured(200 * MILLI, 7 * SECOND, 9_000);
    picture.captured(290 * MILLI, 7 * SECOND + 100 * MILLI, 18_000);
    assertEquals(290 * MILLI, picture.captureNanos(18_000));
    picture.captured(400 * MILLI, 7 * SECOND + 200 * MILLI, 27_000);
    assertEquals(390 * MILLI, picture.captureNanos(27_000));
  }

  @Test
  void aCaptureClockThatIsNotTheOneOfTheReportsIsTakenForItself() {
    picture.senderReport(110 * MILLI, 1_000 * SECOND, 9_000);
    picture.captured(200 * MILLI, 77 * SECOND, 18_000);
    assertEquals(200 * MILLI, picture.captureNanos(18_000));
  }

  @Test
  void aCaptureClockThatStandsIsNotBelievedForLong() {
    for (int i = 0; i < 1_000; i++) {
      long at = SECOND + 40 * MILLI * i;
      picture.arrival(at, i * 3_600L);
      picture.captured(at, 77 * SECOND, i * 3_600L);
      assertTrue(at - picture.captureNanos(i * 3_600L) <= 10 * SECOND);
    }
  }

  @ParameterizedTest(name = "RTP time {0}")
  @ValueSource(longs = {0, 2_000_000_000L})
  void reportsWithAnRtpTimeThatCannotBeAreNotBelieved(long reported) {
    for (int i = 0; i < 30 * 60; i++) {
      long at = 100 * SECOND + i * SECOND / 30;
      long timestamp = 1_000_000_000L + i * 3_000L;
      picture.arrival(at, timestamp);
      if (i % 150 == 10) {
        picture.senderReport(at + MILLI, 1_700_000_000L * SECOND + at, reported);
      }
      assertTrue(Math.abs(picture.captureNanos(timestamp) - at) < MILLI);
    }
    picture.senderReport(160 * SECOND, 1_700_000_160L * SECOND, 1_000_000_000L + 5_400_000);
    assertEquals(CaptureTime.REPORTS, picture.basis(), "one that can be");
  }

  @Test
  void aReportThatComesLongAfterTheLastPacketIsBelieved() {
    picture.arrival(SECOND, 90_000);
    picture.senderReport(31 * SECOND, 1_031 * SECOND, 31 * 90_000);
    assertEquals(CaptureTime.REPORTS, picture.basis());
    assertEquals(SECOND, picture.captureNanos(90_000));
  }

  @Test
  void theWayFromTheCameraIsHalfTheShortestTrip() {
    picture.arrival(SECOND, 9_000);
    picture.senderReport(SECOND, 1_000 * SECOND, 9_000);
    camera.roundTrip(SECOND, 120 * MILLI);
    camera.roundTrip(SECOND, 100 * MILLI);
    camera.roundTrip(SECOND, 65_000 * SECOND);
    assertEquals(SECOND - 50 * MILLI, picture.captureNanos(9_000));
  }

  @Test
  void anRtpClockThatIsSetIsNoticedBeforeTheNextReport() {
    for (int i = 0; i < 100; i++) {
      picture.arrival(SECOND + 40 * MILLI * i, i * 3_600L);
    }
    picture.senderReport(5 * SECOND, 1_000 * SECOND, 360_000);
    picture.arrival(5 * SECOND, 1_260_000);
    assertEquals(5 * SECOND, picture.captureNanos(1_260_000));
    assertEquals(900_000, picture.jumpedTicks());
    picture.arrival(5 * SECOND + 40 * MILLI, 363_600);
    assertEquals(5 * SECOND + 40 * MILLI, picture.captureNanos(363_600));
    assertEquals(0, picture.jumpedTicks());
  }
}
