package org.vigie.simulator.load.media;

import java.util.SplittableRandom;
import org.vigie.bridge.rtp.BigEndian;

/**
 * VP8-looking payloads (RFC 7741) that say at their end which of which camera's packets they are,
 * so that whoever decrypts one knows, whatever the server did to descriptor and header.
 */
final class VideoPayload {
  /** Bytes of the shortest payload: descriptor, key frame header and what stands at the end. */
  static final int MIN_LENGTH = 32;

  private static final int DESCRIPTOR = 4;
  private static final int MAGIC = 0x56674c64;
  private static final int TRAILER = 16;
  private static final int NOISE = 2048;
  private static final byte[] KEY_FRAME = {
    0x10, 0, 0, (byte) 0x9d, 0x01, 0x2a, 0, 0x05, (byte) 0xd0, 0x02 // 1280 by 720 (RFC 6386, 9.1)
  };
  private static final byte[] DELTA_FRAME = {0x11, 0, 0};

  private final int camera;
  private final byte[] noise = new byte[NOISE];

  VideoPayload(int camera) {
    this.camera = camera;
    new SplittableRandom(camera).nextBytes(noise);
  }

  /**
   * Writes a payload.
   *
   * @param length at least {@link #MIN_LENGTH}, at most 2,048
   * @param first whether it begins its frame
   */
  void write(
      byte[] target, int at, int length, long index, long frame, boolean first, boolean key) {
    System.arraycopy(noise, 0, target, at, length - TRAILER);
    target[at] = (byte) (first ? 0x90 : 0x80);
    target[at + 1] = (byte) 0x80;
    BigEndian.put16(target, at + 2, 0x8000 | ((int) frame & 0x7fff));
    if (first) {
      byte[] header = key ? KEY_FRAME : DELTA_FRAME;
      System.arraycopy(header, 0, target, at + DESCRIPTOR, header.length);
    }
    int trailer = at + length - TRAILER;
    BigEndian.put32(target, trailer, MAGIC);
    BigEndian.put32(target, trailer + 4, camera);
    BigEndian.put64(target, trailer + 8, index);
  }

  /** Which of the camera's packets a payload is, or -1 if it is none of this camera's. */
  static long index(int camera, byte[] array, int offset, int length) {
    int trailer = offset + length - TRAILER;
    boolean ours =
        length >= TRAILER
            && BigEndian.i32(array, trailer) == MAGIC
            && BigEndian.i32(array, trailer + 4) == camera;
    return ours ? BigEndian.i64(array, trailer + 8) : -1;
  }
}
