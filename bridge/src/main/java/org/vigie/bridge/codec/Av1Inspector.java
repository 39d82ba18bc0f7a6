package org.vigie.bridge.codec;

/** AV1. */
final class Av1Inspector extends PayloadInspector {
  @Override
  boolean parse(byte[] array, int offset, int length) {
    throw new UnsupportedOperationException("comes within minutes");
  }
}
