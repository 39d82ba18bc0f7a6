package org.vigie.bridge.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vigie.bridge.api.HeaderExtension;
import org.vigie.bridge.api.StreamId;
import org.vigie.bridge.rtp.BigEndian;
import org.vigie.bridge.rtp.NtpTime;
import org.vigie.bridge.rtp.RtpPacket;

/** A viewer who comes sees a picture at once, and the live one soon after. */
class StartTest extends VirtualTime {
  private static final int FRAME = 3_000;

  private int sequence = 65_000;
  private int timestamp = 77;

  /** So many pictures of two packets, the first a key frame. */
  private void play(VirtualPeer camera, int pictures) {
    for (int i = 0; i < pictures; i++) {
      picture(camera, i == 0);
    }
  }

  private void picture(VirtualPeer camera, boolean key) {
    if (key) {
      arrive(camera, camera.part(next(), timestamp, true, false, 1_000));
    } else {
      arrive(camera, camera.picture(next(), timestamp, false));
    }
    arrive(camera, camera.continuation(next(), timestamp));
    timestamp += FRAME;
    advance(31 * MILLI);
  }

  private int next() {
    return sequence++ & 0xffff;
  }

  private static long plis(VirtualPeer camera) {
    return camera.rtcp.stream().filter("pli"::equals).count();
  }

  private static void assertContiguous(List<RtpPacket> shown, int count) {
    assertEquals(count, shown.size());
    for (int i = 1; i < count; i++) {
      int step = shown.get(i).sequenceNumber() - shown.get(i - 1).sequenceNumber();
      assertEquals(1, step & 0xffff, "step to packet " + i);
      int time = shown.get(i).timestamp() - shown.get(i - 1).timestamp();
      assertTrue(time >= 0, "time goes back by " + -time);
    }
  }

  @Test
  void aViewerWhoComesIsGivenTheKeyFrameAndWhatFollowedAndThenGoesOnLive() {
    VirtualPeer camera = camera("cam-1");
    play(camera, 90);
    VirtualPeer viewer = viewer("cam-1");
    advance(100 * MILLI);
    assertContiguous(viewer.media(), 180);
    assertEquals(
        0x10, viewer.media().getFirst().array()[viewer.media().getFirst().payloadOffset()]);
    for (int i = 0; i < 10; i++) {
      picture(camera, false);
    }
    assertContiguous(viewer.media(), 200);
    assertEquals(0, plis(camera));
  }

  @Test
  void picturesOfThePastHaveTheTimeAtWhichTheyAreSentAndLiveOnesGoOnFromThere() {
    VirtualPeer camera = camera("cam-1");
    for (int i = 0; i < 90; i++) {
      for (int part = 0; part < 15; part++) {
        arrive(camera, camera.part(next(), timestamp, i + part == 0, part == 14, 1_100));
      }
      timestamp += FRAME;
      advance(18 * MILLI);
    }
    long came = now;
    VirtualPeer viewer = viewer("cam-1");
    for (int i = 0; i < 60; i++) {
      picture(camera, false);
    }
    List<RtpPacket> shown = viewer.media();
    for (int i = 15; i < 1_350; i += 15) {
      int step = shown.get(i).timestamp() - shown.get(i - 15).timestamp();
      assertTrue(step > 100 && step < 600, "a picture of the past comes " + step + " ticks later");
    }
    RtpPacket last = shown.getLast();
    assertEquals(FRAME, last.timestamp() - shown.get(shown.size() - 3).timestamp());
    long elapsed = now - 33 * MILLI - came;
    long told = (last.timestamp() - shown.getFirst().timestamp()) * 1_000_000L / 90;
    assertTrue(Math.abs(told - elapsed) < 40 * MILLI, told + " ns told in " + elapsed);
  }

  @Test
  void noPictureOfThePastStandsFurtherFromTheNextThanTheyWereTaken() {
    for (int pictures = 1; pictures <= 40; pictures++) {
      VirtualPeer camera = camera("cam-" + pictures);
      play(camera, pictures);
      VirtualPeer viewer = viewer("cam-" + pictures);
      for (int i = 0; i < 5; i++) {
        picture(camera, false);
      }
      List<RtpPacket> shown = viewer.media();
      for (int i = 1; i < shown.size(); i++) {
        int step = shown.get(i).timestamp() - shown.get(i - 1).timestamp();
        assertTrue(step <= FRAME, step + " after picture " + i / 2 + " of " + pictures);
      }
    }
  }

  @Test
  void picturesOfThePastTellWhenTheyWereReallyCaptured() {
    VirtualPeer camera = camera("cam-1");
    long first = now;
    play(camera, 90);
    VirtualPeer viewer = new VirtualPeer();
    loop.offer(viewer.openViewer(Map.of(HeaderExtension.ABS_CAPTURE_TIME, 5)));
    connect(viewer, new LoopCommand.Show(viewer.id, "0", new StreamId("cam-1")));
    advance(100 * MILLI);
    picture(camera, false);
    List<RtpPacket> shown = viewer.media();
    for (int i = 0; i < shown.size(); i += 2) {
      long captured =
          NtpTime.toUnixNanos(BigEndian.i64(shown.get(i).array(), shown.get(i).extension(5)));
      long off = captured - first - i / 2 * (33 * MILLI);
      assertTrue(Math.abs(off) < 8 * MILLI, "picture " + i / 2 + ": " + off);
    }
  }

  @Test
  void aNewKeyFrameDuringTheReplayIsOnTheSameLineOfTime() {
    VirtualPeer camera = camera("cam-1");
    for (int i = 0; i < 200; i++) {
      for (int part = 0; part < 12; part++) {
        arrive(camera, camera.part(next(), timestamp, i + part == 0, part == 11, 1_100));
      }
      timestamp += FRAME;
      advance(21 * MILLI);
    }
    long came = now;
    VirtualPeer viewer = viewer("cam-1");
    for (int i = 0; i < 30; i++) {
      picture(camera, i == 6);
    }
    RtpPacket last = viewer.media().getLast();
    long elapsed = now - 33 * MILLI - came;
    long told = (last.timestamp() - viewer.media().getFirst().timestamp()) * 1_000_000L / 90;
    assertTrue(Math.abs(told - elapsed) < 40 * MILLI, told + " ns told in " + elapsed);
  }

  @Test
  void viewersWhoComeWhileTheKeyFrameIsFreshDoNotMakeTheCameraSendOne() {
    VirtualPeer camera = camera("cam-1");
    play(camera, 30);
    for (int i = 0; i < 20; i++) {
      VirtualPeer viewer = viewer("cam-1");
      picture(camera, false);
      assertTrue(viewer.media().size() >= 60, "viewer " + i + " saw " + viewer.media().size());
    }
    assertEquals(0, plis(camera));
    assertEquals(20, stats().counters().get("replay.completed"));
    assertEquals(1, stats().counters().get("history.key-frames"));
  }

  @Test
  void anOldKeyFrameIsNotReplayedAndTheCameraIsAsked() {
    VirtualPeer camera = camera("cam-1");
    play(camera, 400);
    VirtualPeer viewer = viewer("cam-1");
    assertEquals(List.of(), viewer.media());
    assertEquals(1, plis(camera));
  }

  @Test
  void aKeyFrameThatWouldBeTooOldBeforeAllIsGivenIsNotBegunWith() {
    VirtualPeer camera = camera("cam-1");
    largePictures(camera, 330); // 11 s
    VirtualPeer inTime = viewer("cam-1");
    largePictures(camera, 24); // 11.8 s: all of it takes half a second
    VirtualPeer tooLate = viewer("cam-1");
    assertEquals(1, plis(camera), "asked at once");
    largePictures(camera, 30);
    assertEquals(List.of(), tooLate.media(), "nothing that would be taken away again");
    assertTrue(inTime.media().size() > 360 * 5, "given " + inTime.media().size());
    assertEquals(1, stats().counters().get("replay.started"));
  }

  @Test
  void aKeyFrameWithSoMuchBehindItThatItWouldBeGivenUpIsNotBegunWith() {
    VirtualPeer camera = camera("cam-1");
    VirtualPeer viewer = viewer("cam-1");
    // 3.3 MB in 3 s, and 4 MiB are kept: they are full before 30 Mbit/s have given all.
    for (int i = 0; i < 3_000; i++) {
      arrive(camera, camera.part(next(), timestamp, i == 0, i % 90 == 89, 1_100));
      timestamp += i % 90 == 89 ? FRAME : 0;
    }
    VirtualPeer late = viewer("cam-1");
    assertEquals(List.of(), late.media());
    assertEquals(0, stats().counters().get("replay.started"));
    assertTrue(viewer.media().size() > 2_900);
  }

  /** Pictures of five packets, 30 a second: 1.3 Mbit/s. */
  private void largePictures(VirtualPeer camera, int pictures) {
    for (int i = 0; i < pictures; i++) {
      for (int part = 0; part < 5; part++) {
        boolean key = sequence == 65_000;
        arrive(camera, camera.part(next(), timestamp, key, part == 4, 1_100));
      }
      timestamp += FRAME;
      advance(28 * MILLI);
    }
  }

  @Test
  void aGroupWithALossThatWillNotBeRepairedIsNotReplayed() {
    VirtualPeer camera = camera("cam-1");
    play(camera, 10);
    next();
    for (int i = 0; i < 20; i++) {
      picture(camera, false);
    }
    int before = (int) plis(camera);
    VirtualPeer viewer = viewer("cam-1");
    assertEquals(List.of(), viewer.media());
    advance(600 * MILLI);
    assertTrue(plis(camera) > before);
  }

  @Test
  void aViewerWhoComesInTheMiddleOfAPictureIsGivenItOnce() {
    VirtualPeer camera = camera("cam-1");
    play(camera, 10);
    VirtualPeer other = viewer("cam-1");
    arrive(camera, camera.part(next(), timestamp, false, false, 500));
    arrive(camera, camera.part(next(), timestamp, false, false, 500));
    VirtualPeer viewer = viewer("cam-1");
    arrive(camera, camera.part(next(), timestamp, false, true, 500));
    timestamp += FRAME;
    picture(camera, false);
    assertContiguous(viewer.media(), 25);
    assertContiguous(other.media(), 25);
  }

  @Test
  void whatTheLineCannotBeGivenWithinASecondIsNotReplayed() {
    VirtualPeer camera = camera("cam-1");
    // 30 Mbit/s are 3.75 MB in a second.
    for (int i = 0; i < 400; i++) {
      for (int part = 0; part < 10; part++) {
        boolean first = i == 0 && part == 0;
        arrive(camera, camera.part(next(), timestamp, first, part == 9, 1_100));
      }
      timestamp += FRAME;
    }
    VirtualPeer viewer = viewer("cam-1");
    assertEquals(List.of(), viewer.media());
    assertEquals(1, plis(camera));
  }

  @Test
  void aNewKeyFrameDuringTheReplayShortensIt() {
    VirtualPeer camera = camera("cam-1");
    for (int i = 0; i < 2_000; i++) {
      arrive(camera, camera.part(next(), timestamp, i == 0, i % 10 == 9, 1_100));
      timestamp += i % 10 == 9 ? FRAME : 0;
    }
    VirtualPeer viewer = viewer("cam-1");
    advance(100 * MILLI);
    picture(camera, true);
    advance(100 * MILLI);
    int shown = viewer.media().size();
    assertTrue(shown > 100 && shown < 1_000, shown + " packets");
    picture(camera, false);
    assertContiguous(viewer.media(), shown + 2);
  }

  @Test
  void aViewerWhoTurnsToAnotherCameraIsShownItAtOnceInTheSameSequence() {
    VirtualPeer one = camera("cam-1");
    play(one, 10);
    VirtualPeer two = camera("cam-2");
    play(two, 10);
    VirtualPeer viewer = viewer("cam-1");
    loop.offer(new LoopCommand.Show(viewer.id, "0", new StreamId("cam-2")));
    advance(10 * MILLI);
    picture(two, false);
    assertContiguous(viewer.media(), 42);
    assertEquals(0, plis(one) + plis(two));
  }

  @Test
  void aPacketOfTheReplayThatWasLostIsSentAgainHoweverOldItIs() {
    VirtualPeer camera = camera("cam-1");
    play(camera, 90);
    VirtualPeer viewer = viewer("cam-1");
    advance(100 * MILLI);
    int second = viewer.media().get(1).sequenceNumber();
    arrive(viewer, viewer.nack((int) VirtualPeer.VIEWER_SSRC, second));
    RtpPacket again = viewer.media().getLast();
    assertEquals((int) VirtualPeer.VIEWER_RTX_SSRC, again.ssrc());
    assertEquals(second & 0xff, again.array()[again.payloadOffset() + 1] & 0xff);
    assertEquals(viewer.media().get(1).timestamp(), again.timestamp());
  }

  @Test
  void aViewerWhoLostHisPictureIsGivenTheNewestKeyFrameAgainAndOnlyOnce() {
    VirtualPeer camera = camera("cam-1");
    VirtualPeer viewer = viewer("cam-1");
    play(camera, 10);
    int before = viewer.media().size();
    arrive(viewer, viewer.pli((int) VirtualPeer.VIEWER_SSRC));
    advance(60 * MILLI);
    assertContiguous(viewer.media(), before + 20);
    int asked = (int) plis(camera);
    arrive(viewer, viewer.pli((int) VirtualPeer.VIEWER_SSRC));
    assertEquals(asked + 1, plis(camera));
  }

  @Test
  void whileTheCameraIsSilentItsLastPicturesAreShownToNobodyAgain() {
    VirtualPeer camera = camera("cam-1");
    VirtualPeer viewer = viewer("cam-1");
    play(camera, 30);
    int before = viewer.media().size();
    advance(3 * SECOND);
    arrive(viewer, viewer.pli((int) VirtualPeer.VIEWER_SSRC));
    VirtualPeer late = viewer("cam-1");
    advance(3 * SECOND);
    assertEquals(before, viewer.media().size());
    assertEquals(List.of(), late.media());
    picture(camera, false);
    advance(200 * MILLI);
    assertContiguous(late.media(), 62);
  }

  @Test
  void aTakeoverDuringTheReplayGoesOnWithTheNewCamera() {
    VirtualPeer older = camera("cam-1");
    for (int i = 0; i < 2_000; i++) {
      arrive(older, older.part(next(), timestamp, i == 0, i % 10 == 9, 1_100));
      timestamp += i % 10 == 9 ? FRAME : 0;
    }
    VirtualPeer viewer = viewer("cam-1");
    advance(50 * MILLI);
    VirtualPeer newer = camera("cam-1");
    picture(newer, true);
    int shown = viewer.media().size();
    for (int i = 0; i < 10; i++) {
      picture(newer, false);
    }
    assertContiguous(viewer.media(), shown + 20);
    assertTrue(shown < 2_000, "the replay was under way");
  }

  @Test
  void aViewerIsGivenTheKeyFrameOnceHeCanBeSentAnything() {
    VirtualPeer camera = camera("cam-1");
    play(camera, 30);
    VirtualPeer viewer = new VirtualPeer();
    loop.offer(viewer.openViewer());
    loop.offer(new LoopCommand.Show(viewer.id, "0", new StreamId("cam-1")));
    turn();
    assertEquals(0, plis(camera), "the key frame will be there when the viewer is");
    connect(viewer, new LoopCommand.Show(viewer.id, "0", new StreamId("cam-1")));
    advance(10 * MILLI);
    assertContiguous(viewer.media(), 60);
  }
}
