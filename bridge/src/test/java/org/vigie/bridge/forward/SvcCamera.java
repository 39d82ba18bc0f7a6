package org.vigie.bridge.forward;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.vigie.bridge.api.Codec;
import org.vigie.bridge.api.HeaderExtension;
import org.vigie.bridge.api.PayloadFormat;
import org.vigie.bridge.rtp.BigEndian;
import org.vigie.bridge.rtp.RtpHeaderWriter;

/**
 * A camera of three spatial layers in each picture, two packets each, and two temporal ones: VP9 in
 * flexible mode, or AV1 with dependency descriptors.
 */
final class SvcCamera {
  static final int DESCRIPTOR_ID = 6;
  static final int SPATIAL = 3;
  private static final int TEMPORAL = 2;
  private static final int TICKS = 3_000;

  final Codec codec;
  final PayloadFormat format;
  final Layer layer;
  private final RtpHeaderWriter header = new RtpHeaderWriter();
  private final PlaceFinder places;
  private long sequence = 65_500;
  private int timestamp = 77;
  private int number = 0xfff0;
  private int pictures;

  SvcCamera(Codec codec) {
    this.codec = codec;
    format = new PayloadFormat(96, codec, 1, Map.of(), OptionalInt.of(97));
    places = new PlaceFinder(codec, DESCRIPTOR_ID);
    Map<HeaderExtension, Integer> ids =
        codec == Codec.AV1
            ? Map.of(HeaderExtension.DEPENDENCY_DESCRIPTOR, DESCRIPTOR_ID)
            : Map.of();
    layer = new Layer(1, 0, new ExtensionIds(ids), TestCamera.history());
  }

  /** A packet. */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  record Sent(byte[] bytes, long sequence, int picture, int spatial, boolean key, int place) {}

  /** The next picture, six packets. */
  List<Sent> picture(boolean key) {
    List<Sent> sent = new ArrayList<>();
    for (int spatial = 0; spatial < SPATIAL; spatial++) {
      sent.add(packet(key, spatial, true));
      sent.add(packet(key, spatial, false));
      number += codec == Codec.AV1 ? 1 : 0;
    }
    number += codec == Codec.AV1 ? 0 : 1;
    pictures++;
    timestamp += TICKS;
    return sent;
  }

  private Sent packet(boolean key, int spatial, boolean first) {
    boolean starts = key && spatial == 0 && first;
    byte[] payload =
        codec == Codec.VP9
            ? vp9(key, spatial, first)
            : new byte[] {0x10, 0x30, 1, 2, 3, 4, 5, 6, 7, 8};
    byte[] bytes = new byte[1_200];
    header.begin(
        format.payloadType(), !first && spatial == SPATIAL - 1, (int) sequence, timestamp, 5);
    byte[] described = codec == Codec.AV1 ? descriptor(starts, spatial, first) : new byte[0];
    if (described.length > 0) {
      header.allowTwoByteForm(true);
      header.extension(DESCRIPTOR_ID, described, 0, described.length);
    }
    int at = header.write(bytes, 0, bytes.length);
    System.arraycopy(payload, 0, bytes, at, payload.length);
    // Each layer takes as much again as those below.
    int length = at + Math.max(payload.length, 100 << spatial);
    byte[] whole = Arrays.copyOf(bytes, length);
    return new Sent(whole, sequence++, pictures, spatial, starts, places.placeOf(whole));
  }

  private int temporal() {
    return pictures % TEMPORAL;
  }

  private byte[] vp9(boolean key, int spatial, boolean first) {
    int flags = 0x80 | 0x20 | 0x10 | (key ? 0 : 0x40) | (first ? 0x08 : 0x04);
    byte[] payload = new byte[24];
    payload[0] = (byte) flags;
    BigEndian.put16(payload, 1, 0x8000 | (number & 0x7fff));
    payload[3] = (byte) (temporal() << 5 | 0x10 | spatial << 1 | (spatial > 0 ? 1 : 0));
    payload[4] = (byte) (key ? 0 : 1 << 1);
    return payload;
  }

  private byte[] descriptor(boolean structure, int spatial, boolean first) {
    StringBuilder bits = new StringBuilder(first ? "10" : "01");
    add(bits, TEMPORAL * spatial + temporal(), 6);
    add(bits, number & 0xffff, 16);
    if (structure) {
      bits.append("10000");
      structure(bits);
    }
    byte[] bytes = new byte[(bits.length() + 7) / 8];
    for (int i = 0; i < bits.length(); i++) {
      bytes[i / 8] |= (byte) ((bits.charAt(i) - '0') << (7 - i % 8));
    }
    return bytes;
  }

  /** A template and a decode target for each pair of layers, no chains, no sizes. */
  private static void structure(StringBuilder bits) {
    int layers = SPATIAL * TEMPORAL;
    add(bits, 0, 6);
    add(bits, layers - 1, 5);
    for (int i = 0; i < layers - 1; i++) {
      add(bits, i % TEMPORAL == TEMPORAL - 1 ? 2 : 1, 2);
    }
    add(bits, 3, 2);
    for (int template = 0; template < layers; template++) {
      for (int target = 0; target < layers; target++) {
        add(bits, indication(template, target), 2);
      }
    }
    add(bits, 0, layers);
    add(bits, 0, 2); // of seven codes, the first has two bits
    add(bits, 0, 1);
  }

  private static int indication(int template, int target) {
    boolean within =
        template / TEMPORAL <= target / TEMPORAL && template % TEMPORAL <= target % TEMPORAL;
    boolean lowest = template % TEMPORAL == 0 && template / TEMPORAL == target / TEMPORAL;
    int needed = lowest ? 2 : 3;
    return within ? needed : 0;
  }

  private static void add(StringBuilder bits, int value, int width) {
    for (int i = width - 1; i >= 0; i--) {
      bits.append(value >> i & 1);
    }
  }
}
