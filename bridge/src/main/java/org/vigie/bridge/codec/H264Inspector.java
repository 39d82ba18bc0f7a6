package org.vigie.bridge.codec;

/** H.264 (RFC 6184): single NAL units, STAP-A and FU-A. */
final class H264Inspector extends PayloadInspector {
  @Override
  boolean parse(byte[] array, int offset, int length) {
    throw new UnsupportedOperationException("comes within minutes");
  }
}
