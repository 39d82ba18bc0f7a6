package org.vigie.simulator.footage;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One box of an ISO base media file (ISO/IEC 14496-12, section 4.2), as a window on the file's
 * bytes. Reading beyond the box is an {@link IndexOutOfBoundsException}.
 *
 * @param type the four-character code
 * @param body everything behind the header
 * @param position where the body starts in the file, in bytes
 */
record Box(String type, MemorySegment body, long position) {
  /** More than any real file has in one box; a bound against nonsense. */
  private static final int MAX_CHILDREN = 10_000;

  private static final ValueLayout.OfShort U16 =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfInt U32 =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfLong U64 =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  /** The whole file as if it were one box. */
  static Box file(MemorySegment bytes) {
    return new Box("file", bytes, 0);
  }

  /** The boxes in this one, from {@code offset} on. */
  List<Box> children(long offset) throws FootageException {
    List<Box> children = new ArrayList<>();
    long at = offset;
    while (at + 8 <= size()) {
      if (children.size() == MAX_CHILDREN) {
        throw FootageException.damaged("more than " + MAX_CHILDREN + " boxes in '" + type + "'");
      }
      long length = lengthOfChild(at);
      children.add(child(at, length));
      at += length;
    }
    return children;
  }

  private long lengthOfChild(long at) throws FootageException {
    long length = u32(at);
    if (length == 0) {
      return size() - at;
    }
    if (length == 1) {
      length = u64(at + 8);
    }
    if (length < headerOfChild(at) || length > size() - at) {
      throw FootageException.damaged(
          "the box '%s' at byte %d claims %d bytes and %d are left"
              .formatted(fourCharacters(at + 4), position + at, length, size() - at));
    }
    return length;
  }

  private Box child(long at, long length) {
    long header = headerOfChild(at);
    return new Box(
        fourCharacters(at + 4), body.asSlice(at + header, length - header), position + at + header);
  }

  private int headerOfChild(long at) {
    return u32(at) == 1 ? 16 : 8;
  }

  /** The first box of a type in this one. */
  Optional<Box> find(String wanted) throws FootageException {
    return children(0).stream().filter(box -> box.type.equals(wanted)).findFirst();
  }

  /** The box at the end of a path of types. */
  Box require(String... path) throws FootageException {
    Box box = this;
    for (String step : path) {
      Box parent = box;
      box =
          parent
              .find(step)
              .orElseThrow(
                  () -> FootageException.damaged("no '" + step + "' box in '" + parent.type + "'"));
    }
    return box;
  }

  long size() {
    return body.byteSize();
  }

  int u8(long offset) {
    return Byte.toUnsignedInt(body.get(ValueLayout.JAVA_BYTE, offset));
  }

  int u16(long offset) {
    return Short.toUnsignedInt(body.get(U16, offset));
  }

  long u32(long offset) {
    return Integer.toUnsignedLong(body.get(U32, offset));
  }

  /** As {@link #u32}, where the format allows a sign. */
  int i32(long offset) {
    return body.get(U32, offset);
  }

  /** Values above {@link Long#MAX_VALUE} come out negative. */
  long u64(long offset) {
    return body.get(U64, offset);
  }

  byte[] bytes(long offset, long length) {
    return body.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE);
  }

  String fourCharacters(long offset) {
    return new String(bytes(offset, 4), StandardCharsets.ISO_8859_1);
  }
}
