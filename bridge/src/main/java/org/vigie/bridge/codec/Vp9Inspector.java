package org.vigie.bridge.codec;

/** VP9 (RFC 9628). */
final class Vp9Inspector extends PayloadInspector {
  @Override
  boolean parse(byte[] array, int offset, int length) {
    throw new UnsupportedOperationException("comes within minutes");
  }
}
