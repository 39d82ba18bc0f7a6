package org.vigie.bridge.codec;

/** Sound: every packet is a frame of its own that needs no other. */
final class AudioInspector extends PayloadInspector {
  @Override
  boolean parse(byte[] array, int offset, int length) {
    foundFrameStart();
    foundKeyFrame();
    return true;
  }
}
