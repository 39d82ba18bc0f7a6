package org.vigie.bridge.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
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

  private final VirtualPeer camera = new VirtualPeer();
  private final VirtualPeer viewer = new VirtualPeer();

  @Test
  void theViewersReportsTellWhichSoundBelongsToWhichPictureAsTheCamerasDo() {
    connect();
    play(2_000, 120, true);
    assertEquals(0, pictureBehindSound(), 2.0);
  }

  @Test
  void withoutReportsOfTheCameraItsArrivalTells() {
    connect();
    play(8_000, 0, false);
    assertEquals(0, pictureBehindSound(), 25.0);
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

  /** Sound arrives at once, pictures this much later. */
  private void play(int millis, int pictureDelayMillis, boolean reports) {
    int pictures = 0;
    for (int at = 0; at < millis; at += 20) {
      arrive(camera, camera.rtp(OPUS, AUDIO_SSRC, at / 20, soundTime(at), new byte[40]));
      int captured = at - pictureDelayMillis;
      if (captured >= 0 && captured % 40 == 0) {
        arrive(camera, camera.picture(pictures, pictureTime(captured), pictures++ == 0));
      }
      if (reports && at % 500 == 0) {
        report(at);
      }
      now = Math.max(now, at * MILLI + SECOND);
      advance(20 * MILLI);
    }
  }

  private void report(int at) {
    long wall = CAMERA_EPOCH + at * MILLI;
    arrive(camera, camera.senderReport(AUDIO_SSRC, wall, soundTime(at)));
    arrive(camera, camera.senderReport(VirtualPeer.VIDEO_SSRC, wall, pictureTime(at)));
  }

  private static int soundTime(int millis) {
    return SOUND_START + 48 * millis;
  }

  private static int pictureTime(int millis) {
    return PICTURE_START + 90 * millis;
  }

  /** By how many ms a viewer would show the picture later than the sound of the same moment. */
  private double pictureBehindSound() {
    double picture = playedAt((int) VirtualPeer.VIEWER_SSRC, 90, firstOf(VirtualPeer.VIEWER_SSRC));
    double sound = playedAt((int) VIEWER_AUDIO, 48, firstOf(VIEWER_AUDIO));
    return picture - sound;
  }

  private int firstOf(long ssrc) {
    return viewer.media().stream()
        .filter(packet -> packet.ssrc() == (int) ssrc)
        .findFirst()
        .map(RtpPacket::timestamp)
        .orElseThrow();
  }

  /** The time that the newest report gives to a timestamp, in ms. */
  private double playedAt(int ssrc, int ticksPerMilli, int timestamp) {
    VirtualPeer.Report report =
        viewer.reports.stream().filter(each -> each.ssrc() == ssrc).toList().getLast();
    double reported = NtpTime.toUnixNanos(report.ntp()) / (double) MILLI;
    return reported + (timestamp - report.rtpTimestamp()) / (double) ticksPerMilli;
  }
}
