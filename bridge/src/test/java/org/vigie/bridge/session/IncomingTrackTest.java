package org.vigie.bridge.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vigie.bridge.api.CaptureTime;
import org.vigie.bridge.api.Codec;
import org.vigie.bridge.api.Feedback;
import org.vigie.bridge.api.HeaderExtension;
import org.vigie.bridge.api.IncomingTrackSpec;
import org.vigie.bridge.api.MediaKind;
import org.vigie.bridge.api.PayloadFormat;
import org.vigie.bridge.buffer.ChunkPool;
import org.vigie.bridge.forward.ExtensionIds;
import org.vigie.bridge.forward.IncomingPacket;
import org.vigie.bridge.forward.Layer;
import org.vigie.bridge.forward.PacketHistory;
import org.vigie.bridge.rtp.BigEndian;
import org.vigie.bridge.rtp.NtpTime;
import org.vigie.bridge.rtp.RtpHeaderWriter;
import org.vigie.bridge.rtp.RtpPacket;

class IncomingTrackTest {
  private static final int SSRC = 7;
  private static final byte[] KEY_FRAME = {
    0x10, 0, 0, 0, (byte) 0x9d, 0x01, 0x2a, 0x40, 0x01, (byte) 0xf0, 0
  };

  private final byte[] extension = new byte[8];
  private final List<Long> captures = new ArrayList<>();
  private final List<Integer> timestamps = new ArrayList<>();
  private long captureTime;
  private int timeJump;
  private int starts;
  private final List<Layer> layers = new ArrayList<>();
  private final List<Long> sequences = new ArrayList<>();
  private final IncomingTrack track =
      new IncomingTrack(
          new IncomingTrackSpec(
              "0",
              MediaKind.VIDEO,
              List.of(new PayloadFormat(96, Codec.VP8, 1, Map.of(), OptionalInt.of(97))),
              Map.of(HeaderExtension.ABS_CAPTURE_TIME, 5),
              Set.of(Feedback.NACK),
              List.of(),
              List.of()),
          new Recorder(),
          new TrackClock.CameraOffset());

  @Test
  void twoSuccessivePacketsFarBehindAreASourceThatBeginsAnew() {
    arrive(SSRC, 20_000);
    arrive(SSRC, 20_001);
    arrive(SSRC, 100);
    arrive(SSRC, 101);
    arrive(SSRC, 102);
    assertEquals(5, layers.size());
    assertSame(layers.get(0), layers.get(2), "one alone is a straggler");
    assertNotSame(layers.get(0), layers.get(3));
    assertSame(layers.get(3), layers.get(4));
    assertEquals(List.of(20_000L, 20_001L, 100L, 101L, 102L), sequences);
  }

  @Test
  void stragglersAmongOthersBeginNothingAnew() {
    arrive(SSRC, 20_000);
    arrive(SSRC, 100);
    arrive(SSRC, 20_001);
    arrive(SSRC, 101);
    arrive(SSRC, 20_002);
    assertEquals(1, layers.stream().distinct().count());
  }

  @Test
  void anotherSsrcOfTheSameLayerBeginsAnew() {
    arrive(SSRC, 20_000);
    arrive(SSRC + 1, 100);
    assertEquals(2, layers.stream().distinct().count());
  }

  @Test
  void aPayloadTypeThatWasNotNegotiatedIsRefused() {
    assertEquals(Drop.UNKNOWN_PAYLOAD_TYPE, track.media(0, packet(50, SSRC, 1), 0));
  }

  @Test
  void whatPacketsSayOfTheirCaptureIsTold() {
    for (int i = 0; i < 10; i++) {
      long captured = 1_700_000_000_000_000_000L + i * 33_333_333L;
      captureTime = NtpTime.ofUnixNanos(captured);
      long arrives = 7_000_000_000L + i * 33_333_333L + (i == 4 ? 0 : 20_000_000);
      assertNull(track.media(arrives, packet(96, SSRC, i), 0));
    }
    assertEquals(0, (int) (captures.getLast() - 7_000_000_000L - 9 * 33_333_333L), 1_000.0);
    assertEquals(Optional.of(CaptureTime.PACKETS), track.stats(7_300_000_000L).capturedBy());
  }

  @Test
  void timestampsGoOnWhereTheClockOfTheCameraIsSet() {
    for (int i = 0; i < 30; i++) {
      timeJump = i < 15 ? 0 : 900_000;
      int sequence = i == 17 ? 14 : i == 14 ? 13 : i;
      timeJump = sequence < 15 ? 0 : timeJump;
      assertNull(track.media(i * 33_333_333L, packet(96, SSRC, sequence), 0));
    }
    assertEquals(14 * 3_000, timestamps.get(17), 3_000, "a late packet from before");
    assertEquals(29 * 3_000, timestamps.getLast(), 3_000);
  }

  @ParameterizedTest(name = "{0} h")
  @ValueSource(ints = {6, 7, 8, 12, 14})
  void afterHoursOfRestEachKeyFrameCountsAsOneAndEachPictureAsAPicture(int hours) {
    assertNull(track.media(0, packet(96, SSRC, 1), 0));
    timeJump = (int) (hours * 3_600L * 90_000);
    long woken = hours * 3_600L * 1_000_000_000L;
    for (int i = 2; i < 200; i++) {
      assertNull(track.media(woken + i * 33_333_333L, packet(96, SSRC, i), 0));
    }
    assertEquals(199, starts);
    assertEquals(30, track.stats(woken + 199 * 33_333_333L).framesPerSecond(), 2);
  }

  private void arrive(int ssrc, int sequence) {
    assertNull(track.media(0, packet(96, ssrc, sequence), 0));
  }

  private RtpPacket packet(int payloadType, int ssrc, int sequence) {
    byte[] bytes = new byte[100];
    RtpHeaderWriter header = new RtpHeaderWriter();
    header.begin(payloadType, true, sequence, sequence * 3_000 + timeJump, ssrc);
    BigEndian.put64(extension, 0, captureTime);
    if (captureTime != 0) {
      header.extension(5, extension, 0, extension.length);
    }
    int length = header.write(bytes, 0, bytes.length);
    System.arraycopy(KEY_FRAME, 0, bytes, length, KEY_FRAME.length);
    RtpPacket packet = new RtpPacket();
    if (!packet.wrap(bytes, 0, length + KEY_FRAME.length)) {
      throw new AssertionError("the test builds malformed packets");
    }
    return packet;
  }

  private final class Recorder implements TrackSink {
    @Override
    public long nextDeadlineNanos() {
      return Long.MAX_VALUE;
    }

    private final ChunkPool pool = new ChunkPool(ChunkPool.DEFAULT_CHUNK_SIZE, 8);

    @Override
    public Layer newLayer(int index, ExtensionIds extensions) {
      return new Layer(
          1, index, extensions, new PacketHistory(pool, PacketHistory.DEFAULT_AGE, 1 << 16));
    }

    @Override
    public void onTime(long nowNanos) {}

    @Override
    public void packet(long nowNanos, IncomingPacket packet) {
      starts += packet.keyFrameStart() ? 1 : 0;
      captures.add(packet.captureNanos());
      timestamps.add(packet.rtp().timestamp());
      layers.add(packet.layer());
      sequences.add(packet.sequence());
    }
  }
}
