package org.vigie.bridge.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vigie.bridge.api.BridgeEvent;
import org.vigie.bridge.api.CameraFault;
import org.vigie.bridge.api.CameraFault.Kind;
import org.vigie.bridge.api.Codec;
import org.vigie.bridge.api.Feedback;
import org.vigie.bridge.api.HeaderExtension;
import org.vigie.bridge.api.IncomingSsrc;
import org.vigie.bridge.api.IncomingTrackSpec;
import org.vigie.bridge.api.MediaKind;
import org.vigie.bridge.api.PayloadFormat;
import org.vigie.bridge.api.StandingFault;
import org.vigie.bridge.api.StreamState;
import org.vigie.bridge.api.StreamStats;
import org.vigie.bridge.rtp.RtpHeaderWriter;

/** Cameras with one fault each, in virtual time, and healthy ones. */
class CameraFaultsTest extends VirtualTime {
  private static final int SOUND = 0x2222;
  private static final int OPUS = 111;
  private static final int FRAME_MILLIS = 40;
  private static final String VP8_KEY = "10000000" + "9d012a4001f000";
  private static final String VP8_NEXT = "1001000007";
  private static final String H264_SETS = "67640028acd940";
  private static final String H264_IDR = "658884";
  private static final String H264_NEXT = "41e022";

  private final VirtualPeer camera = new VirtualPeer();
  private Map<HeaderExtension, Integer> extensions = Map.of();
  private int payloadType = VirtualPeer.VP8;
  private String keyFrame = VP8_KEY;
  private String ordinary = VP8_NEXT;
  private boolean sendsKeyFrames = true;
  private boolean sendsPictures = true;
  private boolean sendsSound = true;
  private boolean sendsReports = true;
  private boolean reportsOfSound = true;
  private boolean sendsExtension = true;
  private boolean reorders;
  private long jumpMillis;
  private int soundEveryMillis = 20;
  private int pictureSequence = 60_000;
  private int soundSequence = 100;
  private int frames;
  private int pendingKeyFrames;

  @Test
  void aHealthyCameraHasNone() {
    connect(true);
    play(60);
    assertEquals(List.of(), standing());
    assertEquals(List.of(), changes());
  }

  @Test
  void keyFramesThatAreAskedForAndDoNotComeAreMissed() {
    connect(true);
    play(10);
    sendsKeyFrames = false;
    VirtualPeer viewer = viewer("cam-1");
    arrive(viewer, viewer.pli((int) VirtualPeer.VIEWER_SSRC));
    play(4);
    assertEquals(List.of(), standing());
    play(3);
    assertEquals(List.of(Kind.NO_KEY_FRAME), standing());
  }

  @Test
  void aCameraThatNeverSendsOneIsNamedWithoutViewers() {
    sendsKeyFrames = false;
    connect(true);
    play(7);
    assertEquals(List.of(Kind.NO_KEY_FRAME), standing());
  }

  @Test
  void aCameraWhoseFirstKeyFrameWasSentBeforeAnybodyHeardIsAskedForAnother() {
    frames = 5;
    connect(true);
    play(1);
    assertEquals(1, camera.keyFramesWanted.size());
    play(20);
    assertEquals(1, camera.keyFramesWanted.size());
    assertEquals(List.of(), changes());
  }

  @Test
  void aCameraWhoseFirstKeyFrameCameIsNotAsked() {
    connect(true);
    play(20);
    assertEquals(0, camera.keyFramesWanted.size());
  }

  @Test
  void itIsClearedOnceKeyFramesComeAndTheHostHearsBoth() {
    sendsKeyFrames = false;
    connect(true);
    play(7);
    sendsKeyFrames = true;
    play(12);
    assertEquals(List.of(), standing());
    assertEquals(
        List.of(change(Kind.NO_KEY_FRAME, true), change(Kind.NO_KEY_FRAME, false)), changes());
    assertEquals(1, stats().counters().get("fault.no-key-frame"));
  }

  @Test
  void aCameraThatNobodyAsksNeedsNoSecondKeyFrame() {
    connect(true);
    play(5);
    sendsKeyFrames = false;
    play(120);
    assertEquals(List.of(), standing());
  }

  @Test
  void picturesOutOfOrderAreBFrames() {
    reorders = true;
    connect(true);
    play(3);
    assertEquals(List.of(Kind.B_FRAMES), standing());
    reorders = false;
    play(15);
    assertEquals(List.of(), standing());
  }

  @Test
  void packetsOutOfOrderAreNot() {
    connect(true);
    play(5);
    byte[] late = picture(frames, pictureSequence);
    frames++;
    pictureSequence++;
    for (int i = 0; i < 10; i++) {
      int next = pictureSequence++;
      arrive(camera, picture(frames++, next));
      arrive(camera, late);
      late = picture(frames++, pictureSequence++);
    }
    play(2);
    assertEquals(List.of(), standing());
  }

  @Test
  void keyFramesWithoutParameterSetsAreNamedAsThat() {
    payloadType = VirtualPeer.H264;
    keyFrame = H264_IDR;
    ordinary = H264_NEXT;
    connect(true);
    play(8);
    assertEquals(List.of(Kind.MISSING_PARAMETER_SETS), standing());
    ordinary = H264_SETS;
    sendPictures();
    ordinary = H264_NEXT;
    play(1);
    assertEquals(List.of(), standing());
  }

  @Test
  void aCameraWithoutSenderReportsIsNamedForEachOfItsTracks() {
    sendsReports = false;
    connect(true);
    play(14);
    assertEquals(List.of(), standing());
    play(3);
    assertEquals(List.of(Kind.NO_SENDER_REPORTS, Kind.NO_SENDER_REPORTS), standing());
    sendsReports = true;
    play(2);
    assertEquals(List.of(), standing());
  }

  @Test
  void transportWideNumbersThatAreNegotiatedAndNotSentAreNamedOnce() {
    extensions = Map.of(HeaderExtension.TRANSPORT_CC, 3, HeaderExtension.MID, 4);
    sendsExtension = false;
    connect(true);
    play(12);
    assertEquals(
        List.of(
            new CameraFault(
                Kind.UNUSED_EXTENSION, MediaKind.VIDEO, Optional.of(HeaderExtension.TRANSPORT_CC))),
        faults());
    sendsExtension = true;
    play(1);
    assertEquals(List.of(), standing());
  }

  @Test
  void transportWideNumbersOnPicturesAloneWillDo() {
    extensions = Map.of(HeaderExtension.TRANSPORT_CC, 3, HeaderExtension.ABS_SEND_TIME, 5);
    connect(true);
    play(20);
    assertEquals(List.of(), standing());
  }

  @Test
  void aClockThatJumpsAheadIsNamedForAMinute() {
    connect(true);
    play(10);
    jumpMillis = 10_000;
    play(2);
    assertEquals(List.of(Kind.CLOCK_JUMP), standing());
    play(64);
    assertEquals(List.of(), standing());
  }

  @Test
  void aClockThatJumpsBackIsNamed() {
    connect(true);
    play(15);
    jumpMillis = -10_000;
    play(2);
    assertEquals(List.of(Kind.CLOCK_JUMP), standing());
  }

  @Test
  void aLineThatStallsAndCatchesUpIsNoJump() {
    connect(true);
    play(10);
    advance(10 * SECOND);
    for (int i = 0; i < 250; i++) {
      arrive(camera, picture(frames++, pictureSequence++));
    }
    play(5);
    assertEquals(List.of(), standing());
  }

  @Test
  void aPauseOfTheCameraIsNoJump() {
    connect(true);
    play(10);
    advance(10 * SECOND);
    frames += 250;
    play(5);
    assertEquals(List.of(), standing());
  }

  @Test
  void aPictureThatNeverComesWhileSoundFlowsIsNamed() {
    sendsPictures = false;
    connect(true);
    play(9);
    assertEquals(List.of(), standing());
    play(3);
    assertEquals(
        List.of(new CameraFault(Kind.SILENT_TRACK, MediaKind.VIDEO, Optional.empty())), faults());
    sendsPictures = true;
    play(1);
    assertEquals(List.of(), standing());
  }

  @Test
  void soundThatThePersonNeverSwitchedOnIsNoFault() {
    sendsSound = false;
    reportsOfSound = false;
    connect(true);
    play(60);
    assertEquals(List.of(), standing());
    sendsSound = true;
    reportsOfSound = true;
    play(20);
    assertEquals(List.of(), standing());
  }

  @Test
  void aMicrophoneThatFailsWhileItsReportsGoOnIsNamed() {
    connect(true);
    play(20);
    sendsSound = false;
    play(15);
    assertEquals(List.of(Kind.SILENT_TRACK), standing());
  }

  @Test
  void soundThatIsSwitchedOffIsNoFault() {
    connect(true);
    play(20);
    sendsSound = false;
    reportsOfSound = false;
    play(60);
    assertEquals(List.of(), standing());
  }

  @Test
  void soundThatIsSentOnlyNowAndThenIsNot() {
    soundEveryMillis = 400;
    connect(true);
    play(30);
    assertEquals(List.of(), standing());
  }

  @Test
  void aCameraWithSoundAloneHasNone() {
    connectTracks(List.of(sound()));
    sendsPictures = false;
    play(30);
    assertEquals(List.of(), standing());
  }

  @Test
  void aDeadLineIsNoFaultOfTheCamera() {
    connect(true);
    play(10);
    advance(20 * SECOND);
    frames += 500;
    play(5);
    assertEquals(List.of(), standing());
  }

  @Test
  void whoTakesOverBeginsWithoutFaults() {
    sendsReports = false;
    connect(true);
    play(20);
    VirtualPeer next = new VirtualPeer();
    connect(next, next.openCamera("cam-1", List.of(video(), sound())));
    assertEquals(List.of(), standing());
  }

  @Test
  void howLongItHasStoodIsTold() {
    sendsKeyFrames = false;
    connect(true);
    play(20);
    Duration standing = stats().streams().getFirst().faults().getFirst().standing();
    assertTrue(standing.toSeconds() >= 13 && standing.toSeconds() <= 16, standing.toString());
  }

  private void connect(boolean withSound) {
    connectTracks(withSound ? List.of(video(), sound()) : List.of(video()));
  }

  private void connectTracks(List<IncomingTrackSpec> tracks) {
    connect(camera, camera.openCamera("cam-1", tracks));
  }

  private IncomingTrackSpec video() {
    return track("0", MediaKind.VIDEO, VirtualPeer.formats(), VirtualPeer.VIDEO_SSRC);
  }

  private IncomingTrackSpec sound() {
    PayloadFormat opus = new PayloadFormat(OPUS, Codec.OPUS, 2, Map.of(), OptionalInt.empty());
    return track("1", MediaKind.AUDIO, List.of(opus), SOUND);
  }

  private IncomingTrackSpec track(
      String mid, MediaKind kind, List<PayloadFormat> formats, int ssrc) {
    return new IncomingTrackSpec(
        mid,
        kind,
        formats,
        extensions,
        Set.of(Feedback.NACK, Feedback.PLI),
        List.of(new IncomingSsrc(ssrc, OptionalLong.empty())),
        List.of());
  }

  /** The camera plays in virtual time. */
  private void play(int seconds) {
    long start = now;
    for (int at = 0; at < seconds * 1_000; at += 20) {
      now = Math.max(now, start + at * MILLI);
      if (at % 5_000 == 0) {
        arrive(camera, camera.check());
      }
      if (sendsSound && at % soundEveryMillis == 0) {
        arrive(camera, nextSound());
      }
      if (sendsPictures && at % FRAME_MILLIS == 0) {
        sendPictures();
      }
      if (sendsReports && at % 1_000 == 0) {
        arrive(camera, camera.senderReport(VirtualPeer.VIDEO_SSRC, now, 0));
        if (reportsOfSound) {
          arrive(camera, camera.senderReport(SOUND, now, 0));
        }
      }
      advance(Math.max(0, start + (at + 20) * MILLI - now));
    }
  }

  private byte[] nextSound() {
    soundSequence++;
    return rtp(OPUS, SOUND, soundSequence, (int) (now / MILLI) * 48, "00");
  }

  private void sendPictures() {
    if (!reorders) {
      arrive(camera, picture(frames++, pictureSequence++));
    } else if (frames % 2 == 0) {
      arrive(camera, picture(frames + 1, pictureSequence++));
      arrive(camera, picture(frames, pictureSequence++));
      frames += 2;
    }
  }

  private byte[] picture(int frame, int sequence) {
    boolean asked = camera.keyFramesWanted.size() > pendingKeyFrames;
    pendingKeyFrames = camera.keyFramesWanted.size();
    String payload =
        sendsKeyFrames && (asked || frame < 2 || (frame > 170 && frame < 200))
            ? keyFrame
            : ordinary;
    int timestamp = (int) ((frame * (long) FRAME_MILLIS + jumpMillis) * 90);
    return rtp(payloadType, VirtualPeer.VIDEO_SSRC, sequence, timestamp, payload);
  }

  private byte[] rtp(int type, int ssrc, int sequence, int timestamp, String payload) {
    byte[] bytes = new byte[1_500];
    RtpHeaderWriter header = new RtpHeaderWriter();
    header.begin(type, true, sequence, timestamp, ssrc);
    if (sendsExtension && !extensions.isEmpty() && ssrc == VirtualPeer.VIDEO_SSRC) {
      header.extension(3, new byte[2], 0, 2);
    }
    int length = header.write(bytes, 0, bytes.length);
    byte[] content = HexFormat.of().parseHex(payload);
    System.arraycopy(content, 0, bytes, length, content.length);
    return camera.protectRtp(bytes, length + content.length);
  }

  private List<CameraFault> faults() {
    StreamStats stream = stats().streams().getFirst();
    assertNotEquals(StreamState.OFFLINE, stream.state());
    assertTrue(
        events.stream().noneMatch(BridgeEvent.SessionEnded.class::isInstance)
            || stream.state() == StreamState.STANDBY,
        "the camera's Session lasts");
    return stream.faults().stream().map(StandingFault::fault).toList();
  }

  private List<Kind> standing() {
    return faults().stream().map(CameraFault::kind).toList();
  }

  private BridgeEvent change(Kind kind, boolean stands) {
    CameraFault fault = new CameraFault(kind, MediaKind.VIDEO, Optional.empty());
    return new BridgeEvent.CameraFaultChanged(camera.id, fault, stands);
  }

  private List<BridgeEvent> changes() {
    return events.stream().filter(BridgeEvent.CameraFaultChanged.class::isInstance).toList();
  }
}
