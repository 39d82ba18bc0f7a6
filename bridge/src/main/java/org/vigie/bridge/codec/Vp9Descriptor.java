package org.vigie.bridge.codec;

import org.vigie.bridge.rtp.BigEndian;

/**
 * A reusable view of the numbers in the VP9 payload descriptor (RFC 9628, section 4.2). References
 * name pictures by how far back they are, so they stay right under other numbers.
 */
public final class Vp9Descriptor implements PictureNumbers {
  private static final int PICTURE_ID = 0x80;
  private static final int LAYERS = 0x20;
  private static final int FLEXIBLE = 0x10;
  private static final byte[] NOTHING = {};

  private byte[] array = NOTHING;
  private int offset;
  private int pictureIdAt;
  private int pictureIdBits;
  private int levelZeroIndexAt;

  @Override
  public boolean wrap(byte[] bytes, int from, int length) {
    if (from < 0 || length < 2 || length > bytes.length - from) {
      return false;
    }
    array = bytes;
    offset = from;
    pictureIdAt = ABSENT;
    pictureIdBits = 0;
    levelZeroIndexAt = ABSENT;
    int flags = array[from];
    int at = from + 1;
    if ((flags & PICTURE_ID) != 0) {
      pictureIdAt = at;
      pictureIdBits = array[at] < 0 ? 15 : 7;
      at += pictureIdBits == 15 ? 2 : 1;
    }
    if ((flags & LAYERS) != 0) {
      at++;
      if ((flags & FLEXIBLE) == 0) {
        levelZeroIndexAt = at;
        at++;
      }
    }
    return at < from + length;
  }

  @Override
  public int pictureIdBits() {
    return pictureIdBits;
  }

  @Override
  public int pictureId() {
    return switch (pictureIdBits) {
      case 7 -> array[pictureIdAt] & 0x7f;
      case 15 -> BigEndian.u16(array, pictureIdAt) & 0x7fff;
      default -> ABSENT;
    };
  }

  @Override
  public int levelZeroIndex() {
    return levelZeroIndexAt == ABSENT ? ABSENT : array[levelZeroIndexAt] & 0xff;
  }

  @Override
  public void rewrite(byte[] target, int targetOffset, int pictureId, int levelZeroIndex) {
    int shift = targetOffset - offset;
    if (pictureIdBits == 7) {
      BigEndian.put8(target, pictureIdAt + shift, pictureId & 0x7f);
    } else if (pictureIdBits == 15) {
      BigEndian.put16(target, pictureIdAt + shift, 0x8000 | (pictureId & 0x7fff));
    }
    if (levelZeroIndexAt != ABSENT) {
      BigEndian.put8(target, levelZeroIndexAt + shift, levelZeroIndex);
    }
  }
}
