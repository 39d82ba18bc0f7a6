package org.vigie.bridge.network;

import java.util.Arrays;
import java.util.HexFormat;
import org.vigie.bridge.api.Codec;

/**
 * Payloads that look like a codec's and say in their last bytes which packet they are. Key frames
 * of H.264 begin with their parameter sets and first slice in one packet, so that the bridge has no
 * reason to put any before them: what it puts there has no such bytes.
 */
final class Picture {
  private static final byte[] SETS =
      HexFormat.of()
          .parseHex(
              "7800176742c01fda014016ec0440000003004000000503c60ca8"
                  + "000468ce3c80"
                  + "0003658880"
                  + "000d06");
  private static final byte[] KEY_SLICE = {0x65, 0x48, (byte) 0x80};
  private static final byte[] SLICE = {0x61, (byte) 0x9a, 0x20};
  private static final byte[] VP8_KEY = {
    0, 0, 0, (byte) 0x9d, 0x01, 0x2a, 0x40, 0x01, (byte) 0xf0, 0
  };
  private static final byte[] VP8_DELTA = {1, 0, 0};
  private static final byte[] NOTHING = {};

  private Picture() {}

  /** A payload of this many bytes or somewhat more. */
  static byte[] payload(Codec codec, int bytes, int frame, int index, boolean key) {
    byte[] start =
        switch (codec) {
          case H264 -> h264(index, key);
          case VP8 -> vp8(frame, index, key);
          default -> NOTHING;
        };
    boolean sets = codec == Codec.H264 && key && index == 0;
    int length = sets ? start.length + Source.LABEL : Math.max(bytes, start.length + Source.LABEL);
    return Arrays.copyOf(start, length);
  }

  private static byte[] h264(int index, boolean key) {
    if (!key) {
      return SLICE;
    }
    return index == 0 ? SETS : KEY_SLICE;
  }

  private static byte[] vp8(int frame, int index, boolean key) {
    byte[] header = index > 0 ? NOTHING : key ? VP8_KEY : VP8_DELTA;
    byte[] payload = new byte[4 + header.length];
    payload[0] = (byte) (index == 0 ? 0x90 : 0x80);
    payload[1] = (byte) 0x80;
    payload[2] = (byte) (0x80 | ((frame >> 8) & 0x7f));
    payload[3] = (byte) frame;
    System.arraycopy(header, 0, payload, 4, header.length);
    return payload;
  }

  /** Where what must be forwarded byte for byte begins. */
  static int fixedFrom(Codec codec) {
    return codec == Codec.VP8 ? 4 : 0;
  }
}
