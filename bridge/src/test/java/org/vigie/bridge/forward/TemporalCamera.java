package org.vigie.bridge.forward;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.vigie.bridge.api.Codec;
import org.vigie.bridge.api.HeaderExtension;
import org.vigie.bridge.api.PayloadFormat;
import org.vigie.bridge.rtp.BigEndian;
import org.vigie.bridge.rtp.RtpHeaderWriter;

/**
 * A camera of three temporal layers in the order 0, 2, 1, 2, which marks where layers may be taken
 * up in the first four of eight pictures; AV1 tells them in dependency descriptors.
 */
final class TemporalCamera {
  static final int DESCRIPTOR_ID = 6;
  private static final int[] LAYERS = {0, 2, 1, 2};
  private static final int CYCLE = 8;
  private static final int TICKS = 3_000;

  /**
   * One template for each temporal layer, three decode targets: T0 lets all be taken up; T1 and T2
   * let none.
   */
  private static final byte[] STRUCTURE = {(byte) 0x80, 0x02, 0x5e, (byte) 0xa1, (byte) 0xc1, 0};

  final Codec codec;
  final PayloadFormat format;
  final Layer layer;
  private final RtpHeaderWriter header = new RtpHeaderWriter();
  private final PlaceFinder places;
  private long sequence;
  private int timestamp;
  private int number;
  private int levelZeroIndex;
  private int pictures;

  /** Its numbers begin there. */
  TemporalCamera(Codec codec, long sequence, int number) {
    this.codec = codec;
    this.sequence = sequence;
    this.number = number;
    this.timestamp = 77 + (int) sequence;
    format = new PayloadFormat(96, codec, 1, Map.of(), OptionalInt.of(97));
    places = new PlaceFinder(codec, DESCRIPTOR_ID);
    Map<HeaderExtension, Integer> ids =
        codec == Codec.AV1
            ? Map.of(HeaderExtension.DEPENDENCY_DESCRIPTOR, DESCRIPTOR_ID)
            : Map.of();
    layer = new Layer(1, 0, new ExtensionIds(ids), TestCamera.history());
  }

  /** The temporal layer of the next picture. */
  int nextLayer() {
    return LAYERS[pictures % LAYERS.length];
  }

  /** Whether the next picture's own layer refers only to the lowest, or lets others be taken up. */
  boolean nextMarks() {
    int at = pictures % CYCLE;
    return codec == Codec.VP8 ? at == 1 || at == 2 : at == 0;
  }

  /** The next picture, in so many packets. */
  List<Sent> picture(int packets) {
    boolean key = pictures == 0;
    levelZeroIndex = (levelZeroIndex + (nextLayer() == 0 ? 1 : 0)) & 0xff;
    List<Sent> sent = new ArrayList<>();
    for (int i = 0; i < packets; i++) {
      sent.add(packet(key, i == 0, i == packets - 1));
    }
    pictures++;
    number = (number + 1) & 0xffff;
    timestamp += TICKS;
    return sent;
  }

  /**
   * A packet.
   *
   * @param number of its picture
   */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  record Sent(
      byte[] bytes, long sequence, int picture, int temporal, int number, boolean key, int place) {}

  private Sent packet(boolean key, boolean first, boolean last) {
    byte[] payload =
        switch (codec) {
          case VP8 -> vp8(key, first);
          case VP9 -> vp9(key, first);
          default -> new byte[] {0x10, 0x30, 1, 2, 3, 4, 5, 6, 7, 8};
        };
    byte[] bytes = new byte[200];
    header.begin(format.payloadType(), last, (int) sequence, timestamp, 5);
    byte[] described = codec == Codec.AV1 ? descriptor(key && first, first, last) : new byte[0];
    if (described.length > 0) {
      header.extension(DESCRIPTOR_ID, described, 0, described.length);
    }
    int at = header.write(bytes, 0, bytes.length);
    System.arraycopy(payload, 0, bytes, at, payload.length);
    byte[] whole = java.util.Arrays.copyOf(bytes, at + payload.length);
    int place = places.placeOf(whole);
    return new Sent(whole, sequence++, pictures, nextLayer(), number, key && first, place);
  }

  private byte[] vp8(boolean key, boolean first) {
    byte[] payload = new byte[24];
    payload[0] = (byte) (0x80 | (first ? 0x10 : 0));
    payload[1] = (byte) 0xe0;
    BigEndian.put16(payload, 2, 0x8000 | (number & 0x7fff));
    BigEndian.put8(payload, 4, levelZeroIndex);
    payload[5] = (byte) (nextLayer() << 6 | (nextMarks() ? 0x20 : 0));
    payload[6] = (byte) (key ? 0 : 1);
    payload[9] = (byte) 0x9d;
    payload[10] = 0x01;
    payload[11] = 0x2a;
    return payload;
  }

  private byte[] vp9(boolean key, boolean first) {
    byte[] payload = new byte[24];
    payload[0] = (byte) (0x80 | 0x20 | (first ? 0x08 : 0) | (key ? 0 : 0x40));
    BigEndian.put16(payload, 1, 0x8000 | (number & 0x7fff));
    payload[3] = (byte) (nextLayer() << 5 | (nextMarks() ? 0x10 : 0));
    BigEndian.put8(payload, 4, levelZeroIndex);
    return payload;
  }

  /** Templates 0, 1 and 2 of the structure are the temporal layers. */
  private byte[] descriptor(boolean structure, boolean first, boolean last) {
    byte[] bytes = new byte[3 + (structure ? STRUCTURE.length : 0)];
    bytes[0] = (byte) ((first ? 0x80 : 0) | (last ? 0x40 : 0) | nextLayer());
    BigEndian.put16(bytes, 1, number);
    if (structure) {
      System.arraycopy(STRUCTURE, 0, bytes, 3, STRUCTURE.length);
    }
    return bytes;
  }
}
