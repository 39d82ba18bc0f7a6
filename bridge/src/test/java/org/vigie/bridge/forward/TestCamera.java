package org.vigie.bridge.forward;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import org.vigie.bridge.api.Codec;
import org.vigie.bridge.api.HeaderExtension;
import org.vigie.bridge.api.MediaKind;
import org.vigie.bridge.api.PayloadFormat;
import org.vigie.bridge.buffer.ChunkPool;
import org.vigie.bridge.rtp.BigEndian;
import org.vigie.bridge.rtp.RtpHeaderWriter;

/** One Layer of a simulated camera, with numbers that start anywhere. */
final class TestCamera {
  static final PayloadFormat VP8 =
      new PayloadFormat(96, Codec.VP8, 1, Map.of(), OptionalInt.of(97));
  static final PayloadFormat H264 =
      new PayloadFormat(
          102,
          Codec.H264,
          1,
          Map.of("profile-level-id", "42e01f", "packetization-mode", "1"),
          OptionalInt.of(103));
  static final PayloadFormat OPUS =
      new PayloadFormat(111, Codec.OPUS, 2, Map.of(), OptionalInt.empty());

  static final Map<HeaderExtension, Integer> EXTENSIONS =
      Map.of(
          HeaderExtension.MID, 1,
          HeaderExtension.TRANSPORT_CC, 2,
          HeaderExtension.RID, 3,
          HeaderExtension.VIDEO_ORIENTATION, 4,
          HeaderExtension.REPAIRED_RID, 5);

  /** Bytes of the VP8 descriptor that the frames carry. */
  static final int DESCRIPTOR = 6;

  final Layer layer;
  private final PayloadFormat format;
  private final int pixels;
  private final RtpHeaderWriter header = new RtpHeaderWriter();
  private long sequence;
  private int timestamp;
  private int pictureId;
  private int levelZeroIndex;
  private int frames;

  TestCamera(int generation, int index, PayloadFormat format, int pixels, Random random) {
    this(
        new Layer(generation, index, new ExtensionIds(EXTENSIONS), history()),
        format,
        pixels,
        random);
  }

  TestCamera(Layer layer, PayloadFormat format, int pixels, Random random) {
    this.layer = layer;
    this.format = format;
    this.pixels = pixels;
    sequence = random.nextInt(0x10000);
    timestamp = random.nextInt();
    pictureId = random.nextInt(0x8000);
    levelZeroIndex = random.nextInt(0x100);
  }

  static PacketHistory history() {
    return new PacketHistory(new ChunkPool(16 * 1024, 64), Duration.ofMillis(1_500), 1 << 20);
  }

  /** The camera jumps ahead without sending. */
  void skipSequence(long by) {
    sequence += by;
  }

  /** A frame of so many packets, captured now; time goes on by a thirtieth of a second each. */
  List<TestPacket> frame(long nowNanos, boolean key, int count) {
    List<TestPacket> packets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] payload = payload(i == 0, i);
      int starts = key && i == 0 ? pixels : 0;
      packets.add(packet(nowNanos, payload, i == count - 1, 0, starts));
    }
    frames++;
    timestamp += format.codec().clockRate() / 30;
    pictureId = (pictureId + 1) & 0x7fff;
    levelZeroIndex = (levelZeroIndex + 1) & 0xff;
    return packets;
  }

  TestPacket one(long nowNanos, boolean key) {
    return frame(nowNanos, key, 1).getFirst();
  }

  TestPacket padding(long nowNanos) {
    frames--;
    timestamp -= format.codec().clockRate() / 30;
    TestPacket packet = packet(nowNanos, new byte[0], false, 40, 0);
    frames++;
    timestamp += format.codec().clockRate() / 30;
    return packet;
  }

  private byte[] payload(boolean first, int index) {
    byte[] payload = new byte[DESCRIPTOR + 60 + 7 * index];
    if (format.codec() == Codec.VP8) {
      payload[0] = (byte) (0x80 | (first ? 0x10 : 0));
      payload[1] = (byte) 0xe0;
      BigEndian.put16(payload, 2, 0x8000 | pictureId);
      BigEndian.put8(payload, 4, levelZeroIndex);
    }
    BigEndian.put64(payload, DESCRIPTOR, sequence);
    BigEndian.put32(payload, DESCRIPTOR + 8, System.identityHashCode(layer));
    return payload;
  }

  private TestPacket packet(
      long nowNanos, byte[] payload, boolean marker, int padding, int startPixels) {
    byte[] bytes = new byte[100 + payload.length + padding];
    header.begin(format.payloadType(), marker, (int) sequence, timestamp, layer.index() + 1);
    header.extension(EXTENSIONS.get(HeaderExtension.MID), new byte[] {'0'}, 0, 1);
    header.extension(EXTENSIONS.get(HeaderExtension.RID), new byte[] {'h'}, 0, 1);
    header.extension(EXTENSIONS.get(HeaderExtension.TRANSPORT_CC), new byte[] {7, 7}, 0, 2);
    header.extension(EXTENSIONS.get(HeaderExtension.VIDEO_ORIENTATION), new byte[] {3}, 0, 1);
    int length = header.write(bytes, 0, bytes.length);
    System.arraycopy(payload, 0, bytes, length, payload.length);
    length += payload.length;
    if (padding > 0) {
      bytes[0] |= 0x20;
      length += padding;
      bytes[length - 1] = (byte) padding;
    }
    byte[] exact = java.util.Arrays.copyOf(bytes, length);
    return new TestPacket(
        layer, format, exact, sequence++, frames, startPixels, nowNanos, padding > 0);
  }

  /** A viewer's formats: the same codecs under payload types of its own. */
  static List<PayloadFormat> viewerFormats() {
    return List.of(renumbered(VP8, 40), renumbered(H264, 42), renumbered(OPUS, 44));
  }

  static PayloadFormat renumbered(PayloadFormat format, int payloadType) {
    OptionalInt rtx =
        format.codec().kind() == MediaKind.VIDEO
            ? OptionalInt.of(payloadType + 1)
            : OptionalInt.empty();
    return new PayloadFormat(
        payloadType, format.codec(), format.channels(), new HashMap<>(format.parameters()), rtx);
  }
}
