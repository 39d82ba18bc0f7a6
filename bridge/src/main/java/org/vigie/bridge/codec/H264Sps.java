package org.vigie.bridge.codec;

/**
 * A reusable view of an H.264 sequence parameter set (ITU-T H.264, section 7.3.2.1.1), as far as
 * the picture size.
 */
public final class H264Sps {
  private static final int NAL_TYPE = 7;
  private static final int MAX_PICTURE_ORDER_CYCLE = 255;
  private static final int MAX_MACROBLOCKS_PER_SIDE = 1 << 12;
  private static final int MACROBLOCK = 16;

  private final BitReader bits = new BitReader();

  private int profile;
  private int constraints;
  private int level;
  private int chromaFormat;
  private boolean separatePlanes;
  private int width;
  private int height;

  /**
   * Reads the NAL unit in {@code array[offset .. offset + length)}, its header byte included and no
   * start code before it.
   *
   * @return false if it is no sequence parameter set, cut short, or with values out of range; the
   *     getters then mean nothing
   */
  public boolean read(byte[] array, int offset, int length) {
    if (offset < 0 || length < 4 || length > array.length - offset) {
      return false;
    }
    if ((array[offset] & 0x1f) != NAL_TYPE) {
      return false;
    }
    bits.wrapEscaped(array, offset + 1, length - 1);
    profile = bits.bits(8);
    constraints = bits.bits(8);
    level = bits.bits(8);
    bits.unsignedGolomb();
    return readFormat() && readOrder() && readSize() && !bits.overrun();
  }

  /** profile_idc, such as 66 for baseline. */
  public int profile() {
    return profile;
  }

  /** The constraint flags, as the second byte of {@code profile-level-id}. */
  public int constraints() {
    return constraints;
  }

  /** level_idc, such as 31 for level 3.1. */
  public int level() {
    return level;
  }

  /** Pixels across, after cropping. */
  public int width() {
    return width;
  }

  /** Pixels down, after cropping. */
  public int height() {
    return height;
  }

  private boolean readFormat() {
    chromaFormat = 1;
    separatePlanes = false;
    if (hasFormat(profile)) {
      chromaFormat = bits.unsignedGolomb();
      if (chromaFormat > 3) {
        return false;
      }
      separatePlanes = chromaFormat == 3 && bits.flag();
      bits.unsignedGolomb();
      bits.unsignedGolomb();
      bits.skip(1);
      skipScalingMatrix();
    }
    return true;
  }

  private static boolean hasFormat(int profile) {
    return switch (profile) {
      case 100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135 -> true;
      default -> false;
    };
  }

  private void skipScalingMatrix() {
    if (!bits.flag()) {
      return;
    }
    int lists = chromaFormat == 3 ? 12 : 8;
    for (int i = 0; i < lists; i++) {
      if (bits.flag()) {
        skipScalingList(i < 6 ? 16 : 64);
      }
    }
  }

  /** Section 7.3.2.1.1.1: the list ends early where a delta brings the scale to 0. */
  private void skipScalingList(int size) {
    int scale = 8;
    for (int i = 0; i < size && scale != 0; i++) {
      scale = (scale + bits.signedGolomb()) & 0xff;
    }
  }

  private boolean readOrder() {
    bits.unsignedGolomb();
    int orderType = bits.unsignedGolomb();
    switch (orderType) {
      case 0 -> bits.unsignedGolomb();
      case 1 -> {
        return skipOrderCycle();
      }
      default -> {
        return orderType == 2;
      }
    }
    return true;
  }

  private boolean skipOrderCycle() {
    bits.skip(1);
    bits.signedGolomb();
    bits.signedGolomb();
    int cycle = bits.unsignedGolomb();
    for (int i = 0; i < cycle && i < MAX_PICTURE_ORDER_CYCLE; i++) {
      bits.signedGolomb();
    }
    return cycle <= MAX_PICTURE_ORDER_CYCLE;
  }

  private boolean readSize() {
    bits.unsignedGolomb();
    bits.skip(1);
    int across = bits.unsignedGolomb() + 1;
    int down = bits.unsignedGolomb() + 1;
    if (across > MAX_MACROBLOCKS_PER_SIDE || down > MAX_MACROBLOCKS_PER_SIDE) {
      return false;
    }
    boolean framesOnly = bits.flag();
    if (!framesOnly) {
      bits.skip(1);
    }
    bits.skip(1);
    width = across * MACROBLOCK;
    height = down * MACROBLOCK * (framesOnly ? 1 : 2);
    return !bits.flag() || crop(framesOnly);
  }

  /** Section 7.4.2.1.1: the crop counts in units of chroma samples and fields. */
  private boolean crop(boolean framesOnly) {
    boolean subsampled = !separatePlanes && chromaFormat != 0;
    int unitX = subsampled && chromaFormat != 3 ? 2 : 1;
    int unitY = (subsampled && chromaFormat == 1 ? 2 : 1) * (framesOnly ? 1 : 2);
    long cropX = (long) unitX * (0L + bits.unsignedGolomb() + bits.unsignedGolomb());
    long cropY = (long) unitY * (0L + bits.unsignedGolomb() + bits.unsignedGolomb());
    if (cropX >= width || cropY >= height) {
      return false;
    }
    width -= (int) cropX;
    height -= (int) cropY;
    return true;
  }
}
