package org.vigie.bridge.codec;

import org.vigie.bridge.rtp.BigEndian;

/**
 * A reusable view of the VP8 payload descriptor (RFC 7741, section 4.2), and the rewriting of what
 * must run on without gaps when a viewer is moved to another source.
 */
public final class Vp8Descriptor implements PictureNumbers {
  private static final byte[] NOTHING = new byte[0];

  private byte[] array = NOTHING;
  private int offset;
  private int length;
  private int pictureIdAt;
  private int pictureIdBits;
  private int levelZeroIndexAt;
  private int layerAt;
  private boolean hasLayer;
  private boolean hasKeyIndex;

  @Override
  public boolean wrap(byte[] array, int offset, int length) {
    if (offset < 0 || length < 2 || length > array.length - offset) {
      return false;
    }
    this.array = array;
    this.offset = offset;
    pictureIdAt = ABSENT;
    pictureIdBits = 0;
    levelZeroIndexAt = ABSENT;
    hasLayer = false;
    hasKeyIndex = false;
    int end = (array[offset] & 0x80) == 0 ? offset + 1 : wrapExtension(offset + length);
    this.length = end - offset;
    return end > offset && end < offset + length;
  }

  /** Bytes of the descriptor, 1..6. */
  public int length() {
    return length;
  }

  /** The N bit: no other picture refers to this one. */
  public boolean nonReference() {
    return (array[offset] & 0x20) != 0;
  }

  /** Whether the payload is the very beginning of a picture: S set, partition 0. */
  public boolean startsFrame() {
    return (array[offset] & 0x10) != 0 && (array[offset] & 0x07) == 0;
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

  /** TID, the temporal layer, 0..3; 0 if there is none. */
  public int temporalLayer() {
    return hasLayer ? (array[layerAt] & 0xc0) >> 6 : 0;
  }

  /** The Y bit: the picture refers to temporal layer 0 only, so this layer may be taken up here. */
  public boolean layerSync() {
    return hasLayer && (array[layerAt] & 0x20) != 0;
  }

  /** KEYIDX, 0..31, or {@link #ABSENT}. */
  public int keyIndex() {
    return hasKeyIndex ? array[layerAt] & 0x1f : ABSENT;
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

  /** Reads what the X bit announces; returns the descriptor's end, or -1 if it is cut short. */
  private int wrapExtension(int end) {
    int flags = array[offset + 1];
    int at = offset + 2;
    if ((flags & 0x80) != 0) {
      if (at >= end) {
        return -1;
      }
      pictureIdAt = at;
      pictureIdBits = (array[at] & 0x80) == 0 ? 7 : 15;
      at += pictureIdBits == 7 ? 1 : 2;
    }
    if ((flags & 0x40) != 0) {
      levelZeroIndexAt = at;
      at++;
    }
    hasLayer = (flags & 0x20) != 0;
    hasKeyIndex = (flags & 0x10) != 0;
    if (hasLayer || hasKeyIndex) {
      layerAt = at;
      at++;
    }
    return at <= end ? at : -1;
  }
}
