package org.vigie.bridge.codec;

import org.vigie.bridge.rtp.BigEndian;

/** VP8 (RFC 7741; frame header in RFC 6386, section 9.1). */
final class Vp8Inspector extends PayloadInspector {
  private static final int START_CODE = 0x9d012a;
  private static final int KEY_FRAME_HEADER = 10;

  private final Vp8Descriptor descriptor = new Vp8Descriptor();

  @Override
  boolean parse(byte[] array, int offset, int length) {
    if (!descriptor.wrap(array, offset, length)) {
      return false;
    }
    setLayer(descriptor.temporalLayer(), 0);
    setSwitchingPoint(descriptor.layerSync());
    setDiscardable(descriptor.nonReference());
    if (!descriptor.startsFrame()) {
      return true;
    }
    foundFrameStart();
    int header = offset + descriptor.length();
    boolean interFrame = (array[header] & 0x01) != 0;
    return interFrame || parseKeyFrame(array, header, offset + length);
  }

  private boolean parseKeyFrame(byte[] array, int header, int end) {
    if (end - header < KEY_FRAME_HEADER || BigEndian.u24(array, header + 3) != START_CODE) {
      return false;
    }
    foundKeyFrame();
    setSize(littleEndian14(array, header + 6), littleEndian14(array, header + 8));
    return true;
  }

  /** The upper two of the sixteen bits say how to scale for display, which is not our business. */
  private static int littleEndian14(byte[] array, int at) {
    return (array[at] & 0xff) | (array[at + 1] & 0x3f) << 8;
  }
}
