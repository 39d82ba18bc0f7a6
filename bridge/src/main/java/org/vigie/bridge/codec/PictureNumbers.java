package org.vigie.bridge.codec;

/**
 * The numbers of pictures that a payload carries, and that must run on without gaps when a viewer
 * is moved to another source.
 */
public sealed interface PictureNumbers permits Vp8Descriptor, Vp9Descriptor {
  /** Says that a field is not there. */
  int ABSENT = -1;

  /**
   * Takes the descriptor at the start of the payload {@code array[offset .. offset + length)} into
   * view.
   *
   * @return false if it is cut short, or if nothing comes after it
   */
  boolean wrap(byte[] array, int offset, int length);

  /** Bits of the picture id: 7, 15, or 0 if there is none. */
  int pictureIdBits();

  /** The picture id, 0..127 or 0..32767, or {@link #ABSENT}. */
  int pictureId();

  /** TL0PICIDX, the running number of pictures of temporal layer 0, 0..255, or {@link #ABSENT}. */
  int levelZeroIndex();

  /**
   * Writes other numbers into a copy of this payload, each in the width it has here; a field that
   * is absent stays so. The payload in view is left as it is, unless the copy is that very payload.
   *
   * @param target holds a copy of the descriptor at {@code targetOffset}
   * @param pictureId its low 7 or 15 bits are written
   * @param levelZeroIndex its low 8 bits are written
   */
  void rewrite(byte[] target, int targetOffset, int pictureId, int levelZeroIndex);
}
