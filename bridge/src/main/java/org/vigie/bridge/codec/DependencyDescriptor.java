package org.vigie.bridge.codec;

/**
 * A view of the dependency descriptor header extension (AV1 RTP payload format, appendix A), as far
 * as a relay needs it that drops temporal layers: where frames begin and end, key frames, the
 * layer, and which temporal layers may be taken up with it. Frame differences, chains and the
 * active decode targets are passed over.
 *
 * <p>One instance per SSRC: the template structure that comes with a key frame is kept, because
 * later frames name their template by number only.
 */
public final class DependencyDescriptor {
  private static final int MANDATORY_LENGTH = 3;
  private static final int UNKNOWN = -1;

  private final BitReader bits = new BitReader();

  private DependencyStructure structure = new DependencyStructure();
  private DependencyStructure spare = new DependencyStructure();

  private boolean startOfFrame;
  private boolean endOfFrame;
  private int templateId;
  private int frameNumber;
  private boolean keyFrame;
  private int template = UNKNOWN;
  private long indications;

  /**
   * Reads the extension element in {@code array[offset .. offset + length)}.
   *
   * @return false if it is malformed; the getters of this packet then mean nothing, but a structure
   *     that was kept before stays
   */
  public boolean read(byte[] array, int offset, int length) {
    keyFrame = false;
    indications = 0;
    template = UNKNOWN;
    if (offset < 0 || length < MANDATORY_LENGTH || length > array.length - offset) {
      return false;
    }
    bits.wrap(array, offset, length);
    startOfFrame = bits.flag();
    endOfFrame = bits.flag();
    templateId = bits.bits(6);
    frameNumber = bits.bits(16);
    if (length > MANDATORY_LENGTH) {
      return readExtended();
    }
    lookUpTemplate();
    return true;
  }

  /** Whether the packet is the first of its frame. */
  public boolean startOfFrame() {
    return startOfFrame;
  }

  /** Whether the packet is the last of its frame. */
  public boolean endOfFrame() {
    return endOfFrame;
  }

  /** The template's number, 0..63. */
  public int templateId() {
    return templateId;
  }

  /** The frame's number, 0..65535. */
  public int frameNumber() {
    return frameNumber;
  }

  /** Whether a template structure comes with the packet: the first packet of a key frame. */
  public boolean keyFrame() {
    return keyFrame;
  }

  /** Whether the template is known, so that the layers below are good. */
  public boolean layerKnown() {
    return template != UNKNOWN;
  }

  /** The temporal layer, 0..7; 0 if not known. */
  public int temporalLayer() {
    return template == UNKNOWN ? 0 : structure.temporalLayer(template);
  }

  /** The spatial layer, 0..3; 0 if not known. */
  public int spatialLayer() {
    return template == UNKNOWN ? 0 : structure.spatialLayer(template);
  }

  /**
   * The highest temporal layer that may be taken up with this frame by whoever is given its own; -1
   * if none or not known.
   */
  public int opens() {
    return layerKnown() ? structure.opens(indications) : -1;
  }

  /** Width of the highest spatial layer in pixels as the last structure says; 0 if unknown. */
  public int width() {
    return structure.width();
  }

  /** Height of the highest spatial layer in pixels as the last structure says; 0 if unknown. */
  public int height() {
    return structure.height();
  }

  /** Forgets the structure: the source is another one now. */
  public void reset() {
    structure.clear();
    template = UNKNOWN;
    keyFrame = false;
    indications = 0;
  }

  private boolean readExtended() {
    boolean structurePresent = bits.flag();
    boolean activeTargetsPresent = bits.flag();
    boolean customIndications = bits.flag();
    bits.skip(2);
    if (structurePresent && !readStructure()) {
      return false;
    }
    if (activeTargetsPresent) {
      bits.skip(structure.decodeTargets());
    }
    lookUpTemplate();
    if (customIndications && layerKnown()) {
      indications = structure.readIndications(bits);
    }
    return !bits.overrun();
  }

  private boolean readStructure() {
    if (!spare.read(bits)) {
      return false;
    }
    DependencyStructure old = structure;
    structure = spare;
    spare = old;
    keyFrame = true;
    return true;
  }

  private void lookUpTemplate() {
    template = structure.indexOf(templateId);
    indications = template == UNKNOWN ? 0 : structure.indications(template);
  }
}
