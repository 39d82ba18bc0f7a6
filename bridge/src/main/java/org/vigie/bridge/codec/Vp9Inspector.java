package org.vigie.bridge.codec;

import org.vigie.bridge.rtp.BigEndian;

/**
 * VP9: the payload descriptor (RFC 9628, section 4.2) and, where that does not tell the size, the
 * uncompressed header of a key frame (VP9 bitstream specification, section 6.2).
 */
final class Vp9Inspector extends PayloadInspector {
  private static final int PICTURE_ID = 0x80;
  private static final int INTER_PREDICTED = 0x40;
  private static final int LAYERS = 0x20;
  private static final int FLEXIBLE = 0x10;
  private static final int BEGINS = 0x08;
  private static final int ENDS = 0x04;
  private static final int STRUCTURE = 0x02;

  private static final int MALFORMED = -1;
  private static final int MAX_REFERENCES = 3;
  private static final int FRAME_MARKER = 2;
  private static final int SYNC_CODE = 0x498342;
  private static final int SRGB = 7;

  private final BitReader bits = new BitReader();

  @Override
  boolean parse(byte[] array, int offset, int length) {
    int end = offset + length;
    int flags = array[offset];
    int at = skipPictureId(array, offset + 1, end, flags);
    at = readLayers(array, at, end, flags);
    at = skipReferences(array, at, end, flags);
    at = readStructure(array, at, end, flags);
    if (at == MALFORMED || at >= end) {
      return false;
    }
    if (has(flags, ENDS)) {
      foundFrameEnd();
    }
    readFrame(array, at, end, flags);
    return true;
  }

  private static boolean has(int flags, int flag) {
    return (flags & flag) != 0;
  }

  private static int skipPictureId(byte[] array, int at, int end, int flags) {
    if (!has(flags, PICTURE_ID)) {
      return at;
    }
    return at >= end ? MALFORMED : at + (array[at] < 0 ? 2 : 1);
  }

  private int readLayers(byte[] array, int at, int end, int flags) {
    if (!has(flags, LAYERS) || at == MALFORMED) {
      return at;
    }
    if (at >= end) {
      return MALFORMED;
    }
    int layers = array[at];
    setLayer(layers >> 5 & 7, layers >> 1 & 7);
    setSwitchingPoint((layers & 0x10) != 0);
    return at + (has(flags, FLEXIBLE) ? 1 : 2);
  }

  /**
   * In flexible mode an inter-predicted frame lists up to three references, each says if it ends.
   */
  private static int skipReferences(byte[] array, int from, int end, int flags) {
    if (!has(flags, FLEXIBLE) || !has(flags, INTER_PREDICTED) || from == MALFORMED) {
      return from;
    }
    int at = from;
    for (int i = 0; i < MAX_REFERENCES; i++) {
      if (at >= end) {
        return MALFORMED;
      }
      boolean another = (array[at++] & 1) != 0;
      if (!another) {
        return at;
      }
    }
    return MALFORMED;
  }

  private int readStructure(byte[] array, int from, int end, int flags) {
    if (!has(flags, STRUCTURE) || from == MALFORMED) {
      return from;
    }
    if (from >= end) {
      return MALFORMED;
    }
    int head = array[from];
    int at = from + 1;
    if ((head & 0x10) != 0) {
      at = readSizes(array, at, end, (head >> 5 & 7) + 1);
    }
    return (head & 0x08) == 0 ? at : skipPictureGroup(array, at, end);
  }

  private int readSizes(byte[] array, int at, int end, int layers) {
    int last = at + 4 * (layers - 1);
    if (last + 4 > end) {
      return MALFORMED;
    }
    setSize(BigEndian.u16(array, last), BigEndian.u16(array, last + 2));
    return last + 4;
  }

  private static int skipPictureGroup(byte[] array, int from, int end) {
    if (from == MALFORMED || from >= end) {
      return MALFORMED;
    }
    int pictures = array[from] & 0xff;
    int at = from + 1;
    for (int i = 0; i < pictures; i++) {
      if (at >= end) {
        return MALFORMED;
      }
      at += 1 + (array[at] >> 2 & 3);
    }
    return at;
  }

  private void readFrame(byte[] array, int at, int end, int flags) {
    if (!has(flags, BEGINS)) {
      return;
    }
    foundFrameStart();
    if (has(flags, INTER_PREDICTED) || spatialLayer() != 0) {
      return;
    }
    foundKeyFrame();
    if (width() == 0) {
      readUncompressedHeader(array, at, end);
    }
  }

  /** A header that does not read as a key frame leaves the size unknown; it may be encrypted. */
  private void readUncompressedHeader(byte[] array, int at, int end) {
    bits.wrap(array, at, end - at);
    boolean marked = bits.bits(2) == FRAME_MARKER;
    int profile = bits.bits(1) | bits.bits(1) << 1;
    if (profile == 3) {
      bits.skip(1);
    }
    boolean showsExisting = bits.flag();
    boolean interFrame = bits.flag();
    bits.skip(2);
    if (!marked || showsExisting || interFrame || bits.bits(24) != SYNC_CODE) {
      return;
    }
    skipColor(profile);
    int width = bits.bits(16) + 1;
    int height = bits.bits(16) + 1;
    if (!bits.overrun()) {
      setSize(width, height);
    }
  }

  private void skipColor(int profile) {
    if (profile >= 2) {
      bits.skip(1);
    }
    boolean srgb = bits.bits(3) == SRGB;
    boolean oddProfile = (profile & 1) == 1;
    if (srgb) {
      bits.skip(oddProfile ? 1 : 0);
    } else {
      bits.skip(oddProfile ? 4 : 1);
    }
  }
}
