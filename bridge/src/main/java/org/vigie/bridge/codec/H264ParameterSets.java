package org.vigie.bridge.codec;

import java.util.Base64;
import org.vigie.bridge.rtp.BigEndian;

/**
 * The newest sequence and picture parameter sets of an H.264 stream, one for each id, as NAL units
 * to be sent before a picture that comes without them. Bounded: what is too many or too large is
 * not remembered.
 */
public final class H264ParameterSets {
  /** Sets of both kinds together. */
  public static final int MOST = 8;

  /** A set that is longer is not remembered. */
  static final int MAX_BYTES = 256;

  private static final int SEQUENCE_PARAMETERS = 7;
  private static final int PICTURE_PARAMETERS = 8;
  private static final int STAP_A = 24;
  private static final int SPS_FIXED_BITS = 24;
  private static final int NOT_ONE = -1;

  private final BitReader bits = new BitReader();
  private final int[] names = new int[MOST];
  private final int[] lengths = new int[MOST];
  private final byte[][] units = new byte[MOST][];
  private int count;

  /** Forgets all. */
  public void clear() {
    count = 0;
  }

  /** Remembers what an RTP payload (RFC 6184, single NAL unit or STAP-A) carries of them. */
  public void look(byte[] array, int offset, int length) {
    if (length < 1) {
      return;
    }
    if ((array[offset] & 0x1f) != STAP_A) {
      remember(array, offset, length);
      return;
    }
    int end = offset + length;
    int at = offset + 1;
    while (end - at > 2) {
      int size = BigEndian.u16(array, at);
      at += 2;
      if (size > end - at) {
        return;
      }
      remember(array, at, size);
      at += size;
    }
  }

  /** Remembers those of {@code sprop-parameter-sets} (RFC 6184, section 8.1). */
  public void describe(String spropParameterSets) {
    for (String base64 : spropParameterSets.split(",", MOST + 1)) {
      try {
        byte[] unit = Base64.getDecoder().decode(base64.strip());
        remember(unit, 0, unit.length);
      } catch (IllegalArgumentException notBase64) {
        return;
      }
    }
  }

  private void remember(byte[] array, int offset, int length) {
    int name = length > MAX_BYTES ? NOT_ONE : nameOf(array, offset, length);
    if (name == NOT_ONE) {
      return;
    }
    int place = placeOf(name);
    if (place == MOST) {
      return;
    }
    byte[] unit = units[place];
    if (unit == null) {
      unit = new byte[MAX_BYTES];
      units[place] = unit;
    }
    System.arraycopy(array, offset, unit, 0, length);
    lengths[place] = length;
    names[place] = name;
    count = Math.max(count, place + 1);
  }

  /** Kind and id in one number; a sequence parameter set's id stands behind profile and level. */
  private int nameOf(byte[] array, int offset, int length) {
    int type = length < 2 ? 0 : array[offset] & 0x1f;
    if (type != SEQUENCE_PARAMETERS && type != PICTURE_PARAMETERS) {
      return NOT_ONE;
    }
    bits.wrapEscaped(array, offset + 1, length - 1);
    if (type == SEQUENCE_PARAMETERS) {
      bits.skip(SPS_FIXED_BITS);
    }
    int id = bits.unsignedGolomb();
    return bits.overrun() || id < 0 || id > 255 ? NOT_ONE : type << 8 | id;
  }

  private int placeOf(int name) {
    for (int i = 0; i < count; i++) {
      if (names[i] == name) {
        return i;
      }
    }
    return count;
  }

  /** Whether a decoder can begin with them: there is one of each kind at least. */
  public boolean complete() {
    return has(SEQUENCE_PARAMETERS) && has(PICTURE_PARAMETERS);
  }

  private boolean has(int type) {
    for (int i = 0; i < count; i++) {
      if (names[i] >> 8 == type) {
        return true;
      }
    }
    return false;
  }

  /** Sets that are remembered, 0 to {@link #MOST}. */
  public int count() {
    return count;
  }

  /** Writes a set to {@code target[offset ..)}: sequence parameter sets come first. */
  public int write(int number, byte[] target, int offset) {
    int wanted = number;
    for (int type = SEQUENCE_PARAMETERS; type <= PICTURE_PARAMETERS; type++) {
      for (int i = 0; i < count; i++) {
        if (names[i] >> 8 == type && wanted-- == 0) {
          System.arraycopy(units[i], 0, target, offset, lengths[i]);
          return lengths[i];
        }
      }
    }
    throw new IndexOutOfBoundsException(number);
  }
}
