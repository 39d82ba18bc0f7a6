package org.vigie.bridge.srtp;

import org.jitsi.utils.ByteArrayBuffer;

/** Shows a packet in an array to jitsi-srtp, which lengthens and shortens it in place. */
final class PacketView implements ByteArrayBuffer {
  private byte[] array = new byte[0];
  private int offset;
  private int length;

  PacketView wrap(byte[] newArray, int newOffset, int newLength) {
    array = newArray;
    offset = newOffset;
    length = newLength;
    return this;
  }

  @Override
  public byte[] getBuffer() {
    return array;
  }

  @Override
  public int getOffset() {
    return offset;
  }

  @Override
  public int getLength() {
    return length;
  }

  @Override
  public void setLength(int newLength) {
    length = newLength;
  }

  @Override
  public void setOffset(int newOffset) {
    offset = newOffset;
  }

  @Override
  public boolean isInvalid() {
    return false;
  }

  @Override
  public void readRegionToBuff(int from, int count, byte[] destination) {
    System.arraycopy(array, offset + from, destination, 0, count);
  }

  /** There is room: {@link SrtpTransform} looked before. */
  @Override
  public void grow(int bytes) {
    if (offset + length + bytes > array.length) {
      throw new IndexOutOfBoundsException("no room for " + bytes + " more bytes");
    }
  }

  @Override
  public void append(byte[] bytes, int count) {
    System.arraycopy(bytes, 0, array, offset + length, count);
    length += count;
  }

  @Override
  public void shrink(int bytes) {
    length -= bytes;
  }
}
