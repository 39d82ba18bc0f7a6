package org.vigie.bridge.codec;

/**
 * A view of the dependency descriptor header extension (AV1 RTP payload format, appendix A), as far
 * as a relay that does not drop layers by decode target needs it: where frames begin and end, key
 * frames, the layer and whether a frame may be dropped.
 *
 * <p>One instance per SSRC: the template structure that comes with a key frame is kept, because
 * later frames name their template by number only.
 */
public final class DependencyDescriptor {
  /**
   * Reads the extension element in {@code array[offset .. offset + length)}.
   *
   * @return false if it is malformed; a structure that was kept before stays
   */
  public boolean read(byte[] array, int offset, int length) {
    return false;
  }

  /** Whether the packet is the first of its frame. */
  public boolean startOfFrame() {
    return false;
  }

  /** Whether the packet is the last of its frame. */
  public boolean endOfFrame() {
    return false;
  }

  /** The template's number, 0..63. */
  public int templateId() {
    return 0;
  }

  /** The frame's number, 0..65535. */
  public int frameNumber() {
    return 0;
  }

  /** Whether a template structure comes with the packet: the first packet of a key frame. */
  public boolean keyFrame() {
    return false;
  }

  /** Whether the template is known, so that the layers below are good. */
  public boolean layerKnown() {
    return false;
  }

  /** The temporal layer, 0..7; 0 if not known. */
  public int temporalLayer() {
    return 0;
  }

  /** The spatial layer, 0..3; 0 if not known. */
  public int spatialLayer() {
    return 0;
  }

  /** Whether no decode target needs the frame for any other. */
  public boolean discardable() {
    return false;
  }

  /** Width of the highest spatial layer in pixels as the last structure says; 0 if unknown. */
  public int width() {
    return 0;
  }

  /** Height of the highest spatial layer in pixels as the last structure says; 0 if unknown. */
  public int height() {
    return 0;
  }

  /** Forgets the structure: the source is another one now. */
  public void reset() {}
}
