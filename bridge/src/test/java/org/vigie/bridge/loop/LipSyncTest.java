package org.vigie.bridge.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vigie.bridge.api.Codec;
import org.vigie.bridge.api.IncomingSsrc;
import org.vigie.bridge.api.IncomingTrackSpec;
import org.vigie.bridge.api.MediaKind;
import org.vigie.bridge.api.PayloadFormat;
import org.vigie.bridge.api.SlotDescription;
import org.vigie.bridge.api.SlotSpec;
import org.vigie.bridge.api.StreamId;
import org.vigie.bridge.rtp.NtpTime;
import org.vigie.bridge.rtp.RtpPacket;

/** Sound and picture of one camera at a viewer, in virtual time. */
class LipSyncTest extends VirtualTime {
  private static final int OPUS = 111;
  private static final int AUDIO_SSRC = 0x3333;
  private static final long VIEWER_AUDIO = 0x9999;
  private static final long CAMERA_EPOCH = 1_700_000_000L * SECOND;
  private static final int PICTURE_START = 1_000_000;
  private static final int SOUND_START = 77_000;

  /** When the camera begins, after everybody has connected. */
  private static final long STARTED = 2 * SECOND;

  /** What ITU-R BT.1359 calls detectable begins at 45 ms for sound that leads. */
  private static final double NOTICEABLE_MILLIS = 80;

  private final VirtualPeer camera = new VirtualPeer();
  private final VirtualPeer viewer = new VirtualPeer();
  private int playedMillis;
  private int pictures;
  private int pictureDelayMillis;
  private boolean reports = true;
  private double soundPpm;
  private double picturePpm;
  private long soundJumpMillis;
  private long pictureJumpMillis;
  private long wallJumpMillis;

  @Test
  void theViewersReportsTellWhichSoundBelongsToWhichPictureAsTheCamerasDo() {
    pictureDelayMillis = 120;
    connect();
    play(2_000);
    assertEquals(0, pictureBehindSound(), 2.0);
  }

  @Test
  void withoutReportsOfTheCameraItsArrivalTells() {
    reports = false;
    connect();
    play(8_000);
    assertEquals(0, pictureBehindSound(), 25.0);
  }

  @Test
  void clocksThatDriftApartForTenMinutesStayInStep() {
    soundPpm = 200;
    picturePpm = -200;
    pictureDelayMillis = 60;
    connect();
    play(600_000);
    assertEquals(0, pictureBehindSound(), 5.0);
  }

  @Test
  void clocksThatDriftApartForTenMinutesStayInStepWithoutReports() {
    reports = false;
    soundPpm = 200;
    picturePpm = -200;
    connect();
    play(600_000);
    assertEquals(0, pictureBehindSound(), 25.0);
  }

  @ParameterizedTest
  @ValueSource(longs = {10_000, -10_000})
  void anRtpClockThatJumpsLeavesSoundAndPictureInStep(long millis) {
    pictureDelayMillis = 60;
    connect();
    play(10_000);
    soundJumpMillis = millis;
    staysInStepAfter(1_000);
    pictureJumpMillis = millis;
    staysInStepAfter(1_000);
  }

  @ParameterizedTest
  @ValueSource(longs = {10_000, -10_000})
  void soItDoesWithoutReports(long millis) {
    reports = false;
    connect();
    play(10_000);
    soundJumpMillis = millis;
    staysInStepAfter(5_000);
    pictureJumpMillis = millis;
    staysInStepAfter(5_000);
  }

  @ParameterizedTest
  @ValueSource(longs = {10_000, -10_000})
  void aWallClockThatIsSetLeavesSoundAndPictureInStep(long millis) {
    pictureDelayMillis = 60;
    connect();
    play(10_000);
    wallJumpMillis = millis;
    staysInStepAfter(1_000);
  }

  @ParameterizedTest
  @ValueSource(longs = {10_000, -10_000})
  void soItDoesWhereAllClocksOfTheCameraAreSetAtOnce(long millis) {
    pictureDelayMillis = 60;
    connect();
    play(10_000);
    soundJumpMillis = millis;
    pictureJumpMillis = millis;
    wallJumpMillis = millis;
    staysInStepAfter(1_000);
  }

  private void staysInStepAfter(int millis) {
    play(millis);
    for (int i = 0; i < 20; i++) {
      play(500);
      assertEquals(0, pictureBehindSound(), NOTICEABLE_MILLIS, playedMillis + " ms played");
    }
    assertTrue(longestStep(VirtualPeer.VIEWER_SSRC) <= 90 * 120, "no picture's time jumps");
    assertTrue(longestStep(VIEWER_AUDIO) <= 48 * 40, "no sound's time jumps");
  }

  private int longestStep(long ssrc) {
    int[] times =
        viewer.media().stream()
            .filter(packet -> packet.ssrc() == (int) ssrc)
            .mapToInt(RtpPacket::timestamp)
            .toArray();
    return IntStream.range(1, times.length)
        .map(i -> Math.abs(times[i] - times[i - 1]))
        .max()
        .orElseThrow();
  }

  private void connect() {
    IncomingTrackSpec picture =
        incoming("0", MediaKind.VIDEO, VirtualPeer.formats(), VirtualPeer.VIDEO_SSRC);
    IncomingTrackSpec sound = incoming("1", MediaKind.AUDIO, opus(), AUDIO_SSRC);
    connect(camera, camera.openCamera("cam-1", List.of(picture, sound)));
    loop.offer(
        viewer.openViewer(
            List.of(
                new SlotSpec("0", MediaKind.VIDEO, VirtualPeer.formats(), Map.of(), Set.of()),
                new SlotSpec("1", MediaKind.AUDIO, opus(), Map.of(), Set.of())),
            List.of(
                new SlotDescription("0", VirtualPeer.VIEWER_SSRC, OptionalLong.empty()),
                new SlotDescription("1", VIEWER_AUDIO, OptionalLong.empty()))));
    loop.offer(new LoopCommand.Show(viewer.id, "0", new StreamId("cam-1")));
    connect(viewer, new LoopCommand.Show(viewer.id, "1", new StreamId("cam-1")));
  }

  private static IncomingTrackSpec incoming(
      String mid, MediaKind kind, List<PayloadFormat> formats, int ssrc) {
    IncomingSsrc source = new IncomingSsrc(ssrc, OptionalLong.empty());
    return new IncomingTrackSpec(
        mid, kind, formats, Map.of(), Set.of(), List.of(source), List.of());
  }

  private static List<PayloadFormat> opus() {
    return List.of(new PayloadFormat(OPUS, Codec.OPUS, 2, Map.of(), OptionalInt.empty()));
  }

  /** Sound arrives at once, pictures somewhat later. */
  private void play(int millis) {
    for (int end = playedMillis + millis; playedMillis < end; playedMillis += 20) {
      int at = playedMillis;
      advance(STARTED + at * MILLI - now);
      arrive(camera, camera.rtp(OPUS, AUDIO_SSRC, at / 20, soundTime(at), new byte[40]));
      int captured = at - pictureDelayMillis;
      if (captured >= 0 && captured % 40 == 0) {
        arrive(camera, camera.picture(pictures, pictureTime(captured), pictures++ == 0));
      }
      if (reports && at % 500 == 0) {
        report(at);
      }
      if (at % 5_000 == 0) {
        arrive(camera, camera.check());
        arrive(viewer, viewer.check());
      }
    }
  }

  private void report(int at) {
    long wall = CAMERA_EPOCH + (at + wallJumpMillis) * MILLI;
    arrive(camera, camera.senderReport(AUDIO_SSRC, wall, soundTime(at)));
    arrive(camera, camera.senderReport(VirtualPeer.VIDEO_SSRC, wall, pictureTime(at)));
  }

  private int soundTime(int millis) {
    return (int) (SOUND_START + Math.round(48 * (drifted(millis, soundPpm) + soundJumpMillis)));
  }

  private int pictureTime(int millis) {
    return (int)
        (PICTURE_START + Math.round(90 * (drifted(millis, picturePpm) + pictureJumpMillis)));
  }

  private static double drifted(int millis, double ppm) {
    return millis * (1 + ppm / 1_000_000);
  }

  /** By how many ms a viewer would show the picture later than the sound of the same moment. */
  private double pictureBehindSound() {
    int soundAt = playedMillis - 20;
    int pictureAt = Math.floorDiv(soundAt - pictureDelayMillis, 40) * 40;
    assertTrue(viewer.media().size() > playedMillis / 30, "the Sessions live");
    double picture = playedAt((int) VirtualPeer.VIEWER_SSRC, 90, newestOf(VirtualPeer.VIEWER_SSRC));
    double sound = playedAt((int) VIEWER_AUDIO, 48, newestOf(VIEWER_AUDIO));
    return (picture - pictureAt) - (sound - soundAt);
  }

  private int newestOf(long ssrc) {
    return viewer.media().stream()
        .filter(packet -> packet.ssrc() == (int) ssrc)
        .toList()
        .getLast()
        .timestamp();
  }

  /** The time that the newest report gives to a timestamp, in ms. */
  private double playedAt(int ssrc, int ticksPerMilli, int timestamp) {
    VirtualPeer.Report report =
        viewer.reports.stream().filter(each -> each.ssrc() == ssrc).toList().getLast();
    double reported = NtpTime.toUnixNanos(report.ntp()) / (double) MILLI;
    return reported + (timestamp - report.rtpTimestamp()) / (double) ticksPerMilli;
  }
}
